"""A person's own tokens in a team: make, see, revoke."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.api.issuing import issue
from config.api.token_forms import TokenForm
from teams.access import TeamRequest, everyone
from teams.forms import confirm_page, form_page, posted


@everyone
def tokens(request: TeamRequest) -> HttpResponse:
    """My tokens here; what is posted makes a new one, whose text this answer shows once."""
    now = timezone.now()
    form = TokenForm(posted(request), membership=request.membership)
    context = {"tokens": request.membership.api_tokens.all(), "now": now}
    if form.is_valid():
        token, text = issue(membership=request.membership, at=now, **form.cleaned_data)
        fresh = TokenForm(membership=request.membership)
        return render(request, "api/tokens.html", context | {"form": fresh, "token": token, "text": text})
    return form_page(request, "api/tokens.html", form, **context)


@everyone
def revoke(request: TeamRequest, pk: int) -> HttpResponse:
    """Make a token of mine open nothing any more."""
    token = get_object_or_404(request.membership.api_tokens, pk=pk)
    if request.method == "POST":
        token.delete()
        return redirect("api_tokens:list", request.team.slug)
    return confirm_page(
        request,
        _("„%s“ widerrufen?") % token,
        consequences=_("Programme, die diesen Token benutzen, kommen dann nicht mehr herein."),
        action=_("Widerrufen"),
        cancel_url=reverse("api_tokens:list", args=[request.team.slug]),
    )
