import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actions', '0003_actions_that_get_done'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Datei')),
                ('content_type', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('added_at', models.DateTimeField()),
                ('sheet', models.UUIDField(editable=False, null=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='actions.action')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Datei',
                'verbose_name_plural': 'Dateien',
                'ordering': ['added_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('action', 'sheet'), name='file_once_a_sheet', violation_error_message='Das ist schon angekommen.')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='Kommentar')),
                ('at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(editable=False, null=True)),
                ('sheet', models.UUIDField(editable=False, null=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='actions.action')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentions', models.ManyToManyField(editable=False, related_name='mentioned_in', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Kommentar',
                'verbose_name_plural': 'Kommentare',
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['action', 'at'], name='comment_talk')],
                'constraints': [models.UniqueConstraint(fields=('action', 'sheet'), name='comment_once_a_sheet', violation_error_message='Das ist schon angekommen.')],
            },
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spent_on', models.DateField(verbose_name='Am')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='Betrag')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='Wofür')),
                ('recorded_at', models.DateTimeField()),
                ('sheet', models.UUIDField(editable=False, null=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expenses', to='actions.action')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Ausgabe',
                'verbose_name_plural': 'Ausgaben',
                'ordering': ['spent_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('action', 'sheet'), name='expense_once_a_sheet', violation_error_message='Das ist schon angekommen.'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='expense_is_an_amount', violation_error_code='amount', violation_error_message='Null ist kein Betrag.')],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.CharField(choices=[('best', 'bester Fall'), ('realistic', 'realistischer Fall'), ('worst', 'schlimmster Fall')], max_length=9, verbose_name='Fall')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Fertig am')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Kosten')),
                ('effect', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name='Wirkung')),
                ('trigger', models.CharField(blank=True, max_length=280, verbose_name='Woran es zu merken ist')),
                ('plan_b', models.TextField(blank=True, max_length=1000, verbose_name='Plan B')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='actions.action')),
            ],
            options={
                'verbose_name': 'Szenario',
                'verbose_name_plural': 'Szenarien',
                'constraints': [models.UniqueConstraint(fields=('action', 'case'), name='scenario_once_a_case', violation_error_message='Diesen Fall gibt es schon.'), models.CheckConstraint(condition=models.Q(('case__in', ['best', 'realistic', 'worst'])), name='scenario_case_known'), models.CheckConstraint(condition=models.Q(('cost', None), ('cost__gte', 0), _connector='OR'), name='scenario_cost_not_negative', violation_error_code='cost', violation_error_message='Kosten sind nicht negativ.')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='Schritt')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('sheet', models.UUIDField(editable=False, null=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='actions.action')),
                ('done_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Schritt',
                'verbose_name_plural': 'Schritte',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('action', 'sheet'), name='step_once_a_sheet', violation_error_message='Das ist schon angekommen.')],
            },
        ),
    ]
