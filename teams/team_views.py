"""A team's own pages: its people, departments and settings."""

from django.contrib import messages
from django.db.models import RestrictedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teams import inviting, leaving
from teams.access import TeamRequest, everyone, leads
from teams.forms import confirm_page, form_page, posted, when_posted
from teams.models import Department
from teams.taking_turns import one_at_a_time
from teams.team_forms import DepartmentForm, InvitationForm, MembershipForm, SettingsForm


@everyone
def people(request: TeamRequest) -> HttpResponse:
    """Who belongs to the team and who is on the way."""
    memberships = request.team.memberships.select_related("user", "department").order_by("user__name")
    invitations = request.team.invitations.filter(accepted_at=None).select_related("department")
    return render(
        request,
        "teams/people.html",
        {"memberships": memberships, "invitations": invitations, "now": timezone.now()},
    )


@leads
def settings(request: TeamRequest) -> HttpResponse:
    """Name, language, money and the place of the round in the week."""
    country = request.GET.get("country", request.team.country)
    form = SettingsForm(request.POST or None, instance=request.team, initial={"country": country})
    if form.is_valid():
        form.save()
        messages.success(request, _("Einstellungen gespeichert."))
        return redirect("teams:settings", request.team.slug)
    if form.is_bound:
        request.team.refresh_from_db()
    return form_page(request, "teams/settings.html", form)


# --- People -------------------------------------------------------------------------------------


@leads
def invite(request: TeamRequest) -> HttpResponse:
    """Invite someone by mail."""
    form = InvitationForm(request.POST or None, team=request.team)
    if form.is_valid():
        invitation = form.save(commit=False)
        inviting.invite(invitation=invitation, by=request.user, at=timezone.now())
        messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": invitation.email})
        return redirect("teams:people", request.team.slug)
    return form_page(request, "teams/invite.html", form)


@leads
@require_POST
def invite_again(request: TeamRequest, pk: int) -> HttpResponse:
    """Send a fresh link; the old one stops working."""
    invitation = get_object_or_404(request.team.invitations.filter(accepted_at=None), pk=pk)
    inviting.send(invitation=invitation, at=timezone.now())
    messages.success(request, _("Die Einladung an %(email)s ist noch einmal unterwegs.") % {"email": invitation.email})
    return redirect("teams:people", request.team.slug)


@leads
@require_POST
def revoke_invitation(request: TeamRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(request.team.invitations.filter(accepted_at=None), pk=pk)
    inviting.revoke(invitation=invitation)
    messages.success(request, _("Die Einladung an %(email)s gilt nicht mehr.") % {"email": invitation.email})
    return redirect("teams:people", request.team.slug)


@leads
def membership(request: TeamRequest, pk: int) -> HttpResponse:
    """Give a person another role or department."""
    person = get_object_or_404(request.team.memberships.select_related("user", "team"), pk=pk)
    form = MembershipForm(request.POST or None, instance=person, team=request.team)
    if form.is_valid():
        try:
            leaving.change(membership=person, at=timezone.now(), **form.cleaned_data)
        except leaving.LastLeadError as error:
            form.add_error("role", error.sentence)
        else:
            messages.success(request, _("%(name)s: gespeichert.") % {"name": person.user})
            return redirect("teams:people", request.team.slug)
    return form_page(request, "teams/membership.html", form, person=person)


@leads
def remove(request: TeamRequest, pk: int) -> HttpResponse:
    """Let a person go from the team."""
    person = get_object_or_404(request.team.memberships.select_related("user", "team"), pk=pk)
    names = {"name": person.user, "team": request.team}
    if request.method == "POST":
        try:
            leaving.end(membership=person, at=timezone.now())
        except leaving.LastLeadError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, _("%(name)s gehört nicht mehr zum Team.") % names)
        return redirect("teams:people", request.team.slug)
    return confirm_page(
        request,
        _("%(name)s aus dem Team nehmen?") % names,
        consequences=_(
            "Kärtchen, Stimmen und Maßnahmen bleiben, wie sie sind, auch in den Protokollen. "
            "Zurück geht es nur mit einer neuen Einladung."
        ),
        action=_("Aus dem Team nehmen"),
        cancel_url=reverse("teams:people", args=[request.team.slug]),
    )


@everyone
def leave(request: TeamRequest) -> HttpResponse:
    """Go from the team oneself."""
    names = {"team": request.team}
    if request.method == "POST":
        try:
            leaving.end(membership=request.membership, at=timezone.now())
        except leaving.LastLeadError as error:
            messages.error(request, error.sentence)
            return redirect("teams:people", request.team.slug)
        messages.success(request, _("„%(team)s“ ist verlassen.") % names)
        return redirect("home")
    return confirm_page(
        request,
        _("„%(team)s“ verlassen?") % names,
        consequences=_("Was im Team entstanden ist, bleibt dort. Zurück geht es nur mit einer neuen Einladung."),
        action=_("Team verlassen"),
        cancel_url=reverse("teams:people", args=[request.team.slug]),
    )


# --- Departments --------------------------------------------------------------------------------


@leads
def departments(request: TeamRequest) -> HttpResponse:
    """The areas of the company, and a field for one more."""
    with when_posted(request, one_at_a_time(request.team)):
        form = DepartmentForm(posted(request), team=request.team)
        if form.is_valid():
            form.save()
            messages.success(request, _("„%(name)s“ ist dabei.") % {"name": form.instance})
            return redirect("teams:departments", request.team.slug)
    return form_page(request, "teams/departments.html", form, departments=request.team.departments.with_people())


@leads
def department(request: TeamRequest, pk: int) -> HttpResponse:
    """Rename a department."""
    with when_posted(request, one_at_a_time(request.team)):
        row = get_object_or_404(request.team.departments, pk=pk)
        form = DepartmentForm(posted(request), instance=row, team=request.team)
        if form.is_valid():
            form.save()
            messages.success(request, _("Der Bereich heißt jetzt „%(name)s“.") % {"name": row})
            return redirect("teams:departments", request.team.slug)
    return form_page(request, "teams/department.html", form)


@leads
def remove_department(request: TeamRequest, pk: int) -> HttpResponse:
    """Remove a department that no measurement names; what belonged to it stays, without a department."""
    with when_posted(request, one_at_a_time(request.team)):
        row = get_object_or_404(request.team.departments, pk=pk)
        if request.method == "POST":
            _remove(request, row)
            return redirect("teams:departments", request.team.slug)
    return confirm_page(
        request,
        _("Bereich „%(name)s“ entfernen?") % {"name": row},
        consequences=_(
            "Kontaktpunkte, Maßnahmen und Personen bleiben; sie gehören dann zu keinem Bereich. "
            "Steht er bei Messungen, bleibt er, damit sie vergleichbar bleiben: Dann lässt er sich nur umbenennen."
        ),
        action=_("Bereich entfernen"),
        cancel_url=reverse("teams:departments", args=[request.team.slug]),
    )


def _remove(request: TeamRequest, department: Department) -> None:
    try:
        department.delete()
    except RestrictedError:
        sentence = _("„%(name)s“ steht bei Messungen und bleibt, damit sie vergleichbar bleiben. Umbenennen geht.")
        messages.error(request, sentence % {"name": department})
    else:
        messages.success(request, _("Den Bereich „%(name)s“ gibt es nicht mehr.") % {"name": department})
