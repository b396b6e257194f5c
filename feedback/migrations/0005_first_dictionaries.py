from django.db import migrations

from feedback.topics import ready_made


def give_dictionaries(apps, schema_editor):
    """Teams that were there before the dictionary was begin with ours, as new ones do."""
    Team, Topic = apps.get_model("teams", "Team"), apps.get_model("feedback", "Topic")
    Term, ToneWord = apps.get_model("feedback", "Term"), apps.get_model("feedback", "ToneWord")
    teams = Team.objects.filter(topics=None, tone_words=None)
    for team in teams.order_by("pk").iterator(chunk_size=100):
        for known in ready_made.topics():
            topic = Topic.objects.create(team=team, name=known["name"][team.language])
            Term.objects.bulk_create(
                Term(topic=topic, text=text, language=language)
                for language, texts in known["words"].items()
                for text in texts
            )
        ToneWord.objects.bulk_create(
            ToneWord(team=team, text=text, language=language, tone=tone)
            for language, tones in ready_made.tone().items()
            for tone, texts in tones.items()
            for text in texts
        )


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0004_dictionaries'),
    ]

    operations = [
        migrations.RunPython(give_dictionaries, migrations.RunPython.noop),
    ]
