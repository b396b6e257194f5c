"""What was spent on an action: recorded, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models import Action, Expense
from actions.parts import expenses
from actions.parts.forms import ExpenseForm
from actions.parts.page import purse_of
from actions.reaching import changeable
from teams.access import TeamRequest, everyone, writers
from teams.forms import confirm_page, form_page, posted

PAGE_SIZE = 50


@everyone
def spent(request: TeamRequest, pk: int) -> HttpResponse:
    """All expenses, the latest first."""
    return render(request, "actions/parts/expenses.html", _context(request, pk))


@writers
def add(request: TeamRequest, pk: int) -> HttpResponse:
    """Record what was spent."""
    action, at = changeable(request, pk), timezone.now()
    form = ExpenseForm(posted(request), today=request.team.today(at))
    if form.is_valid():
        expenses.add(action=action, **form.cleaned_data, by=request.user, at=at)
        return redirect(f"{action.get_absolute_url()}#money")
    return form_page(request, "actions/parts/expense_form.html", form, action=action)


@writers
def change(request: TeamRequest, pk: int, expense: int) -> HttpResponse:
    """Correct an expense."""
    action, found = _expense(request, pk, expense)
    form = ExpenseForm(posted(request), instance=found, today=request.team.today(timezone.now()))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in form.Meta.fields}
        expenses.correct(expense=found, **said)
        return redirect(_spent_url(action))
    return form_page(request, "actions/parts/expense_form.html", form, action=action, expense=found)


@writers
def remove(request: TeamRequest, pk: int, expense: int) -> HttpResponse:
    """Take an expense out, asked once."""
    action, found = _expense(request, pk, expense)
    if request.method == "POST":
        found.delete()
        return redirect(_spent_url(action))
    return confirm_page(
        request,
        _("Diese Ausgabe löschen?"),
        consequences=found.note,
        action=_("Löschen"),
        cancel_url=_spent_url(action),
    )


def _context(request: TeamRequest, pk: int) -> dict[str, Any]:
    found = request.team.actions.select_related("team").with_spent().prefetch_related("helpers")
    action = get_object_or_404(found, pk=pk)
    lines = action.expenses.select_related("recorded_by").order_by("-spent_on", "-pk")
    return {
        "action": action,
        "may_change": action.may_be_changed_by(request.membership),
        "purse": purse_of(action),
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
    }


def _expense(request: TeamRequest, pk: int, expense: int) -> tuple[Action, Expense]:
    action = changeable(request, pk)
    return action, get_object_or_404(action.expenses, pk=expense)


def _spent_url(action: Action) -> str:
    return reverse("actions:expenses", args=[action.team.slug, action.pk])
