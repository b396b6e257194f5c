from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("touchpoints", "0011_histories_of_what_hangs_on_touchpoints")]

    operations = [
        migrations.AddIndex(
            model_name="historicaltouchpoint",
            index=models.Index(fields=["team", "history_id"], name="touchpoint_newest_entries"),
        ),
    ]
