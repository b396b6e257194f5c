import django.db.models.deletion
from django.db import migrations, models

TABLE = "touchpoints_baseline"
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
    trigger(schema_editor, "baseline_is_frozen", FROZEN)


def thaw_as_before(apps, schema_editor):
    drop(schema_editor, "baseline_is_frozen")


def freeze(apps, schema_editor):
    """A department that ends goes out of its baselines, but no other takes its place."""
    trigger(schema_editor, "baseline_is_frozen", f"{FROZEN}, source")
    trigger(schema_editor, "baseline_keeps_department", "department_id", "WHEN (NEW.department_id IS NOT NULL)")


def thaw(apps, schema_editor):
    drop(schema_editor, "baseline_is_frozen")
    drop(schema_editor, "baseline_keeps_department")


def find_voices(apps, schema_editor):
    """Who spoke in a baseline stands in the reading that it was frozen from, where one is left and no other is like it."""
    Baseline, Reading = apps.get_model("touchpoints", "Baseline"), apps.get_model("touchpoints", "Reading")
    for baseline in Baseline.objects.all():
        alike = Reading.objects.filter(
            metric=baseline.metric_id, measured_on=baseline.measured_on, value=baseline.value, n=baseline.n
        )
        voices = set(alike.order_by().values_list("source", "department"))
        if len(voices) == 1:
            source, department = voices.pop()
            Baseline.objects.filter(pk=baseline.pk).update(source=source, department=department)
    if schema_editor.connection.vendor == "postgresql":  # a table with unchecked keys takes no triggers
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    """SQLite rebuilds the table for a new column and drops its triggers with it, so they go first and come back last."""

    dependencies = [("touchpoints", "0009_surveys_close_at_a_moment")]

    operations = [
        migrations.RunPython(thaw_as_before, freeze_as_before),
        migrations.AddField(
            model_name="baseline",
            name="source",
            field=models.CharField(
                blank=True,
                choices=[
                    ("customers", "Kundinnen und Kunden"),
                    ("staff", "Mitarbeitende"),
                    ("own_count", "selbst gezählt"),
                    ("mystery", "Testkauf"),
                ],
                default="",
                max_length=9,
                verbose_name="Quelle",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="baseline",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="teams.department",
                verbose_name="Bereich",
            ),
        ),
        migrations.AddConstraint(
            model_name="baseline",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["", "customers", "staff", "own_count", "mystery"])),
                name="baseline_source_known",
            ),
        ),
        migrations.RunPython(find_voices, migrations.RunPython.noop),
        migrations.RunPython(freeze, thaw),
    ]
