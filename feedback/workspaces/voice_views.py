"""One voice: what it is, halving it, and praise that goes on to whoever earned it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.errors import NotAllowed
from feedback.workspaces import page, placing, praising, splitting
from feedback.workspaces.forms import PlaceForm, PraiseForm
from teams.access import TeamRequest, everyone, writers

SPLIT = "feedback/workspaces/split.html"


@require_safe
@everyone
def voice(request: TeamRequest, pk: int) -> HttpResponse:
    """One voice with all that came of it."""
    return page.shown(request, pk)


@writers
@require_POST
def place(request: TeamRequest, pk: int) -> HttpResponse:
    """Say for or against, where, why and how strong."""
    found = page.voice_of(request, pk)
    form = PlaceForm(request.POST, instance=found, team=request.team)
    if not form.is_valid():
        return page.shown(request, pk, status=422, place_form=form)
    placing.place(voice=found, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Eingeordnet."))
    return redirect(found)


@writers
def split(request: TeamRequest, pk: int) -> HttpResponse:
    """Make two of a voice that is good and bad at once."""
    found = page.voice_of(request, pk)
    parts = splitting.parts_of(found.text)
    sides = {place: request.POST.get(f"part-{place}", "") for place in range(len(parts))}
    refusal = ""
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            bad, _good = splitting.split(voice=found, sides=sides, seen=seen, by=request.user, at=timezone.now())
        except NotAllowed:
            refusal = _("Aus den Teilen werden erst zwei Stimmen, wenn jede Seite mindestens einen hat.")
        else:
            messages.success(request, _("Das sind jetzt zwei Stimmen: eine Kritik, eine Begeisterung."))
            return redirect(bad)
    told = [(number, part, sides[number]) for number, part in enumerate(parts)]
    context = {"voice": found, "parts": told, "refusal": refusal, "seen": splitting.sign_of(found.text)}
    return render(request, SPLIT, context, status=422 if refusal else 200)


@writers
@require_POST
def praise(request: TeamRequest, pk: int) -> HttpResponse:
    """Show a praise to those who earned it, and put down what is repeated."""
    found = page.voice_of(request, pk)
    form = PraiseForm(request.POST, team=request.team)
    if not form.is_valid():
        return page.shown(request, pk, status=422, praise_form=form)
    try:
        praising.show(voice=found, **form.cleaned_data, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(found)
    is_shown = form.cleaned_data["departments"] or form.cleaned_data["people"]
    messages.success(request, _("Das Lob ist unterwegs.") if is_shown else _("Festgehalten."))
    return redirect(reverse("feedback:voice", args=[request.team.slug, pk]) + "#praise")
