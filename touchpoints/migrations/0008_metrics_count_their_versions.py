from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('touchpoints', '0007_readings_are_found_by_day'),
    ]

    operations = [
        migrations.AddField(
            model_name='metric',
            name='version',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
