"""What a team takes along of its plans."""

from django.utils.translation import gettext_lazy as _

from actions.models import Outcome, Priority, Status
from actions.models.saved_view import Page
from actions.my_day.keeping import table as table_of_postponements
from actions.parts.keeping import tables as tables_of_parts
from actions.plans.keeping import NUMBER_OF_PLAN, tables
from actions.reminders.keeping import table as table_of_reminders
from teams.models import Team
from teams.whole_team import NUMBER, Folder, Table
from touchpoints.models import BrandFit


def parts(team: Team) -> list[Table | Folder]:
    """The actions, the plans that hold them, and the filters that people keep of them."""
    return [
        _actions(team),
        *tables(team),
        *tables_of_parts(team),
        table_of_reminders(team),
        table_of_postponements(team),
        _saved_filters(team),
    ]


def _actions(team: Team) -> Table:
    return Table.of(
        "actions",
        _("Maßnahmen"),
        team.actions.order_by("pk"),
        id=NUMBER,
        touchpoint=("touchpoint_id", _("Nummer des Kontaktpunkts")),
        metric=("metric_id", _("Nummer der Kennzahl")),
        plan=("plan_id", NUMBER_OF_PLAN),
        predecessor=("predecessor_id", _("Justiert nach")),
        what=_("Was"),
        why=_("Warum"),
        responsible=("responsible__name", _("Wer")),
        department=("department__name", _("Bereich")),
        with_whom=_("Von außen dabei"),
        starts_on=_("Ab"),
        due_on=_("Bis"),
        promised_on=_("Zugesagt bis"),
        follow_up_on=_("Folgetermin"),
        priority=("priority", _("Priorität"), Priority.choices),
        budget=_("Budget"),
        start_value=_("Startwert"),
        target_value=_("Zielwert"),
        measured_value=_("Gemessener Wert"),
        target_group=_("Zielgruppe"),
        media_use=_("Mediennutzung"),
        region=_("Region"),
        culture=_("Kultur"),
        brand_fit=("brand_fit", _("Passt zur Marke?"), BrandFit.choices),
        status=("status", _("Status"), Status.choices),
        blocked_reason=_("Woran es stockt"),
        help_wanted_at=_("Hilfe gesucht seit"),
        help_words=_("Wobei Hilfe fehlt"),
        outcome=("outcome", _("Wirkung"), Outcome.choices),
        result=_("Ergebnis"),
        done_at=_("erledigt am"),
        settled_at=_("besprochen am"),
        created_at=_("festgehalten am"),
    )


def _saved_filters(team: Team) -> Table:
    return Table.of(
        "saved_filters",
        _("Gespeicherte Filter"),
        team.saved_views.order_by("pk"),
        id=NUMBER,
        name=_("Name"),
        owner=("owner__name", _("Wer")),
        page=("page", _("Ansicht"), Page.choices),
        query=_("Filter"),
        is_shared=_("für das ganze Team"),
        created_at=_("gespeichert am"),
    )
