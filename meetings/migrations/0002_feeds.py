import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_initial'),
        ('teams', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('mine', 'Meine Termine'), ('team', 'Alle Termine des Teams')], max_length=4)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to='teams.membership')),
            ],
            options={
                'verbose_name': 'Kalender-Abo',
                'verbose_name_plural': 'Kalender-Abos',
                'constraints': [models.UniqueConstraint(fields=('membership', 'scope'), name='feed_once_a_scope'), models.CheckConstraint(condition=models.Q(('scope__in', ['mine', 'team'])), name='feed_scope_known')],
            },
        ),
    ]
