from itertools import count

from django.db import migrations

NAMED = [("teams", "department"), ("touchpoints", "stage"), ("touchpoints", "tag"), ("touchpoints", "touchpoint")]
MAILED = [("teams", "user"), ("teams", "invitation")]


def make_indexes_anew(apps, schema_editor):
    """Indexes of SQLite hold what its own LOWER said, to which Ü was no ü; so names may be there twice."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for named in (*NAMED, *MAILED):
        model = apps.get_model(*named)
        unique = [each for each in model._meta.constraints if getattr(each, "expressions", ())]
        for constraint in unique:
            schema_editor.remove_constraint(model, constraint)  # SQLite calls a row that an index has not, corruption
        if named in NAMED:  # addresses have been kept in small letters from the first day
            tell_apart(model)
        for constraint in unique:
            schema_editor.add_constraint(model, constraint)


def tell_apart(model):
    """The oldest keeps its name, "überweisung" becomes "überweisung (2)"."""
    taken = {(team, name.lower()) for team, name in model.objects.values_list("team", "name")}
    kept = set()
    for row in model.objects.order_by("pk").only("team", "name"):
        if (row.team_id, row.name.lower()) in kept:
            name = next(each for each in numbered(row.name, model) if (row.team_id, each.lower()) not in taken)
            model.objects.filter(pk=row.pk).update(name=name)
            taken.add((row.team_id, name.lower()))
        kept.add((row.team_id, row.name.lower()))


def numbered(name, model):
    longest = model._meta.get_field("name").max_length
    for number in count(2):
        ending = f" ({number})"
        yield name[: longest - len(ending)] + ending


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0001_archives"),
        ("teams", "0001_initial"),
        ("touchpoints", "0012_newest_entries_of_the_history"),
    ]

    operations = [migrations.RunPython(make_indexes_anew, migrations.RunPython.noop)]
