"""Files of an action: added, saved by everyone, taken off again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actions.errors import NotAllowed
from actions.models import Action
from actions.parts import files
from actions.parts.forms import FileForm
from actions.parts.page import refused
from actions.reaching import changeable, seen
from teams.access import TeamRequest, everyone, writers
from teams.files import download
from teams.forms import confirm_page


@writers
@require_POST
def add(request: TeamRequest, pk: int) -> HttpResponse:
    """Keep a file with the action."""
    action = changeable(request, pk)
    form = FileForm(request.POST, request.FILES, auto_id="file_%s")
    if form.is_valid():
        file, sheet = form.cleaned_data["file"], form.cleaned_data["sheet"]
        try:
            named = {"name": file.name or "", "content": file.read(), "sheet": sheet}
            files.add(action=action, **named, by=request.user, at=timezone.now())
            return redirect(_files_url(action))
        except NotAllowed as refusal:
            form.add_error("file", str(refusal))
    return refused(request, pk, file_form=form)


@everyone
@require_safe
def save(request: TeamRequest, pk: int, file: int) -> HttpResponse:
    """The file, to save."""
    return download(get_object_or_404(seen(request, pk).files, pk=file))


@writers
def remove(request: TeamRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off, asked once."""
    action = changeable(request, pk)
    found = get_object_or_404(action.files.defer("content"), pk=file)
    if request.method == "POST":
        found.delete()
        return redirect(_files_url(action))
    return confirm_page(
        request,
        _("Datei „%s“ löschen?") % found,
        action=_("Löschen"),
        cancel_url=_files_url(action),
    )


def _files_url(action: Action) -> str:
    return f"{action.get_absolute_url()}#files"
