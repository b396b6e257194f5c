"""The page of one voice: what was said, what it is, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import speaking
from feedback.models import Feedback, Polarity, RecoveryCase
from feedback.workspaces import recovery
from feedback.workspaces.forms import AnswerForm, CaseForm, CloseForm, NoteForm, PlaceForm, PraiseForm
from feedback.workspaces.splitting import parts_of
from teams.access import TeamRequest

TEMPLATE = "feedback/workspaces/voice.html"
LONGEST_OCCASION = 400
"""Characters of the words that go along to a round."""

KNOWN = (
    "touchpoint",
    "reason",
    "contact",
    "case",
    "case__owner",
    "case__closed_by",
    "praise",
    "praise__shown_by",
    "judged_by",
    "recorded_by",
)


def voice_of(request: TeamRequest, pk: int) -> Feedback:
    """One of the team's voices with all that its page says of it, else 404."""
    voice: Feedback = get_object_or_404(request.team.voices.select_related(*KNOWN), pk=pk)
    voice.team = request.team
    return voice


def case_of(request: TeamRequest, pk: int) -> RecoveryCase:
    """The case of one of the team's voices, else 404."""
    case: RecoveryCase = get_object_or_404(request.team.cases.select_related("feedback__contact"), feedback=pk)
    return case


def shown(request: TeamRequest, pk: int, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page; `bound` are forms that did not pass, by name, with what was typed into them."""
    voice, at = voice_of(request, pk), timezone.now()
    context = {**_told(voice), **(_forms(request, voice, at) if request.membership.can_write else {}), **bound}
    return render(request, TEMPLATE, {"voice": voice, "now": at, **context}, status=status)


def _told(voice: Feedback) -> dict[str, Any]:
    case, praise = getattr(voice, "case", None), getattr(voice, "praise", None)
    return {
        "marks": voice.marks.select_related("topic").order_by("topic__name"),
        "contact": getattr(voice, "contact", None),
        "speaker": speaking.persona_of([voice]).get(voice.pk),
        "case": case,
        "is_late": case and case.is_late(timezone.now()),
        "notes": case.notes.select_related("by") if case else [],
        "praise": praise,
        "praised": [*praise.departments.all(), *praise.people.order_by("name")] if praise else [],
        "proposal": _proposal(voice),
        "actions": voice.actions.select_related("responsible").order_by("due_on"),
        "occasion": occasion(voice),
        "is_splittable": len(parts_of(voice.text)) > 1,
    }


def _proposal(voice: Feedback) -> dict[str, Any]:
    """What the dictionary thinks as long as nobody has decided, and the words that led to it."""
    known = voice.proposal or {}
    polarity, words = known.get("polarity"), known.get("words", {})
    if voice.polarity or not (polarity or known.get("touchpoint")):
        return {}
    return {
        "polarity": Polarity(polarity).label if polarity in Polarity.values else "",
        "touchpoint": voice.team.touchpoints.filter(pk=known.get("touchpoint") or 0).first(),
        "words": [*words.get("polarity", []), *words.get("touchpoint", [])],
    }


def _forms(request: TeamRequest, voice: Feedback, at: datetime) -> dict[str, Any]:
    """What the reader may fill in, as far as it fits the voice as it stands."""
    known: dict[str, Any] = {"place_form": PlaceForm(instance=voice, team=request.team)}
    case: RecoveryCase | None = getattr(voice, "case", None)
    if case and case.closed_at is None:
        case.feedback = voice
        known["owner_form"] = CaseForm(instance=case, team=request.team)
        known |= {"note_form": NoteForm(), "answer_form": AnswerForm(instance=case), "close_form": CloseForm()}
    elif case is None and voice.is_negative:
        mine = {"owner": request.user, "due_at": recovery.deadline(request.team, at)}
        known["case_form"] = CaseForm(instance=RecoveryCase(**mine), initial=mine, team=request.team)
    if voice.is_positive:
        repeat = {"repeat": praise.repeat} if (praise := getattr(voice, "praise", None)) else {}
        known["praise_form"] = PraiseForm(initial=repeat, team=request.team)
    return known


def occasion(voice: Feedback) -> str:
    """Why a round should take up the touchpoint: the customer's own words."""
    words = voice.text if len(voice.text) <= LONGEST_OCCASION else f"{voice.text[: LONGEST_OCCASION - 1]}…"
    said = {"words": words, "where": voice.get_via_display(), "day": voice.said_on.strftime("%d.%m.%Y")}
    return _("Kundenstimme (%(where)s, %(day)s): „%(words)s“") % said
