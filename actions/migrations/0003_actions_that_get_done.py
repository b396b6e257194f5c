import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


OPEN = ["planned", "running", "blocked"]


def planned(apps, schema_editor):
    """What was open is planned; what was to be fine-tuned is asked about again, and its history tells why."""
    Action, Past = apps.get_model("actions", "Action"), apps.get_model("actions", "HistoricalAction")
    Action.objects.filter(settled_at=None).update(outcome="")
    for rows in (Action.objects, Past.objects):
        rows.filter(status="open").update(status="planned")
        rows.update(promised_on=models.F("due_on"))
    if schema_editor.connection.vendor == "postgresql":  # a table with unchecked keys takes no new rules
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def open_again(apps, schema_editor):
    """Three states know no more than that it is open."""
    for name in ("Action", "HistoricalAction"):
        apps.get_model("actions", name).objects.filter(status__in=OPEN).update(status="open")
    apps.get_model("actions", "Action").objects.filter(outcome="fine_tune", follow_up_on=None).update(outcome="works")


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0002_metric'),
        ('teams', '0001_initial'),
        ('touchpoints', '0015_reading_once_a_sheet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalAction_helpers',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                'verbose_name': 'HistoricalAction_helpers',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='action',
            name='action_status_known',
        ),
        migrations.RemoveConstraint(
            model_name='action',
            name='action_settled_with_outcome',
        ),
        migrations.RemoveConstraint(
            model_name='action',
            name='action_fine_tuned_asks_again',
        ),
        migrations.AddField(
            model_name='action',
            name='assigned_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='action',
            name='assigned_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='action',
            name='blocked_reason',
            field=models.CharField(blank=True, max_length=280, verbose_name='Woran es stockt'),
        ),
        migrations.AddField(
            model_name='action',
            name='brand_fit',
            field=models.CharField(blank=True, choices=[('fits', 'passt'), ('partly', 'passt zum Teil'), ('no', 'passt nicht')], max_length=6, verbose_name='Passt zur Marke?'),
        ),
        migrations.AddField(
            model_name='action',
            name='budget',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Budget'),
        ),
        migrations.AddField(
            model_name='action',
            name='culture',
            field=models.CharField(blank=True, max_length=120, verbose_name='Kultur'),
        ),
        migrations.AddField(
            model_name='action',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='teams.department', verbose_name='Bereich'),
        ),
        migrations.AddField(
            model_name='action',
            name='helpers',
            field=models.ManyToManyField(blank=True, related_name='helps_with', to=settings.AUTH_USER_MODEL, verbose_name='Aus dem Team dabei'),
        ),
        migrations.AddField(
            model_name='action',
            name='measured_value',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='Gemessener Wert'),
        ),
        migrations.AddField(
            model_name='action',
            name='media_use',
            field=models.CharField(blank=True, max_length=120, verbose_name='Mediennutzung'),
        ),
        migrations.AddField(
            model_name='action',
            name='predecessor',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='successor', to='actions.action', verbose_name='Justiert nach'),
        ),
        migrations.AddField(
            model_name='action',
            name='priority',
            field=models.PositiveSmallIntegerField(choices=[(1, 'hoch'), (2, 'mittel'), (3, 'niedrig')], default=2, verbose_name='Priorität'),
        ),
        migrations.AddField(
            model_name='action',
            name='promised_on',
            field=models.DateField(editable=False, null=True, verbose_name='Zugesagt bis'),
        ),
        migrations.AddField(
            model_name='action',
            name='region',
            field=models.CharField(blank=True, max_length=120, verbose_name='Region'),
        ),
        migrations.AddField(
            model_name='action',
            name='start_value',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='Startwert'),
        ),
        migrations.AddField(
            model_name='action',
            name='target_group',
            field=models.CharField(blank=True, max_length=120, verbose_name='Zielgruppe'),
        ),
        migrations.AddField(
            model_name='action',
            name='target_value',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='Zielwert'),
        ),
        migrations.AddField(
            model_name='action',
            name='why',
            field=models.TextField(blank=True, max_length=2000, verbose_name='Warum'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='blocked_reason',
            field=models.CharField(blank=True, max_length=280, verbose_name='Woran es stockt'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='brand_fit',
            field=models.CharField(blank=True, choices=[('fits', 'passt'), ('partly', 'passt zum Teil'), ('no', 'passt nicht')], max_length=6, verbose_name='Passt zur Marke?'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='budget',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Budget'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='culture',
            field=models.CharField(blank=True, max_length=120, verbose_name='Kultur'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='teams.department', verbose_name='Bereich'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='measured_value',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='Gemessener Wert'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='media_use',
            field=models.CharField(blank=True, max_length=120, verbose_name='Mediennutzung'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='predecessor',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action', verbose_name='Justiert nach'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='priority',
            field=models.PositiveSmallIntegerField(choices=[(1, 'hoch'), (2, 'mittel'), (3, 'niedrig')], default=2, verbose_name='Priorität'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='promised_on',
            field=models.DateField(editable=False, null=True, verbose_name='Zugesagt bis'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='region',
            field=models.CharField(blank=True, max_length=120, verbose_name='Region'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='start_value',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='Startwert'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='target_group',
            field=models.CharField(blank=True, max_length=120, verbose_name='Zielgruppe'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='target_value',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='Zielwert'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='why',
            field=models.TextField(blank=True, max_length=2000, verbose_name='Warum'),
        ),
        migrations.AlterField(
            model_name='action',
            name='status',
            field=models.CharField(choices=[('planned', 'geplant'), ('running', 'läuft'), ('blocked', 'stockt'), ('done', 'erledigt'), ('dropped', 'verworfen')], default='planned', max_length=7, verbose_name='Status'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='status',
            field=models.CharField(choices=[('planned', 'geplant'), ('running', 'läuft'), ('blocked', 'stockt'), ('done', 'erledigt'), ('dropped', 'verworfen')], default='planned', max_length=7, verbose_name='Status'),
        ),
        migrations.RunPython(planned, open_again),
        migrations.AlterField(
            model_name='action',
            name='promised_on',
            field=models.DateField(editable=False, verbose_name='Zugesagt bis'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='promised_on',
            field=models.DateField(editable=False, verbose_name='Zugesagt bis'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'running', 'blocked', 'done', 'dropped'])), name='action_status_known'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('priority__in', [1, 2, 3])), name='action_priority_known'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('brand_fit__in', ['', 'fits', 'partly', 'no'])), name='action_brand_fit_known'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('budget', None), ('budget__gte', 0), _connector='OR'), name='action_budget_not_negative', violation_error_code='budget', violation_error_message='Ein Budget ist nicht negativ.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None)), models.Q(('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='action_settled_with_outcome', violation_error_message='Zum Abschluss gehört, was daraus geworden ist.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'blocked'), models.Q(('blocked_reason', ''), _negated=True)), models.Q(models.Q(('status', 'blocked'), _negated=True), ('blocked_reason', '')), _connector='OR'), name='action_blocked_with_reason', violation_error_message='Wenn es stockt, steht dabei, woran.'),
        ),
        migrations.AddField(
            model_name='historicalaction_helpers',
            name='action',
            field=models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action'),
        ),
        migrations.AddField(
            model_name='historicalaction_helpers',
            name='history',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='actions.historicalaction'),
        ),
        migrations.AddField(
            model_name='historicalaction_helpers',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
