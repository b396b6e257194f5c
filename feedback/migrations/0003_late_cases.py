"""A late case knows whether its owner was written to; figures are reckoned from an index alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("feedback", "0002_words_of_voices"),
    ]

    operations = [
        migrations.AddField("recoverycase", "told_late_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "recoverycase",
            models.Index(
                condition=models.Q(("closed_at", None), ("told_late_at", None)),
                fields=["due_at"],
                name="case_late_untold",
            ),
        ),
        migrations.AddIndex(
            "feedback",
            models.Index(
                fields=["team", "polarity", "said_on", "reason", "touchpoint"],
                name="feedback_figures",
            ),
        ),
    ]
