"""Pages of people outside a team: home, founding a team, profile, and their way out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams import founding, inviting, leaving
from teams.access import SignedInRequest
from teams.account_forms import NewTeamForm, ProfileForm
from teams.addresses import invitations_to
from teams.forms import form_page
from teams.personal_data import everything_about


def home(request: HttpRequest) -> HttpResponse:
    """The front door: for strangers what this is, for people with one team its overview, for others their list."""
    if not request.user.is_authenticated:
        return render(request, "teams/landing.html")
    memberships = list(request.user.memberships.select_related("team").order_by("team__name"))
    invitations = inviting.waiting_for(request.user, timezone.now())
    if len(memberships) == 1 and not invitations:
        return redirect(memberships[0].team)
    may_found = founding.may_found(request.user)
    return render(
        request,
        "teams/home.html",
        {"memberships": memberships, "invitations": invitations, "may_found": may_found},
    )


@login_required
@require_POST
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept an invitation to one's own address without looking for its mail."""
    invitation = get_object_or_404(invitations_to(request.user).select_related("team"), pk=pk)
    try:
        inviting.accept(invitation=invitation, user=request.user, at=timezone.now())
    except inviting.InvitationClosedError as closed:
        if not request.user.memberships.filter(team=invitation.team).exists():
            messages.error(request, closed.sentence)
            return redirect("home")
    else:
        messages.success(request, _("Willkommen im Team „%(team)s“.") % {"team": invitation.team})
    return redirect(invitation.team)


@login_required
def found_team(request: SignedInRequest) -> HttpResponse:
    """Name a team and lead it."""
    if not founding.may_found(request.user):
        raise PermissionDenied
    form = NewTeamForm(request.POST or None)
    if form.is_valid():
        team = founding.found(team=form.for_founder(request.user), by=request.user)
        messages.success(request, _("„%(team)s“ ist gegründet. Jetzt fehlen noch die anderen.") % {"team": team})
        return redirect("teams:people", team.slug)
    return form_page(request, "teams/found.html", form)


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """Who I am here, and how I sign in."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Profil gespeichert."))
        return redirect("profile")
    if form.is_bound:
        request.user.refresh_from_db()
    has_sign_on = bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])
    return form_page(request, "teams/profile.html", form, has_sign_on=has_sign_on)


@login_required
@require_safe
def export_profile(request: SignedInRequest) -> HttpResponse:
    """Everything about me, as a file."""
    response = JsonResponse(everything_about(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="kontaktpunkt.json"'
    return response


@login_required
def delete_profile(request: SignedInRequest) -> HttpResponse:
    """Close the account; asks once and says what stays."""
    if request.method != "POST":
        return render(request, "teams/delete_profile.html", {"only_theirs": leaving.only_theirs(request.user)})
    try:
        leaving.delete_account(user=request.user, at=timezone.now())
    except leaving.LastLeadError as error:
        messages.error(request, error.sentence)
        return redirect(reverse("profile_delete"))
    logout(request)
    messages.success(request, _("Das Konto ist gelöscht. Alles Gute!"))
    return redirect("home")
