"""Doors that a link opens: invitations and one-time sign-in links. Looking (GET) never uses a link up."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from teams import inviting, signin
from teams.account_forms import NewcomerForm
from teams.forms import form_page
from teams.models import Invitation, User
from teams.ratelimit import limited


@limited("link")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join a team: as a newcomer by name alone, with an account after signing in to it."""
    found = inviting.find(token)
    if found is None or not found.is_open(timezone.now()):
        return _closed(request, found)
    account = inviting.account_of(found)
    if account is None and not request.user.is_authenticated:
        return _newcomer(request, found)
    if account is None or request.user != account:
        return render(request, "teams/invitation_signin.html", {"invitation": found})
    return _join(request, found, account)


def _newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = NewcomerForm(request.POST or None)
    if form.is_valid():
        words = {"name": form.cleaned_data["name"], "language": request.LANGUAGE_CODE}
        try:
            user = inviting.accept_as_newcomer(invitation=found, at=timezone.now(), **words)
        except inviting.InvitationClosedError:
            return _closed(request, found)
        return _sign_in(request, user, found.team.get_absolute_url())
    return form_page(request, "teams/invitation.html", form, invitation=found)


def _join(request: HttpRequest, found: Invitation, account: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, "teams/invitation.html", {"invitation": found})
    try:
        inviting.accept(invitation=found, user=account, at=timezone.now())
    except inviting.InvitationClosedError:
        return _closed(request, found)
    messages.success(request, _("Willkommen im Team „%(team)s“.") % {"team": found.team})
    return redirect(found.team)


def _closed(request: HttpRequest, found: Invitation | None) -> HttpResponse:
    return render(request, "teams/invitation_closed.html", {"invitation": found}, status=410)


@limited("link")
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a link that the command line printed: it asks first, then works once."""
    now = timezone.now()
    user = signin.redeem(token, now) if request.method == "POST" else signin.whose_link(token, now)
    if user is None:
        return render(request, "teams/sign_in_link_closed.html", status=410)
    if request.method == "POST":
        return _sign_in(request, user, "/")
    return render(request, "teams/sign_in_link.html", {"person": user})


def _sign_in(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """Let the person in the way allauth does, a second factor included."""
    response: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=then)
    return response
