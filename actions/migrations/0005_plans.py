import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0004_parts'),
        ('teams', '0001_initial'),
        ('touchpoints', '0015_reading_once_a_sheet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('aim', models.TextField(blank=True, max_length=2000, verbose_name='Ziel')),
                ('kind', models.CharField(choices=[('project', 'Projekt'), ('pilot', 'Erprobung im Testmarkt'), ('roll_out', 'Roll-out'), ('crisis', 'Krisenplan')], default='project', max_length=8, verbose_name='Art')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='Ab')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Bis')),
                ('market', models.CharField(blank=True, max_length=200, verbose_name='Testmarkt')),
                ('decision', models.CharField(blank=True, choices=[('go', 'Go: wird ausgerollt'), ('no_go', 'No-Go: bleibt beim Versuch')], editable=False, max_length=5, verbose_name='Entscheidung')),
                ('decision_reason', models.TextField(blank=True, editable=False, max_length=2000, verbose_name='Begründung')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='Entschieden am')),
                ('drawn_at', models.DateTimeField(editable=False, null=True)),
                ('is_drill', models.BooleanField(default=False, editable=False, verbose_name='Übung')),
                ('reviewed_on', models.DateField(editable=False, null=True, verbose_name='Zuletzt geprüft oder geübt')),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plans', to='teams.department', verbose_name='Bereich')),
                ('drawn_from', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='starts', to='actions.plan', verbose_name='Aus der Schublade')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='actions.plan', verbose_name='Teil von')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plans', to=settings.AUTH_USER_MODEL, verbose_name='Wer')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='teams.team')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plans', to='touchpoints.touchpoint', verbose_name='Kontaktpunkt')),
                ('tried_in', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='roll_out', to='actions.plan', verbose_name='Erprobt in')),
            ],
            options={
                'verbose_name': 'Plan',
                'verbose_name_plural': 'Pläne',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='PilotVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_on', models.DateField(verbose_name='Am')),
                ('who', models.CharField(blank=True, help_text='Rolle statt Name, zum Beispiel „Stammkundin, Praxis“.', max_length=80, verbose_name='Wer')),
                ('side', models.CharField(choices=[('customers', 'Kundschaft'), ('staff', 'Belegschaft')], max_length=9, verbose_name='Von')),
                ('tone', models.CharField(choices=[('positive', 'spricht dafür'), ('negative', 'spricht dagegen')], max_length=8, verbose_name='Tenor')),
                ('text', models.TextField(max_length=2000, verbose_name='Was gesagt wurde')),
                ('sheet', models.UUIDField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voices', to='actions.plan')),
            ],
            options={
                'verbose_name': 'Stimme zur Erprobung',
                'verbose_name_plural': 'Stimmen zur Erprobung',
                'ordering': ['-said_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Meilenstein')),
                ('due_on', models.DateField(verbose_name='Am')),
                ('reached_at', models.DateTimeField(editable=False, null=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='actions.plan')),
            ],
            options={
                'verbose_name': 'Meilenstein',
                'verbose_name_plural': 'Meilensteine',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPlan',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('aim', models.TextField(blank=True, max_length=2000, verbose_name='Ziel')),
                ('kind', models.CharField(choices=[('project', 'Projekt'), ('pilot', 'Erprobung im Testmarkt'), ('roll_out', 'Roll-out'), ('crisis', 'Krisenplan')], default='project', max_length=8, verbose_name='Art')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='Ab')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Bis')),
                ('market', models.CharField(blank=True, max_length=200, verbose_name='Testmarkt')),
                ('decision', models.CharField(blank=True, choices=[('go', 'Go: wird ausgerollt'), ('no_go', 'No-Go: bleibt beim Versuch')], editable=False, max_length=5, verbose_name='Entscheidung')),
                ('decision_reason', models.TextField(blank=True, editable=False, max_length=2000, verbose_name='Begründung')),
                ('decided_on', models.DateField(editable=False, null=True, verbose_name='Entschieden am')),
                ('drawn_at', models.DateTimeField(editable=False, null=True)),
                ('is_drill', models.BooleanField(default=False, editable=False, verbose_name='Übung')),
                ('reviewed_on', models.DateField(editable=False, null=True, verbose_name='Zuletzt geprüft oder geübt')),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='teams.department', verbose_name='Bereich')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Wer')),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='teams.team')),
                ('touchpoint', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='touchpoints.touchpoint', verbose_name='Kontaktpunkt')),
                ('drawn_from', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.plan', verbose_name='Aus der Schublade')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.plan', verbose_name='Teil von')),
                ('tried_in', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.plan', verbose_name='Erprobt in')),
            ],
            options={
                'verbose_name': 'historical Plan',
                'verbose_name_plural': 'historical Pläne',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='DrawerLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=280, verbose_name='Was')),
                ('notes', models.TextField(blank=True, help_text='Vorbereitete Sätze, Zugänge, Telefonnummern der Rolle.', max_length=1800, verbose_name='Wie')),
                ('role', models.CharField(blank=True, help_text='In Worten, zum Beispiel „wer Bereitschaft hat“.', max_length=120, verbose_name='Rolle')),
                ('begins_after', models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(8784)], verbose_name='Beginnt nach')),
                ('lasts', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(8784)], verbose_name='Dauert')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drawer_lines', to='teams.department', verbose_name='Bereich')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drawer_lines', to=settings.AUTH_USER_MODEL, verbose_name='Wer')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='actions.plan')),
            ],
            options={
                'verbose_name': 'Schritt eines Krisenplans',
                'verbose_name_plural': 'Schritte eines Krisenplans',
                'ordering': ['begins_after', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='action',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='actions.plan', verbose_name='Plan'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='plan',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.plan', verbose_name='Plan'),
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200, verbose_name='Was')),
                ('trainer', models.CharField(blank=True, max_length=80, verbose_name='Wer schult')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='Am')),
                ('held_at', models.DateTimeField(editable=False, null=True)),
                ('notes', models.TextField(blank=True, max_length=2000, verbose_name='Notiz')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trainings', to='teams.department', verbose_name='Für Bereich')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trainings', to='actions.plan')),
            ],
            options={
                'verbose_name': 'Schulung',
                'verbose_name_plural': 'Schulungen',
                'ordering': ['planned_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Dependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits_for', to='actions.action', verbose_name='Maßnahme')),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds_up', to='actions.action', verbose_name='Nach')),
            ],
            options={
                'verbose_name': 'Reihenfolge',
                'verbose_name_plural': 'Reihenfolgen',
                'ordering': ['after__due_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('action', 'after'), name='dependency_once_a_pair', violation_error_code='after', violation_error_message='Das steht schon fest.'), models.CheckConstraint(condition=models.Q(('action', models.F('after')), _negated=True), name='dependency_not_itself', violation_error_code='after', violation_error_message='Eine Maßnahme wartet nicht auf sich selbst.')],
            },
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(models.F('team'), django.db.models.functions.text.Lower('name'), name='plan_name_once_a_team', violation_error_code='name', violation_error_message='Einen Plan mit diesem Namen gibt es schon.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['project', 'pilot', 'roll_out', 'crisis'])), name='plan_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'go', 'no_go'])), name='plan_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='plan_no_part_of_itself', violation_error_code='parent', violation_error_message='Ein Plan ist kein Teil von sich selbst.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('kind', 'crisis'), _negated=True), _connector='OR'), name='plan_in_drawer_stands_alone', violation_error_code='parent', violation_error_message='Ein Krisenplan liegt für sich in der Schublade.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='plan_starts_before_its_end', violation_error_code='starts_on', violation_error_message='Der Beginn liegt nach dem Ende.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on', None), ('decision', ''), ('decision_reason', '')), models.Q(('decided_on__isnull', False), ('kind', 'pilot'), models.Q(('decision', ''), _negated=True), models.Q(('decision_reason', ''), _negated=True)), _connector='OR'), name='plan_decided_with_reason', violation_error_message='Über eine Erprobung wird mit Begründung entschieden.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('is_drill', False), ('drawn_at__isnull', False), _connector='OR'), name='plan_drill_was_drawn'),
        ),
        migrations.AddConstraint(
            model_name='pilotvoice',
            constraint=models.UniqueConstraint(fields=('plan', 'sheet'), name='pilot_voice_once_a_sheet'),
        ),
        migrations.AddConstraint(
            model_name='pilotvoice',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['customers', 'staff'])), name='pilot_voice_side_known'),
        ),
        migrations.AddConstraint(
            model_name='pilotvoice',
            constraint=models.CheckConstraint(condition=models.Q(('tone__in', ['positive', 'negative'])), name='pilot_voice_tone_known'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('plan', 'name'), name='milestone_once_a_plan', violation_error_code='name', violation_error_message='Diesen Meilenstein gibt es hier schon.'),
        ),
        migrations.AddConstraint(
            model_name='drawerline',
            constraint=models.CheckConstraint(condition=models.Q(('begins_after__range', (0, 8784))), name='drawer_line_begins'),
        ),
        migrations.AddConstraint(
            model_name='drawerline',
            constraint=models.CheckConstraint(condition=models.Q(('lasts__range', (1, 8784))), name='drawer_line_lasts'),
        ),
    ]
