"""Pages around the filters that are kept."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions.errors import NotAllowed
from actions.models import SavedView
from actions.models.saved_view import Page
from actions.overview import saving
from actions.overview.saved_forms import SavedViewForm
from teams.access import TeamRequest, everyone
from teams.forms import confirm_page, form_page, posted


@require_safe
@everyone
def saved_views(request: TeamRequest) -> HttpResponse:
    """One's own filters, and what others share."""
    views = request.team.saved_views.seen_by(request.user).select_related("team", "owner")
    kept = set(request.team.saved_views.kept_by(request.membership).values_list("pk", flat=True))
    return render(request, "actions/saved/list.html", {"views": views, "kept": kept, "most": saving.MOST})


@everyone
def save_view(request: TeamRequest, page: str) -> HttpResponse:
    """Keep the filter in the address under a name; it may be the reader's own although they change nothing else."""
    if page not in Page.values:
        raise Http404
    new = SavedView(owner=request.user, page=page, query=saving.known(request.GET))
    form = SavedViewForm(posted(request), instance=new, membership=request.membership)
    if form.is_valid():
        try:
            kept = saving.keep(view=form.save(commit=False), owner=request.user)
        except NotAllowed as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("„%s“ ist gespeichert.") % kept)
            return redirect(kept)
    back = f"{reverse(f'actions:{page}', args=[request.team.slug])}?{new.query}"
    return form_page(request, "actions/saved/form.html", form, back=back)


@everyone
def rename_view(request: TeamRequest, saved: int) -> HttpResponse:
    """Give it another name, or share it."""
    kept = get_object_or_404(request.team.saved_views.kept_by(request.membership), pk=saved)
    form = SavedViewForm(posted(request), instance=kept, membership=request.membership)
    if form.is_valid():
        form.save()
        messages.success(request, _("„%s“ ist geändert.") % kept)
        return redirect("actions:saved_views", request.team.slug)
    back = reverse("actions:saved_views", args=[request.team.slug])
    return form_page(request, "actions/saved/form.html", form, back=back)


@everyone
def remove_view(request: TeamRequest, saved: int) -> HttpResponse:
    """Ask once, then forget it."""
    kept = get_object_or_404(request.team.saved_views.kept_by(request.membership), pk=saved)
    back = reverse("actions:saved_views", args=[request.team.slug])
    if request.method != "POST":
        question = _("„%s“ entfernen?") % kept
        shared = _("Der Filter verschwindet bei allen im Team.") if kept.is_shared else ""
        return confirm_page(request, question, action=_("Entfernen"), cancel_url=back, consequences=shared)
    kept.delete()
    messages.success(request, _("„%s“ ist entfernt.") % kept)
    return redirect(back)
