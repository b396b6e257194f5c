from django.db import migrations

TABLE = "journeys_snapshot"
FROZEN = "journey_id, name, taken_at, content"
"""Everything but who took it: that goes when the person's account does."""

CREATE = {
    "sqlite": f"""
        CREATE TRIGGER snapshot_is_frozen BEFORE UPDATE OF {FROZEN} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'a snapshot is never changed'); END
    """,
    "postgresql": f"""
        CREATE FUNCTION snapshot_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a snapshot is never changed' USING ERRCODE = 'check_violation'; END $$;
        CREATE TRIGGER snapshot_is_frozen BEFORE UPDATE OF {FROZEN} ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION snapshot_is_frozen()
    """,
}
DROP = {
    "sqlite": "DROP TRIGGER snapshot_is_frozen",
    "postgresql": f"DROP TRIGGER snapshot_is_frozen ON {TABLE}; DROP FUNCTION snapshot_is_frozen()",
}


def freeze(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor], params=None)


def thaw(apps, schema_editor):
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    """What a snapshot holds is held by the database itself.

    SQLite drops triggers when a later migration rebuilds the table: such a migration puts this one's back.
    """

    dependencies = [("journeys", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
