"""The page on which the lead puts the team's stages into order."""

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams.access import TeamRequest, leads
from teams.forms import confirm_page
from touchpoints import stages
from touchpoints.describing import one_at_a_time
from touchpoints.forms import StageForm
from touchpoints.models import Stage


@leads
def overview(request: TeamRequest) -> HttpResponse:
    """The stages in order; posting adds one at the end."""
    return _add(request) if request.method == "POST" else _page(request)


@leads
@require_POST
def rename(request: TeamRequest, pk: int) -> HttpResponse:
    """Give a stage another name."""
    with one_at_a_time(request.team):
        form = StageForm(request.POST, instance=get_object_or_404(_counted(request), pk=pk), team=request.team)
        if form.is_valid():
            form.save()
            return _back(request)
    return _page(request, renamed=form)


@leads
@require_POST
def move(request: TeamRequest, pk: int) -> HttpResponse:
    """Move a stage one place up or down."""
    stages.move(get_object_or_404(request.team.stages, pk=pk), steps=-1 if "up" in request.POST else 1)
    return _back(request)


@leads
def remove(request: TeamRequest, pk: int) -> HttpResponse:
    """Ask once, then remove a stage; its touchpoints stay, without one."""
    stage = get_object_or_404(request.team.stages, pk=pk)
    if request.method == "POST":
        with one_at_a_time(request.team):
            stage.delete()
        messages.success(request, _("Die Kaufphase „%s“ ist entfernt.") % stage)
        return _back(request)
    return confirm_page(
        request,
        _("Kaufphase „%s“ entfernen?") % stage,
        consequences=_("Ihre Kontaktpunkte bleiben und stehen dann in keiner Kaufphase."),
        action=_("Entfernen"),
        cancel_url="../../",
    )


def _add(request: TeamRequest) -> HttpResponse:
    with one_at_a_time(request.team):
        form = StageForm(request.POST, team=request.team)
        if form.is_valid():
            stages.append(form.save(commit=False))
            return _back(request)
    return _page(request, add_form=form)


def _back(request: TeamRequest) -> HttpResponse:
    return redirect("touchpoints:stages", request.team.slug)


def _page(request: TeamRequest, *, add_form: StageForm | None = None, renamed: StageForm | None = None) -> HttpResponse:
    forms = [
        renamed if renamed and renamed.instance == stage else _rename_form(stage, request)
        for stage in _counted(request)
    ]
    add_form = add_form or StageForm(team=request.team)
    add_form.fields["name"].label = _("Neue Kaufphase")
    invalid = renamed or add_form.is_bound
    context = {"forms": forms, "add_form": add_form}
    return render(request, "touchpoints/stages.html", context, status=422 if invalid else 200)


def _counted(request: TeamRequest) -> QuerySet[Stage]:
    return request.team.stages.annotate(touchpoint_count=Count("touchpoints"))


def _rename_form(stage: Stage, request: TeamRequest) -> StageForm:
    return StageForm(instance=stage, team=request.team, auto_id=f"stage_{stage.pk}_%s")
