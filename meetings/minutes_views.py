"""The minutes on the screen: the preview before closing, the PDF after it, and dated addenda."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from meetings import addenda
from meetings.minutes import content_of
from meetings.minutes_forms import AddendumForm
from meetings.models import Meeting, Minutes, Phase
from meetings.printing import file_name
from meetings.reading import Record
from teams.access import GuestRequest, TeamRequest, everyone, open_to, writers
from teams.forms import form_page
from teams.middleware import GUEST_SESSION_KEY
from teams.models import Role
from teams.pdf import pdf_response, print_template


def _visible_meeting(request: GuestRequest, pk: int) -> Meeting:
    """The round if the person belongs to the team or is its guest; otherwise it does not exist for them."""
    meeting = get_object_or_404(
        request.team.meetings.select_related("team", "touchpoint", "series", "moderator"), pk=pk
    )
    seat = request.session.get(GUEST_SESSION_KEY, {}).get(str(pk))
    if request.membership is None and not meeting.participants.in_room().filter(pk=seat, is_guest=True).exists():
        raise Http404
    return meeting


def _minutes_of(meeting: Meeting) -> Minutes:
    if meeting.phase != Phase.CLOSED:
        raise Http404
    return meeting.minutes


def _waiting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """While the worker is printing: a page that comes back by itself."""
    return render(request, "meetings/minutes_waiting.html", {"meeting": meeting}, status=HTTPStatus.ACCEPTED)


@require_safe
@open_to(Role.LEAD, Role.MEMBER, Role.READER, guests=True)
def pdf(request: GuestRequest, pk: int) -> HttpResponse:
    """The printed minutes; while the worker is at it, a page that comes back by itself."""
    meeting = _visible_meeting(request, pk)
    minutes = _minutes_of(meeting)
    if minutes.pdf is None:
        return _waiting(request, meeting)
    return pdf_response(bytes(minutes.pdf), file_name(minutes))


@require_safe
@open_to(Role.LEAD, Role.MEMBER, guests=True)
def preview(request: GuestRequest, pk: int) -> HttpResponse:
    """What the minutes would say if the round closed now. Nothing sealed is in it, whoever asks."""
    meeting = _visible_meeting(request, pk)
    if not meeting.is_running:
        return redirect(meeting)
    content = content_of(meeting, timezone.now())
    record = Record(Minutes(meeting=meeting, content=content, language=meeting.team.language))
    return render(request, "meetings/minutes_preview.html", {"meeting": meeting, "record": record})


@writers
def add_addendum(request: TeamRequest, pk: int) -> HttpResponse:
    """Write a dated correction under the minutes."""
    meeting = get_object_or_404(request.team.meetings.closed(), pk=pk)
    form = AddendumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        addenda.add(minutes=meeting.minutes, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        return redirect(f"{meeting.get_absolute_url()}#addenda")
    return form_page(request, "meetings/addendum_form.html", form, meeting=meeting)


@require_safe
@everyone
def addenda_pdf(request: TeamRequest, pk: int) -> HttpResponse:
    """The addenda as a sheet to file behind the minutes, naming the hash of what they correct once that is printed."""
    meeting = get_object_or_404(request.team.meetings.closed().select_related("team"), pk=pk)
    if meeting.minutes.pdf is None:
        return _waiting(request, meeting)
    context = {"record": Record(meeting.minutes), "addenda": meeting.minutes.addenda.all()}
    with translation.override(meeting.minutes.language):
        name = translation.gettext("Nachtrag")
    return pdf_response(
        print_template("meetings/addenda_pdf.html", context, language=meeting.minutes.language),
        f"{name}-{file_name(meeting.minutes)}",
    )


@require_safe
@open_to(Role.LEAD, Role.MEMBER)
def blank_cards(request: TeamRequest, pk: int) -> HttpResponse:
    """Blank cards to cut out, for a round on paper."""
    meeting = get_object_or_404(request.team.meetings.select_related("team"), pk=pk)
    context = {"meeting": meeting, "cards": range(8)}
    return pdf_response(
        print_template("meetings/blank_cards_pdf.html", context, language=meeting.team.language), "cards.pdf"
    )


@require_safe
@open_to(Role.LEAD, Role.MEMBER)
def tally_sheet(request: TeamRequest, pk: int) -> HttpResponse:
    """A sheet for counting the votes of a round on paper, with the rule on it."""
    meeting = get_object_or_404(request.team.meetings.select_related("team", "moderator"), pk=pk)
    voters = meeting.participants.filter(removed_at=None).exclude(user=meeting.moderator)
    context = {"meeting": meeting, "voters": voters, "rows": range(9)}
    return pdf_response(
        print_template("meetings/tally_sheet_pdf.html", context, language=meeting.team.language), "tally.pdf"
    )
