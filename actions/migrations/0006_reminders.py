import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0005_plans'),
        ('teams', '0003_working_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReminderWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unwanted', models.JSONField(default=list)),
                ('at_time', models.TimeField(default=datetime.time(8, 0), verbose_name='Uhrzeit')),
                ('rests', models.BooleanField(default=True, verbose_name='An Wochenenden und Feiertagen ist Ruhe')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_wish', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Wunsch zu Erinnerungen',
                'verbose_name_plural': 'Wünsche zu Erinnerungen',
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assigned', 'Neu zugeteilt'), ('due_soon', 'Bald fällig'), ('due_today', 'Heute fällig'), ('overdue', 'Überfällig'), ('follow_up', 'Folgetermin'), ('before_round', 'Vor einer Runde'), ('escalation', 'Überfällig im Team'), ('digest', 'Wochenüberblick')], max_length=12)),
                ('day', models.DateField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'wartet'), ('sent', 'verschickt'), ('needless', 'nicht mehr nötig'), ('unwanted', 'nicht gewünscht')], default='waiting', max_length=8)),
                ('handled_at', models.DateTimeField(null=True)),
                ('letter_key', models.CharField(blank=True, max_length=120)),
                ('action', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='actions.action')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='teams.team')),
            ],
            options={
                'verbose_name': 'Erinnerung',
                'verbose_name_plural': 'Erinnerungen',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['team', 'person', 'due_at'], name='reminder_waiting')],
                'constraints': [models.UniqueConstraint(fields=('action', 'person', 'kind', 'day'), name='reminder_once'), models.UniqueConstraint(condition=models.Q(('action', None)), fields=('team', 'person', 'day'), name='reminder_digest_once'), models.CheckConstraint(condition=models.Q(models.Q(('action', None), ('kind', 'digest')), models.Q(('action__isnull', False), models.Q(('kind', 'digest'), _negated=True)), _connector='OR'), name='reminder_digest_without_action'), models.CheckConstraint(condition=models.Q(('kind__in', ['assigned', 'due_soon', 'due_today', 'overdue', 'follow_up', 'before_round', 'escalation', 'digest'])), name='reminder_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('handled_at', None), ('state', 'waiting')), models.Q(('handled_at__isnull', False), ('state__in', ['sent', 'needless', 'unwanted'])), _connector='OR'), name='reminder_handled_or_waiting')],
            },
        ),
    ]
