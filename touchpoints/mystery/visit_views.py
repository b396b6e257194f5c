"""Visits: what a tester saw, typed in on the phone, and the page that tells it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, posted
from touchpoints.models import Checklist, Finding, Visit
from touchpoints.mystery import visiting
from touchpoints.mystery.checklists import checklists_of
from touchpoints.mystery.forms import VisitForm


@writers
def create(request: TeamRequest, checklist: int) -> HttpResponse:
    """The form of a visit."""
    found = get_object_or_404(checklists_of(request.team), pk=checklist)
    today = request.team.today(timezone.now())
    form = VisitForm(posted(request), checklist=found, today=today, tester=str(request.user))
    if form.is_valid():
        return _record(request, found, form)
    return form_page(request, "touchpoints/mystery/visit_form.html", form, checklist=found)


def _record(request: TeamRequest, checklist: Checklist, form: VisitForm) -> HttpResponse:
    sheet = form.cleaned_data["sheet"]
    visit = visiting.record_visit(checklist=checklist, seen=form.seen(), by=request.user, sheet=sheet)
    messages.success(request, _("Der Besuch ist festgehalten, sein Wert steht bei den Messungen."))
    return redirect("touchpoints:visit", request.team.slug, visit.pk)


@require_safe
@everyone
def visit(request: TeamRequest, visit: int) -> HttpResponse:
    """What was seen, and the score of it."""
    found = _visit(request, visit)
    findings = list(found.findings.all())
    context = {
        "visit": found,
        "score": visiting.score_of(found),
        "points": found.points.all(),
        "positive": [finding for finding in findings if finding.kind == Finding.Kind.POSITIVE],
        "negative": [finding for finding in findings if finding.kind == Finding.Kind.NEGATIVE],
    }
    return render(request, "touchpoints/mystery/visit.html", context)


@writers
def remove(request: TeamRequest, visit: int) -> HttpResponse:
    """Delete a visit and its value, asked once."""
    found = _visit(request, visit)
    if request.method == "POST":
        visiting.remove_visit(found)
        messages.success(request, _("Der Besuch ist gelöscht, sein Wert auch."))
        return redirect(found.checklist)
    return confirm_page(
        request,
        _("Diesen Besuch löschen?"),
        consequences=_("Sein Wert verschwindet auch aus den Messungen des Kontaktpunkts."),
        action=_("Löschen"),
        cancel_url="../",
    )


def _visit(request: TeamRequest, visit: int) -> Visit:
    of_team = visiting.visits_of(request.team).select_related(
        "reading__metric", "checklist__team", "checklist__touchpoint__team"
    )
    return get_object_or_404(visiting.with_scores(of_team), pk=visit)
