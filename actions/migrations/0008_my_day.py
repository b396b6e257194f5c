import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0007_saved_views'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='help_wanted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='action',
            name='help_wanted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='action',
            name='help_words',
            field=models.CharField(blank=True, max_length=280, verbose_name='Wobei Hilfe fehlt'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='help_wanted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='help_words',
            field=models.CharField(blank=True, max_length=280, verbose_name='Wobei Hilfe fehlt'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('help_wanted_at__isnull', False)), fields=['team'], name='action_help_wanted'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('help_wanted_at__isnull', False), ('help_words', ''), _connector='OR'), name='action_help_words_when_wanted'),
        ),
        migrations.CreateModel(
            name='Postponement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_day', models.DateField(verbose_name='Bisher bis')),
                ('to_day', models.DateField(verbose_name='Jetzt bis')),
                ('reason', models.CharField(max_length=280, verbose_name='Grund')),
                ('at', models.DateTimeField()),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postponements', to='actions.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Verschiebung',
                'verbose_name_plural': 'Verschiebungen',
                'ordering': ['-at', '-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('to_day__gt', models.F('from_day'))), name='postponement_to_later', violation_error_message='Verschoben wird auf einen späteren Tag.'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='postponement_with_reason', violation_error_message='Wer verschiebt, schreibt den Grund dazu.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MailLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('deed', models.CharField(choices=[('done', 'Erledigt'), ('undo', 'Doch nicht erledigt'), ('start', 'Beginnen'), ('go_on', 'Es geht weiter'), ('postpone', 'Verschieben'), ('help', 'Um Hilfe bitten'), ('take_back', 'Hilfe nicht mehr nötig'), ('lend_a_hand', 'Ich helfe'), ('settle', 'Was wurde daraus?')], max_length=11)),
                ('used_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actions.action')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Benutzter Link',
                'verbose_name_plural': 'Benutzte Links',
                'constraints': [models.CheckConstraint(condition=models.Q(('deed__in', ['done', 'undo', 'start', 'go_on', 'postpone', 'help', 'take_back', 'lend_a_hand', 'settle'])), name='mail_link_deed_known')],
            },
        ),
    ]
