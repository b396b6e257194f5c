import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0006_reminders'),
        ('teams', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('page', models.CharField(choices=[('list', 'Tabelle'), ('board', 'Tafel'), ('timeline', 'Zeitleiste'), ('calendar', 'Kalender')], default='list', max_length=8)),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('is_shared', models.BooleanField(default=False, verbose_name='Für das ganze Team')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('owner', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='teams.team')),
            ],
            options={
                'verbose_name': 'Gespeicherter Filter',
                'verbose_name_plural': 'Gespeicherte Filter',
                'ordering': ['name', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('team', 'owner', 'name'), name='saved_view_name_once', violation_error_code='name', violation_error_message='Unter diesem Namen ist schon ein Filter gespeichert.'),
                    models.CheckConstraint(condition=models.Q(('page__in', ['list', 'board', 'timeline', 'calendar'])), name='saved_view_page_known'),
                    models.CheckConstraint(condition=models.Q(('owner__isnull', False), ('is_shared', True), _connector='OR'), name='saved_view_is_somebodys', violation_error_message='Ein Filter gehört jemandem oder dem Team.'),
                ],
            },
        ),
        migrations.RemoveIndex(
            model_name='action',
            name='action_follow_up',
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['team', 'follow_up_on', 'status'], name='action_follow_up'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['team', 'responsible', 'status', 'due_on'], name='action_of_person'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['team', 'department', 'status', 'due_on'], name='action_of_department'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['team', 'touchpoint', 'status', 'due_on'], name='action_at_touchpoint'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['team', 'plan', 'status', 'due_on'], name='action_of_plan'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['team', 'starts_on'], name='action_start'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['team', 'done_at'], name='action_done'),
        ),
    ]
