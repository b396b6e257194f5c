from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('touchpoints', '0004_baseline_is_frozen'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importrun',
            name='import_state_known',
        ),
        migrations.AddField(
            model_name='importrun',
            name='added',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='importrun',
            name='adds_departments',
            field=models.BooleanField(default=False, verbose_name='Neue Bereiche anlegen'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='adds_stages',
            field=models.BooleanField(default=False, verbose_name='Neue Kaufphasen anlegen'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='changed',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='importrun',
            name='existing',
            field=models.CharField(choices=[('skip', 'überspringen'), ('update', 'aktualisieren')], default='skip', max_length=6, verbose_name='Was es schon gibt'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='kept',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='importrun',
            name='left_out',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='state',
            field=models.CharField(choices=[('uploaded', 'hochgeladen'), ('waiting', 'wartet'), ('running', 'läuft'), ('done', 'fertig'), ('failed', 'gescheitert'), ('undoing', 'wird rückgängig gemacht'), ('undone', 'rückgängig gemacht')], default='uploaded', max_length=8),
        ),
        migrations.AddIndex(
            model_name='importrun',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'running', 'undoing'])), fields=['claimed_until'], name='import_unfinished'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'waiting', 'running', 'done', 'failed', 'undoing', 'undone'])), name='import_state_known'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('existing__in', ['skip', 'update'])), name='import_existing_known'),
        ),
        migrations.RemoveField(
            model_name='importrun',
            name='created',
        ),
        migrations.RemoveField(
            model_name='importrun',
            name='problem',
        ),
    ]
