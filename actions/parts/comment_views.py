"""Talking about an action: everyone who works in the team, and about colleagues' actions too."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actions.models import Action, Comment
from actions.parts import comments
from actions.parts.forms import CommentForm
from actions.parts.page import people_of, refused
from actions.reaching import seen
from teams.access import TeamRequest, writers
from teams.forms import confirm_page, form_page, posted


@writers
@require_POST
def say(request: TeamRequest, pk: int) -> HttpResponse:
    """Add a comment."""
    action = seen(request, pk)
    form = CommentForm(request.POST, auto_id="comment_%s", people=people_of(request))
    if form.is_valid():
        said = {**form.cleaned_data, "mentions": form.mentions}
        comments.say(action=action, **said, by=request.user, at=timezone.now())
        return redirect(_talk_url(action))
    return refused(request, pk, comment_form=form)


@writers
def reword(request: TeamRequest, pk: int, comment: int) -> HttpResponse:
    """Give one's own comment other words."""
    found = _comment(request, pk, comment)
    if not comments.may_reword(found, request.membership):
        raise PermissionDenied
    form = CommentForm(posted(request), initial={"text": found.text}, people=people_of(request))
    if form.is_valid():
        text = form.cleaned_data["text"]
        comments.reword(comment=found, text=text, mentions=form.mentions, at=timezone.now())
        return redirect(_talk_url(found.action))
    return form_page(request, "actions/parts/comment_form.html", form, action=found.action)


@writers
def remove(request: TeamRequest, pk: int, comment: int) -> HttpResponse:
    """Take a comment back, asked once."""
    found = _comment(request, pk, comment)
    if not comments.may_remove(found, request.membership):
        raise PermissionDenied
    if request.method == "POST":
        found.delete()
        return redirect(_talk_url(found.action))
    return confirm_page(
        request,
        _("Diesen Kommentar löschen?"),
        consequences=found.text,
        action=_("Löschen"),
        cancel_url=_talk_url(found.action),
    )


def _comment(request: TeamRequest, pk: int, comment: int) -> Comment:
    action = seen(request, pk)
    found = get_object_or_404(action.comments, pk=comment)
    found.action = action
    return found


def _talk_url(action: Action) -> str:
    return f"{action.get_absolute_url()}#comments"
