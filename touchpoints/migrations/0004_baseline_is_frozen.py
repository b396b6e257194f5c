from django.db import migrations

TABLE = "touchpoints_baseline"
FROZEN = "metric_id, value, low, high, n, measured_on, set_at, reason"
"""Everything but who set it: that goes when the person's account does."""

CREATE = {
    "sqlite": f"""
        CREATE TRIGGER baseline_is_frozen BEFORE UPDATE OF {FROZEN} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END
    """,
    "postgresql": f"""
        CREATE FUNCTION baseline_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a baseline is never changed' USING ERRCODE = 'check_violation'; END $$;
        CREATE TRIGGER baseline_is_frozen BEFORE UPDATE OF {FROZEN} ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION baseline_is_frozen()
    """,
}
DROP = {
    "sqlite": "DROP TRIGGER baseline_is_frozen",
    "postgresql": f"DROP TRIGGER baseline_is_frozen ON {TABLE}; DROP FUNCTION baseline_is_frozen()",
}


def freeze(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor], params=None)


def thaw(apps, schema_editor):
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    """A baseline's value is held by the database itself.

    SQLite drops triggers when a later migration rebuilds the table: such a migration puts this one's back.
    """

    dependencies = [("touchpoints", "0003_surveys_keep_groups_by_name")]

    operations = [migrations.RunPython(freeze, thaw)]
