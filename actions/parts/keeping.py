"""What is kept in the parts of actions: of a person, for the person to see; of a team, for the team to take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from actions.models import ActionFile, Case, Comment, Expense, Scenario, Step
from teams.models import Team, User
from teams.whole_team import NUMBER, Folder, Table

NUMBER_OF_ACTION = _("Nummer der Maßnahme")
OF_ACTION = ("action_id", NUMBER_OF_ACTION)


def about(user: User) -> dict[str, Any]:
    """What the person said, ticked, added and spent, and where they help or were named."""
    comments = Comment.objects.select_related("action__team").order_by("pk")
    steps = Step.objects.filter(done_by=user).select_related("action__team").order_by("pk")
    files = ActionFile.objects.filter(added_by=user).select_related("action__team").defer("content").order_by("pk")
    expenses = Expense.objects.filter(recorded_by=user).select_related("action__team").order_by("pk")
    return {
        "helps_with": [
            {"team": action.team.name, "what": action.what}
            for action in user.helps_with.select_related("team").order_by("pk")
        ],
        "comments": [
            _at(comment) | {"text": comment.text, "at": comment.at} for comment in comments.filter(author=user)
        ],
        "named_in_comments": [_at(comment) | {"at": comment.at} for comment in comments.filter(mentions=user)],
        "ticked_steps": [_at(step) | {"step": step.text, "at": step.done_at} for step in steps],
        "files": [_at(file) | {"name": file.name, "at": file.added_at} for file in files],
        "recorded_expenses": [
            _at(expense) | {"amount": expense.amount, "on": expense.spent_on, "note": expense.note}
            for expense in expenses
        ],
    }


def _at(part: Any) -> dict[str, Any]:
    return {"team": part.action.team.name, "action": part.action.what}


def tables(team: Team) -> list[Table | Folder]:
    """Checklists, comments, expenses, scenarios and files of the team's actions."""
    return [
        _steps(team),
        _comments(team),
        _expenses(team),
        _scenarios(team),
        _helpers(team),
        _list_of_files(team),
        _files(team),
    ]


def _steps(team: Team) -> Table:
    return Table.of(
        "action_steps",
        _("Checklisten der Maßnahmen"),
        Step.objects.filter(action__team=team).order_by("action_id", "position", "pk"),
        action=OF_ACTION,
        text=_("Schritt"),
        done_at=_("erledigt am"),
        done_by=("done_by__name", _("von wem")),
    )


def _comments(team: Team) -> Table:
    return Table.of(
        "action_comments",
        _("Kommentare zu Maßnahmen"),
        Comment.objects.filter(action__team=team).order_by("pk"),
        action=OF_ACTION,
        author=("author__name", _("Wer")),
        text=_("Kommentar"),
        at=_("geschrieben am"),
        edited_at=_("geändert am"),
    )


def _expenses(team: Team) -> Table:
    return Table.of(
        "action_expenses",
        _("Ausgaben für Maßnahmen"),
        Expense.objects.filter(action__team=team).order_by("pk"),
        action=OF_ACTION,
        spent_on=_("Am"),
        amount=_("Betrag in der Währung des Teams; was zurückkam, ist negativ"),
        note=_("Wofür"),
        recorded_by=("recorded_by__name", _("Festgehalten von")),
    )


def _scenarios(team: Team) -> Table:
    return Table.of(
        "action_scenarios",
        _("Szenarien der Maßnahmen"),
        Scenario.objects.filter(action__team=team).order_by("action_id", "pk"),
        action=OF_ACTION,
        case=("case", _("Fall"), Case.choices),
        ends_on=_("Fertig am"),
        cost=_("Kosten"),
        effect=_("Wirkung in der Einheit der Kennzahl"),
        trigger=_("Woran es zu merken ist"),
        plan_b=_("Plan B"),
    )


def _helpers(team: Team) -> Table:
    return Table.of(
        "action_helpers",
        _("wer aus dem Team bei Maßnahmen hilft"),
        team.actions.exclude(helpers=None).order_by("pk", "helpers__pk"),
        action=("pk", NUMBER_OF_ACTION),
        helper=("helpers__name", _("Wer")),
    )


def _list_of_files(team: Team) -> Table:
    return Table.of(
        "action_files",
        _("Dateien an Maßnahmen"),
        ActionFile.objects.filter(action__team=team).order_by("pk"),
        id=NUMBER,
        action=OF_ACTION,
        name=_("Datei"),
        added_at=_("angehängt am"),
        added_by=("added_by__name", _("von wem")),
    )


def _files(team: Team) -> Folder:
    def files() -> Iterator[tuple[str, bytes]]:
        for file in ActionFile.objects.filter(action__team=team).order_by("pk").iterator(chunk_size=1):
            yield f"{file.pk}-{get_valid_filename(file.name)}", bytes(file.content)

    return Folder("action_files", _("Dateien an Maßnahmen; vorn im Namen steht ihre Nummer"), files)
