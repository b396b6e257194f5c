from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0002_webhooks'),
    ]

    operations = [
        migrations.AddField(
            model_name='team',
            name='country',
            field=models.CharField(default='DE', max_length=2, verbose_name='Land'),
        ),
        migrations.AddField(
            model_name='team',
            name='grace_days',
            field=models.PositiveSmallIntegerField(default=2, verbose_name='Arbeitstage Geduld'),
        ),
        migrations.AddField(
            model_name='team',
            name='subdivision',
            field=models.CharField(blank=True, max_length=40, verbose_name='Bundesland, Kanton, Region'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.CheckConstraint(condition=models.Q(('grace_days__lte', 30)), name='team_grace_sane', violation_error_code='grace_days', violation_error_message='Mehr als 30 Arbeitstage Geduld hat kein Team.'),
        ),
    ]
