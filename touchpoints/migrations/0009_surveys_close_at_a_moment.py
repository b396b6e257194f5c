from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.utils import timezone


def keep_when_they_close(apps, schema_editor):
    """Until now a survey closed with its last day, wherever that day was, or when somebody closed it."""
    Survey = apps.get_model("touchpoints", "Survey")
    for survey in Survey.objects.select_related("team"):
        end = datetime.combine(survey.open_until + timedelta(days=1), time.min, ZoneInfo(survey.team.time_zone))
        survey.closes_at = min(survey.closes_at, end) if survey.closes_at else end
        survey.save(update_fields=["closes_at"])


def leave_open_what_is(apps, schema_editor):
    """A survey that somebody ends has a moment of its own; the others end with their day."""
    apps.get_model("touchpoints", "Survey").objects.filter(closes_at__gt=timezone.now()).update(closes_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ('touchpoints', '0008_metrics_count_their_versions'),
    ]

    operations = [
        migrations.RenameField(model_name='survey', old_name='closed_at', new_name='closes_at'),
        migrations.RunPython(keep_when_they_close, leave_open_what_is),
        migrations.AlterField(
            model_name='survey', name='closes_at', field=models.DateTimeField(editable=False)
        ),
    ]
