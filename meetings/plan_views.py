"""Pages around a round before it starts and after it ends: the list, planning, preparing, cancelling."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import inviting, planning
from meetings.calendar import Method, calendar_file, file_name
from meetings.errors import RuleBroken
from meetings.forms import OccasionForm, RoundForm
from meetings.history import with_decisions
from meetings.models import Meeting, Phase
from meetings.reading import Record
from teams.access import TeamRequest, everyone, leads, writers
from teams.forms import confirm_page, form_page
from teams.wording import cleaned

PAGE_SIZE = 20


def refusals_told[**P](
    view: Callable[Concatenate[TeamRequest, P], HttpResponse],
) -> Callable[Concatenate[TeamRequest, P], HttpResponse]:
    """What a deed refuses, because somebody else was faster, becomes a message above the list of rounds."""

    @wraps(view)
    def told(request: TeamRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:list", request.team.slug)

    return told


def may_plan(request: TeamRequest, meeting: Meeting) -> bool:
    """Leads plan every round, moderators their own."""
    return request.membership.is_lead or (request.membership.can_write and meeting.moderator_id == request.user.pk)


def _plannable(request: TeamRequest, pk: int) -> Meeting:
    """A round that has not started, for those who may plan it."""
    meeting = get_object_or_404(request.team.meetings.planned().select_related("team", "touchpoint", "series"), pk=pk)
    if not may_plan(request, meeting):
        raise PermissionDenied
    return meeting


@require_safe
@everyone
def rounds(request: TeamRequest) -> HttpResponse:
    """All rounds of the team: under way, left alone, planned, missed, past."""
    at = timezone.now()
    meetings = request.team.meetings.select_related("touchpoint", "series", "moderator")
    past = with_decisions(meetings.closed()).order_by("-starts_at")
    context = {
        "now": at,
        "under_way": meetings.under_way(at),
        "abandoned": meetings.abandoned(at),
        "planned": meetings.coming(at),
        "missed": meetings.planned().missed(at).order_by("-starts_at"),
        "past": Paginator(past, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "meetings/list.html", context)


@require_safe
@everyone
def detail(request: TeamRequest, pk: int) -> HttpResponse:
    """One round: how to prepare for it, and its record when it is closed."""
    seen = request.team.meetings.select_related("team", "touchpoint__stage", "series", "moderator", "deputy")
    meeting = get_object_or_404(seen, pk=pk)
    if meeting.phase == Phase.CLOSED:
        return _record(request, meeting)
    earlier = with_decisions(request.team.meetings.closed().exclude(pk=pk)).order_by("-starts_at")
    open_actions = request.team.actions.open().select_related("responsible")
    context = {
        "meeting": meeting,
        "may_plan": may_plan(request, meeting),
        "people": meeting.participants.filter(removed_at=None).order_by("name"),
        "earlier": earlier.filter(touchpoint=meeting.touchpoint)[:6] if meeting.touchpoint else [],
        "open_actions": open_actions.filter(touchpoint=meeting.touchpoint) if meeting.touchpoint else [],
    }
    return render(request, "meetings/detail.html", context)


def _record(request: TeamRequest, meeting: Meeting) -> HttpResponse:
    """A closed round: its minutes with what was added, and the round that follows."""
    context = {
        "meeting": meeting,
        "record": Record(meeting.minutes),
        "addenda": meeting.minutes.addenda.all(),
        "following": request.team.meetings.coming(timezone.now()).select_related("touchpoint").first(),
    }
    return render(request, "meetings/record.html", context)


@leads
@refusals_told
def create(request: TeamRequest) -> HttpResponse:
    """Plan a round; `?touchpoint=` proposes one, `?occasion=` what has happened there."""
    form = RoundForm(
        request.POST or None,
        team=request.team,
        moderator=request.user,
        initial={
            "touchpoint": request.GET.get("touchpoint", ""),
            "what_happened": cleaned(request.GET.get("occasion", "")),
            "starts_at": planning.usual_start(request.team, timezone.now()),
        },
    )
    if request.method == "POST" and form.is_valid():
        meeting = planning.plan(team=request.team, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Die Runde ist geplant, die Einladungen sind unterwegs."))
        return redirect(meeting)
    return form_page(request, "meetings/form.html", form)


@writers
@refusals_told
def edit(request: TeamRequest, pk: int) -> HttpResponse:
    """Change a planned round; whoever has it in the calendar gets the change."""
    meeting = _plannable(request, pk)
    people = list(inviting.invited_users(meeting))
    form = RoundForm(request.POST or None, instance=meeting, team=request.team, people=people)
    if request.method == "POST" and form.is_valid():
        planning.change(meeting=meeting, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Gespeichert. Wer den Termin im Kalender hat, bekommt die Änderung."))
        return redirect(meeting)
    return form_page(request, "meetings/form.html", form, meeting=meeting)


@writers
@refusals_told
def occasion(request: TeamRequest, pk: int) -> HttpResponse:
    """Tell what happened at the touchpoint, as everyone may who prepares."""
    meeting = get_object_or_404(request.team.meetings.unfinished().select_related("team", "touchpoint"), pk=pk)
    form = OccasionForm(request.POST or None, instance=meeting, team=request.team)
    if request.method == "POST" and form.is_valid():
        planning.write_occasion(meeting=meeting, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Der Anlass ist festgehalten."))
        return redirect(meeting)
    return form_page(request, "meetings/occasion.html", form, meeting=meeting)


def _consequences_of_cancelling(meeting: Meeting) -> str:
    told = _("Alle Eingeladenen bekommen eine Absage, der Termin verschwindet aus ihren Kalendern.")
    if meeting.series is None or not meeting.series.is_active:
        return told
    moving_on = _("Der Kontaktpunkt wandert zum nächsten Termin der Serie.")
    return f"{told} {moving_on}"


@writers
@refusals_told
def cancel(request: TeamRequest, pk: int) -> HttpResponse:
    """Call a planned round off, asked once."""
    meeting = _plannable(request, pk)
    if request.method == "POST":
        following = planning.cancel(meeting=meeting, at=timezone.now())
        messages.success(request, _("Abgesagt. Alle Eingeladenen bekommen Bescheid."))
        return redirect(following or "meetings:list", *([] if following else [request.team.slug]))
    return confirm_page(
        request,
        _("„%(round)s“ absagen?") % {"round": meeting},
        consequences=_consequences_of_cancelling(meeting),
        action=_("Runde absagen"),
        cancel_url=meeting.get_absolute_url(),
    )


@require_safe
@everyone
def calendar(request: TeamRequest, pk: int) -> HttpResponse:
    """The round as a file for one's own calendar."""
    meeting = get_object_or_404(request.team.meetings.select_related("team", "touchpoint"), pk=pk)
    method = Method.CANCEL if meeting.phase == Phase.CANCELLED else Method.PUBLISH
    content = calendar_file(meeting=meeting, people=inviting.invited_users(meeting), method=method, at=timezone.now())
    disposition = {"Content-Disposition": f'attachment; filename="{file_name(meeting)}"'}
    return HttpResponse(content, content_type=f"text/calendar; charset=utf-8; method={method}", headers=disposition)
