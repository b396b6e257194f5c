"""Checklists: beginning one, its lines in order, its visits."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, posted, when_posted
from touchpoints.describing import one_at_a_time
from touchpoints.models import Checklist, Item
from touchpoints.mystery import checklists, visiting
from touchpoints.mystery.forms import ChecklistForm, ItemForm, NewChecklistForm

PAGE_SIZE = 20


@writers
def create(request: TeamRequest, pk: int) -> HttpResponse:
    """Begin a checklist for a touchpoint."""
    touchpoint = get_object_or_404(request.team.touchpoints, pk=pk)
    form = NewChecklistForm(posted(request), team=request.team, touchpoint=touchpoint)
    with when_posted(request, one_at_a_time(request.team)):
        if form.is_valid():
            checklist = form.save(commit=False)
            checklists.begin(checklist, lines=form.cleaned_data["lines"])
            return _back(request, checklist)
    return form_page(request, "touchpoints/mystery/new.html", form, touchpoint=touchpoint)


@require_safe
@everyone
def checklist(request: TeamRequest, checklist: int) -> HttpResponse:
    """What is looked at, and what the visits gave."""
    found = _checklist(request, checklist)
    visits = Paginator(visiting.with_scores(found.visits.all()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "checklist": found,
        "items": found.items.all(),
        "page": visits,
        "lines": [(visit, visiting.score_of(visit)) for visit in visits],
    }
    return render(request, "touchpoints/mystery/checklist.html", context)


@writers
def edit(request: TeamRequest, checklist: int) -> HttpResponse:
    """The lines in order, and the name; past visits keep their words."""
    with when_posted(request, one_at_a_time(request.team)):
        found = _checklist(request, checklist)
        form = ChecklistForm(posted(request), instance=found, team=request.team, touchpoint=found.touchpoint)
        if form.is_valid():
            return _back(request, form.save())
    return _page(request, found, name_form=form)


@writers
@require_POST
def add_item(request: TeamRequest, checklist: int) -> HttpResponse:
    """Another line at the end."""
    with one_at_a_time(request.team):
        found = _checklist(request, checklist)
        form = ItemForm(request.POST, instance=Item(checklist=found))
        if found.items.count() >= checklists.MOST_ITEMS:
            too_many = _("Mehr als %(most)d Prüfpunkte merkt sich niemand.")
            form.add_error(None, too_many % {"most": checklists.MOST_ITEMS})
        if form.is_valid():
            checklists.append(form.save(commit=False))
            return _back(request, found)
    return _page(request, found, add_form=form)


@writers
@require_POST
def change_item(request: TeamRequest, item: int) -> HttpResponse:
    """Other words, another weight, other points."""
    with one_at_a_time(request.team):
        found = _item(request, item)
        form = ItemForm(request.POST, instance=found)
        if form.is_valid():
            form.save()
            return _back(request, found.checklist)
    return _page(request, found.checklist, changed=form)


@writers
@require_POST
def move_item(request: TeamRequest, item: int) -> HttpResponse:
    """One place up or down."""
    found = _item(request, item)
    checklists.move(found, steps=-1 if "up" in request.POST else 1)
    return _back(request, found.checklist)


@writers
def remove_item(request: TeamRequest, item: int) -> HttpResponse:
    """Take a line out, asked once."""
    found = _item(request, item)
    if request.method == "POST":
        with one_at_a_time(request.team):
            found.delete()
        return _back(request, found.checklist)
    return confirm_page(
        request,
        _("Prüfpunkt „%s“ entfernen?") % found,
        consequences=_("Vergangene Besuche behalten ihn, wie er war."),
        action=_("Entfernen"),
        cancel_url=reverse("touchpoints:edit_checklist", args=[request.team.slug, found.checklist_id]),
    )


@writers
def remove(request: TeamRequest, checklist: int) -> HttpResponse:
    """Delete a checklist with its visits, asked once; with visits that is for the lead to do."""
    found = _checklist(request, checklist)
    try:
        checklists.check_may_remove(found, by=request.membership)
        if request.method == "POST":
            with one_at_a_time(request.team):
                checklists.remove(found, by=request.membership)
            messages.success(request, _("Die Checkliste „%s“ ist gelöscht.") % found)
            return redirect(found.touchpoint)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(found)
    return _asked(request, found)


def _asked(request: TeamRequest, found: Checklist) -> HttpResponse:
    count = found.visits.count()
    lost = ngettext(
        "%(count)d Besuch und sein Wert gehen mit ihr.", "%(count)d Besuche und ihre Werte gehen mit ihr.", count
    )
    return confirm_page(
        request,
        _("Checkliste „%s“ löschen?") % found,
        consequences=lost % {"count": count} if count else "",
        action=_("Löschen"),
        cancel_url=found.get_absolute_url(),
    )


def _checklist(request: TeamRequest, checklist: int) -> Checklist:
    return get_object_or_404(checklists.checklists_of(request.team), pk=checklist)


def _item(request: TeamRequest, item: int) -> Item:
    return get_object_or_404(checklists.items_of(request.team), pk=item)


def _back(request: TeamRequest, checklist: Checklist) -> HttpResponse:
    return redirect("touchpoints:edit_checklist", request.team.slug, checklist.pk)


def _page(
    request: TeamRequest,
    checklist: Checklist,
    *,
    name_form: ChecklistForm | None = None,
    add_form: ItemForm | None = None,
    changed: ItemForm | None = None,
) -> HttpResponse:
    forms = [
        changed if changed and changed.instance == item else ItemForm(instance=item, auto_id=f"item_{item.pk}_%s")
        for item in checklist.items.all()
    ]
    is_invalid = any(form is not None and form.is_bound for form in (name_form, add_form, changed))
    context: dict[str, Any] = {
        "checklist": checklist,
        "forms": forms,
        "name_form": name_form or ChecklistForm(instance=checklist, team=request.team, touchpoint=checklist.touchpoint),
        "may_remove": checklists.may_remove(checklist, by=request.membership),
        "add_form": add_form or ItemForm(auto_id="new_%s"),
    }
    return render(request, "touchpoints/mystery/edit.html", context, status=422 if is_invalid else 200)
