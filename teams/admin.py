"""Django's admin for the operator: people, teams, and letters that did not arrive."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from teams.leaving import LastLeadError
from teams.models import Department, Invitation, Letter, Membership, Role, Team, User


class LedTeam(BaseInlineFormSet):  # type: ignore[type-arg]
    """A team's people, one of whom leads."""

    def clean(self) -> None:
        """Refuse what would leave the team without a lead."""
        super().clean()
        staying = [form.cleaned_data for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        if not any(person.get("role") == Role.LEAD for person in staying):
            raise ValidationError(LastLeadError.sentence)


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    """A team's people on the team's page."""

    model = Membership
    formset = LedTeam
    extra = 0
    autocomplete_fields = ["user"]


class DepartmentInline(admin.TabularInline):  # type: ignore[type-arg]
    """A team's departments on the team's page."""

    model = Department
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """People with an account; passwords are their own business."""

    list_display = ["name", "email", "is_active", "last_login"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "time_zone", "is_active", "is_staff", "is_superuser"]


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Teams with their people and departments."""

    list_display = ["name", "slug", "language", "created_at"]
    search_fields = ["name", "slug"]
    inlines = [MembershipInline, DepartmentInline]


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who was invited where; the link itself is known to nobody but its reader."""

    list_display = ["email", "team", "role", "expires_at", "accepted_at"]
    list_filter = ["team"]
    fields = ["team", "email", "role", "expires_at", "accepted_at"]
    readonly_fields = ["team", "email", "role", "expires_at", "accepted_at"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Invitations are sent from the team's own page."""
        return False


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The mail ledger, for finding out why a letter did not arrive."""

    list_display = ["to", "key", "state", "attempts", "next_try_at", "sent_at"]
    list_filter = ["state"]
    search_fields = ["to", "key"]
    fields = ["to", "key", "state", "attempts", "next_try_at", "last_error", "created_at", "sent_at"]
    readonly_fields = ["to", "key", "attempts", "last_error", "created_at", "sent_at"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Letters are written by the program."""
        return False
