from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("touchpoints", "0010_baselines_know_who_spoke")]

    operations = [
        migrations.AddIndex(
            model_name="historicaltouchpoint",
            index=models.Index(fields=["team", "history_id"], name="touchpoint_newest_entries"),
        ),
    ]
