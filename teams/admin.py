"""Django's admin for the operator: people, teams, and letters that did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone

from teams import leaving
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

    def add_fields(self, form: ModelForm[Membership], index: int | None) -> None:
        """A place stays its person's; somebody else gets a place of their own."""
        super().add_fields(form, index)
        form.fields["user"].disabled = form.instance.pk is not None

    def delete_existing(self, obj: Membership, commit: bool = True) -> None:
        """Nobody goes before everybody else is saved: a team that is handed over is led at every moment."""

    def save(self, commit: bool = True) -> list[Membership]:
        """Let roles change and people go as in the team itself."""
        saved = super().save(commit)
        at = timezone.now()
        for membership, _fields in self.changed_objects:
            leaving.change(membership=membership, role=membership.role, department=membership.department, at=at)
        for membership in self.deleted_objects:
            leaving.end(membership=membership, at=at)
        return saved


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

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """One at a time: which teams are still led changes with each who goes."""
        return obj is not None and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: QuerySet[User] | Sequence[User], request: HttpRequest) -> tuple[Any, ...]:
        """Name the teams that go with a person, and those for whose sake the person stays."""
        (user,) = objs
        listed, counts, missing, protected = super().get_deleted_objects(objs, request)
        return [*listed, *map(str, leaving.only_theirs(user))], counts, missing, [*protected, *leaving.led_alone(user)]

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Delete the account as its owner would."""
        leaving.delete_account(user=obj, at=timezone.now())


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
