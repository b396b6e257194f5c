"""An import of voices can be taken back, and links that somebody has taken back are told from old ones."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("feedback", "0006_outcomes_of_suggestions"),
    ]

    operations = [
        migrations.AddField("batch", "revoked_at", models.DateTimeField(null=True)),
        migrations.AddField("feedbackrun", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "feedbackrun",
            "undone_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("feedbackrun", "undone_at", models.DateTimeField(null=True)),
        migrations.AddField("feedbackrun", "removed", models.PositiveIntegerField(default=0)),
        migrations.AddField("feedbackrun", "kept", models.JSONField(default=dict)),
        migrations.AlterField(
            "feedbackrun",
            "state",
            models.CharField(
                choices=[
                    ("uploaded", "hochgeladen"),
                    ("waiting", "wartet"),
                    ("running", "läuft"),
                    ("done", "fertig"),
                    ("failed", "abgebrochen"),
                    ("undoing", "wird rückgängig gemacht"),
                    ("undone", "rückgängig gemacht"),
                ],
                default="uploaded",
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint("feedbackrun", "feedback_run_state_known"),
        migrations.AddConstraint(
            "feedbackrun",
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["uploaded", "waiting", "running", "done", "failed", "undoing", "undone"])
                ),
                name="feedback_run_state_known",
            ),
        ),
        migrations.CreateModel(
            name="ImportedVoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sign", models.CharField(max_length=32)),
                (
                    "feedback",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imported", to="feedback.feedback"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voices", to="feedback.feedbackrun"
                    ),
                ),
            ],
            options={
                "verbose_name": "eingelesene Kundenstimme",
                "verbose_name_plural": "eingelesene Kundenstimmen",
            },
        ),
    ]
