"""What everyone with the team's link may read of suggestions that were decided."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0005_first_dictionaries")]

    operations = [
        migrations.AddField("listening", "shows_outcomes", models.BooleanField(default=False, editable=False)),
        migrations.AddField(
            "suggestion",
            "public_title",
            models.CharField(blank=True, max_length=140, verbose_name="Der Vorschlag in einem Satz"),
        ),
        migrations.AddField(
            "suggestion",
            "public_outcome",
            models.TextField(
                blank=True,
                validators=[django.core.validators.MaxLengthValidator(400)],
                verbose_name="Was daraus wurde",
            ),
        ),
        migrations.AddConstraint(
            "suggestion",
            models.CheckConstraint(
                condition=models.Q(public_outcome="", public_title="")
                | ~(models.Q(public_title="") | models.Q(public_outcome="")),
                name="suggestion_public_words_whole",
                violation_error_message="Auf der Liste steht der Vorschlag zusammen mit dem, was daraus wurde.",
            ),
        ),
    ]
