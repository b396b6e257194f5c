from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('touchpoints', '0005_import_runs_count_and_go_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='visit',
            name='sheet',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('checklist', 'sheet'), name='visit_once_a_sheet'),
        ),
    ]
