"""The next sensible step at a touchpoint: the first that is missing, with the one button that leads to its place."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from actions.models import Status as ActionStatus
from meetings.cycle import Standing, Step
from teams.models import Membership
from touchpoints.models import Touchpoint

TO_DO = {
    Step.DOCUMENTED: gettext_lazy("Beschreiben, was man hier heute erlebt."),
    Step.TARGETED: gettext_lazy("Beschreiben, wie es wäre, wenn es richtig gut ist."),
    Step.WAYS_FOUND: gettext_lazy("In einer Runde bessere Wege finden."),
    Step.PLANNED: gettext_lazy("Festhalten, wer was bis wann tut."),
    Step.CARRIED_OUT: gettext_lazy("Zu Ende bringen, was beschlossen ist."),
    Step.MEASURED: gettext_lazy("Messen, was sich geändert hat."),
    Step.OPTIMISED: gettext_lazy("Sagen, was daraus wurde, und nachbessern, wo es nicht reicht."),
    None: gettext_lazy("Einmal ganz herum. Mit der nächsten Runde beginnt es von vorn."),
}
"""What is to do where this step is the first that is missing; None stands for nothing."""


@dataclass(frozen=True)
class Button:
    """A link that does the next step."""

    label: str
    url: str


def button_for(*, touchpoint: Touchpoint, standing: Standing, membership: Membership) -> Button | None:
    """What this person may press to do the next step; None for readers and when all is done."""
    if standing.next is None or not membership.can_write:
        return None
    slug = membership.team.slug
    match standing.next:
        case Step.DOCUMENTED:
            return Button(gettext("Ist beschreiben"), _field(touchpoint, slug, "actual_state"))
        case Step.TARGETED:
            return Button(gettext("Soll beschreiben"), _field(touchpoint, slug, "target_state"))
        case Step.WAYS_FOUND:
            return _round(touchpoint, membership)
        case Step.PLANNED:
            return _new_action(touchpoint, slug)
        case Step.CARRIED_OUT:
            return _open_action(touchpoint, slug) or _measuring(touchpoint, slug)
        case Step.MEASURED:
            return _measuring(touchpoint, slug)
        case _:
            return _answer(touchpoint, membership) or _round(touchpoint, membership)


def _field(touchpoint: Touchpoint, slug: str, name: str) -> str:
    return f"{reverse('touchpoints:edit', args=[slug, touchpoint.pk])}#id_{name}"


def _round(touchpoint: Touchpoint, membership: Membership) -> Button:
    """The round that is on its way already, else a new one; members, who plan none, may record an action."""
    slug = membership.team.slug
    if planned := touchpoint.meetings.ahead(timezone.now()).values_list("pk", flat=True).first():
        return Button(gettext("Runde vorbereiten"), reverse("meetings:detail", args=[slug, planned]))
    if not membership.is_lead:
        return _new_action(touchpoint, slug)
    return Button(gettext("Runde planen"), f"{reverse('meetings:create', args=[slug])}?touchpoint={touchpoint.pk}")


def _new_action(touchpoint: Touchpoint, slug: str) -> Button:
    url = reverse("actions:create", args=[slug])
    return Button(gettext("Maßnahme festhalten"), f"{url}?touchpoint={touchpoint.pk}")


def _open_action(touchpoint: Touchpoint, slug: str) -> Button | None:
    """The one that is due first, unless it has been finished since the standing was told."""
    if action := touchpoint.actions.open().order_by("due_on", "pk").values_list("pk", flat=True).first():
        return Button(gettext("Offene Maßnahme ansehen"), reverse("actions:detail", args=[slug, action]))
    return None


def _measuring(touchpoint: Touchpoint, slug: str) -> Button:
    """A reading, of a metric that an action was to change if there is one; where nothing is measured yet, a metric."""
    metrics = touchpoint.metrics.order_by(F("actions").asc(nulls_last=True), "name")
    if metric := metrics.values_list("pk", flat=True).first():
        url = reverse("touchpoints:record_reading", args=[slug, touchpoint.pk, metric])
        return Button(gettext("Messung festhalten"), url)
    return Button(gettext("Kennzahl anlegen"), reverse("touchpoints:create_metric", args=[slug, touchpoint.pk]))


def _answer(touchpoint: Touchpoint, membership: Membership) -> Button | None:
    """The last finished action, as long as nobody has said whether it works; whoever may not say so may read it."""
    finished = touchpoint.actions.filter(status=ActionStatus.DONE).order_by("-done_at", "-pk").first()
    if finished is None or finished.settled_at:
        return None
    name = "actions:settle" if finished.may_be_changed_by(membership) else "actions:detail"
    return Button(gettext("Was wurde daraus?"), reverse(name, args=[membership.team.slug, finished.pk]))
