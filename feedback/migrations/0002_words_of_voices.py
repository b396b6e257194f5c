"""The index of the words of all voices. The database keeps it itself, whoever writes a voice and however it goes.

PostgreSQL has a column that it makes of the text; SQLite has a table of FTS5, which triggers fill with the stems that
`config.sqlite` makes for them.
"""

from django.db import migrations

LAID = {
    "postgresql": (
        "CREATE TEXT SEARCH DICTIONARY voice_german (TEMPLATE = snowball, LANGUAGE = german)",
        "CREATE TEXT SEARCH CONFIGURATION voices (COPY = pg_catalog.german)",
        "ALTER TEXT SEARCH CONFIGURATION voices ALTER MAPPING REPLACE pg_catalog.german_stem WITH voice_german",
        # Signs become blanks: what they join would be read as one address, file or number.
        r"ALTER TABLE feedback_feedback ADD COLUMN stems tsvector GENERATED ALWAYS AS "
        r"(to_tsvector('voices', regexp_replace(text, '[!-/:-@[-`{-~]+', ' ', 'g'))) STORED",
        "CREATE INDEX feedback_stems ON feedback_feedback USING gin (stems)",
    ),
    "sqlite": (
        # Neither where in the text nor how often: nobody asks for that.
        "CREATE VIRTUAL TABLE feedback_stems USING "
        "fts5(stems, detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 0')",
        "INSERT INTO feedback_stems (rowid, stems) SELECT id, voice_stems(text) FROM feedback_feedback",
        "CREATE TRIGGER feedback_stems_add AFTER INSERT ON feedback_feedback BEGIN "
        "INSERT INTO feedback_stems (rowid, stems) VALUES (new.id, voice_stems(new.text)); END",
        "CREATE TRIGGER feedback_stems_renew AFTER UPDATE OF text ON feedback_feedback BEGIN "
        "UPDATE feedback_stems SET stems = voice_stems(new.text) WHERE rowid = new.id; END",
        "CREATE TRIGGER feedback_stems_forget AFTER DELETE ON feedback_feedback BEGIN "
        "DELETE FROM feedback_stems WHERE rowid = old.id; END",
    ),
}
TAKEN_UP = {
    "postgresql": (
        "ALTER TABLE feedback_feedback DROP COLUMN stems",
        "DROP TEXT SEARCH CONFIGURATION voices",
        "DROP TEXT SEARCH DICTIONARY voice_german",
    ),
    "sqlite": (
        "DROP TRIGGER feedback_stems_add",
        "DROP TRIGGER feedback_stems_renew",
        "DROP TRIGGER feedback_stems_forget",
        "DROP TABLE feedback_stems",
    ),
}


def lay(apps, schema_editor):
    for statement in LAID[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def take_up(apps, schema_editor):
    for statement in TAKEN_UP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]

    operations = [migrations.RunPython(lay, take_up)]
