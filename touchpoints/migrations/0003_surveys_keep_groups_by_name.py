from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('touchpoints', '0002_depth'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='rating',
            name='rating_by_group',
        ),
        migrations.RemoveField(
            model_name='rating',
            name='department',
        ),
        migrations.AddField(
            model_name='rating',
            name='group',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='Bereich'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='survey',
            name='closed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
