
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('config', '0002_names_are_told_apart_in_any_letter'),
        ('teams', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Wofür')),
                ('scope', models.CharField(choices=[('read', 'nur lesen'), ('write', 'lesen und schreiben')], default='read', max_length=5, verbose_name='Darf')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to='teams.membership')),
            ],
            options={
                'verbose_name': 'API-Token',
                'verbose_name_plural': 'API-Tokens',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ApiCreation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('fingerprint', models.CharField(max_length=64)),
                ('made', models.PositiveBigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='creations', to='config.apitoken')),
            ],
            options={
                'verbose_name': 'Über die API Erfasstes',
                'verbose_name_plural': 'Über die API Erfasstes',
            },
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['read', 'write'])), name='api_token_scope_known'),
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='api_token_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='apicreation',
            constraint=models.UniqueConstraint(fields=('token', 'key'), name='api_creation_once_a_key'),
        ),
    ]
