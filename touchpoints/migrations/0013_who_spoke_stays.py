import django.db.models.deletion
from django.db import migrations, models

TABLE = "touchpoints_baseline"
VOICE = "source, department_id"
FROZEN = "metric_id, value, low, high, n, measured_on, set_at, reason"
"""What 0004 froze."""

RAISE = {
    "sqlite": "BEGIN SELECT RAISE(ABORT, 'a baseline is never changed'); END",
    "postgresql": "EXECUTE FUNCTION baseline_is_frozen()",
}
DROP = {"sqlite": "DROP TRIGGER {name}", "postgresql": f"DROP TRIGGER {{name}} ON {TABLE}"}


def trigger(schema_editor, name, columns, condition=""):
    vendor = schema_editor.connection.vendor
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {TABLE} FOR EACH ROW {condition} {RAISE[vendor]}",
        params=None,
    )


def drop(schema_editor, name):
    schema_editor.execute(DROP[schema_editor.connection.vendor].format(name=name), params=None)


def freeze_as_before(apps, schema_editor):
    trigger(schema_editor, "baseline_is_frozen", f"{FROZEN}, source")
    trigger(schema_editor, "baseline_keeps_department", "department_id", "WHEN (NEW.department_id IS NOT NULL)")


def thaw_as_before(apps, schema_editor):
    drop(schema_editor, "baseline_is_frozen")
    drop(schema_editor, "baseline_keeps_department")


def freeze(apps, schema_editor):
    """A department that baselines name does not end, so nothing of who spoke ever changes."""
    trigger(schema_editor, "baseline_is_frozen", f"{FROZEN}, {VOICE}")


def thaw(apps, schema_editor):
    drop(schema_editor, "baseline_is_frozen")


def department():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.RESTRICT,
        related_name="+",
        to="teams.department",
        verbose_name="Bereich",
    )


class Migration(migrations.Migration):
    """SQLite drops triggers where it rebuilds a table, so they go first and come back last."""

    dependencies = [("touchpoints", "0012_newest_entries_of_the_history")]

    operations = [
        migrations.RunPython(thaw_as_before, freeze_as_before),
        migrations.AlterField(model_name="baseline", name="department", field=department()),
        migrations.AlterField(model_name="reading", name="department", field=department()),
        migrations.RunPython(freeze, thaw),
    ]
