"""The tenant and its people. Everything in the product belongs to exactly one team."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from teams.wording import LineField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLACES = "Africa/ America/ Antarctica/ Asia/ Atlantic/ Australia/ Europe/ Indian/ Pacific/"
CONTINENTS_AND_OCEANS = tuple(PLACES.split())


def time_zones() -> list[tuple[str, str]]:
    """Every place with a time zone of its own, for choosing from; not the names of former times."""
    names = sorted(name for name in zoneinfo.available_timezones() if name.startswith(CONTINENTS_AND_OCEANS))
    return [(name, name.replace("_", " ")) for name in names]


class Language(models.TextChoices):
    """The languages that screens, mails and minutes come in."""

    GERMAN = "de", _("Deutsch")
    ENGLISH = "en", _("Englisch")


class Weekday(models.IntegerChoices):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0, _("Montag")
    TUESDAY = 1, _("Dienstag")
    WEDNESDAY = 2, _("Mittwoch")
    THURSDAY = 3, _("Donnerstag")
    FRIDAY = 4, _("Freitag")
    SATURDAY = 5, _("Samstag")
    SUNDAY = 6, _("Sonntag")


class UserManager(BaseUserManager["User"]):
    """Makes users who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user whose address counts as proved; without a password they sign in by mailed code or passkey."""
        from allauth.account.models import EmailAddress  # allauth's models need this one first

        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user who may also use Django's admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person with an account; may belong to several teams."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("E-Mail"), unique=True)
    name = LineField(_("Name"), max_length=80)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language.choices, default=Language.GERMAN)
    time_zone = models.CharField(_("Zeitzone"), max_length=64, choices=time_zones, default="Europe/Berlin")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message=_("Diese E-Mail-Adresse hat schon ein Konto."),
            ),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="user_language_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return str(self)

    def get_short_name(self) -> str:
        """The first word of the name, for a greeting."""
        return str(self).split(" ")[0]


class Team(models.Model):
    """The tenant: a group in a company that works on its touchpoints."""

    name = LineField(_("Name"), max_length=80)
    slug = models.SlugField(_("Kurzname in Adressen"), max_length=50, unique=True)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language.choices, default=Language.GERMAN)
    time_zone = models.CharField(_("Zeitzone"), max_length=64, choices=time_zones, default="Europe/Berlin")
    currency = models.CharField(_("Währung"), max_length=3, default="EUR")
    round_weekday = models.PositiveSmallIntegerField(
        _("Wochentag der Runde"), choices=Weekday.choices, default=Weekday.TUESDAY
    )
    round_time = models.TimeField(_("Uhrzeit der Runde"), default="09:00")
    round_minutes = models.PositiveSmallIntegerField(_("Minuten der Runde"), default=30)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Team")
        verbose_name_plural = _("Teams")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(round_minutes__gte=10, round_minutes__lte=120),
                name="team_round_minutes_sane",
                violation_error_message=_("Eine Runde dauert zwischen 10 und 120 Minuten."),
            ),
            models.CheckConstraint(condition=models.Q(round_weekday__in=Weekday.values), name="team_weekday_known"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="team_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The team's overview."""
        return reverse("overview", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone in which the team's dates are meant."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, at: datetime) -> date:
        """The day it is for the team at that moment."""
        return at.astimezone(self.zone).date()


class Role(models.TextChoices):
    """What a membership may do."""

    LEAD = "lead", _("Leitung")
    MEMBER = "member", _("Mitglied")
    READER = "reader", _("Lesend")


def name_once_a_team(constraint: str, sentence: StrOrPromise) -> models.UniqueConstraint:
    """No two of a team's rows share a name, in small letters or capitals; the sentence stands beside the field."""
    return models.UniqueConstraint(
        "team", Lower("name"), name=constraint, violation_error_code="name", violation_error_message=sentence
    )


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Named sets of departments."""

    def with_people(self) -> models.QuerySet[Department]:
        """Each with `people`, how many of the team belong to it."""
        return self.annotate(people=models.Count("memberships"))


class Department(models.Model):
    """A staff group or area of the company; owns touchpoints and does actions."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="departments")
    name = LineField(_("Bereich"), max_length=60)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bereich")
        verbose_name_plural = _("Bereiche")
        ordering = ["name"]
        constraints = [
            name_once_a_team("department_name_once_a_team", _("Einen Bereich mit diesem Namen gibt es schon."))
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named sets of memberships."""

    def leads(self) -> MembershipQuerySet:
        """Those who lead the team."""
        return self.filter(role=Role.LEAD)

    def working(self) -> MembershipQuerySet:
        """Those who take part in rounds and do actions: everyone but readers."""
        return self.exclude(role=Role.READER)


class Membership(models.Model):
    """One person's place in one team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="memberships", verbose_name=_("Bereich")
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"],
                name="membership_once_a_person",
                violation_error_message=_("Diese Person gehört schon zum Team."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def is_lead(self) -> bool:
        """May plan, moderate and settle everything in the team."""
        return self.role == Role.LEAD

    @property
    def can_write(self) -> bool:
        """May change what belongs to the team; readers only look."""
        return self.role != Role.READER


def with_teams(user: User) -> User:
    """The person with their memberships and teams at hand, by the teams' names; one query, however often asked."""
    by_name = Membership.objects.select_related("team").order_by("team__name")
    models.prefetch_related_objects([user], models.Prefetch("memberships", by_name))
    return user


class Invitation(models.Model):
    """An offer to join, sent by mail. Only the token's hash is kept; it works once and expires."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-Mail"))
    role = models.CharField(_("Rolle"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Bereich")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "team",
                Lower("email"),
                condition=models.Q(accepted_at=None),
                name="invitation_open_once",
                violation_error_message=_("An diese Adresse ist schon eine Einladung unterwegs."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    def is_open(self, at: datetime) -> bool:
        """Neither accepted nor expired at that moment."""
        return self.accepted_at is None and at < self.expires_at


class SignInLink(models.Model):
    """A link that signs one person in without a mail. Only the token's hash is kept; it works once and expires."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Anmeldelink")
        verbose_name_plural = _("Anmeldelinks")

    def __str__(self) -> str:
        return str(self.user)


class LetterQuerySet(models.QuerySet["Letter"]):
    """Named sets of letters."""

    def due(self, at: datetime) -> LetterQuerySet:
        """Waiting, and neither resting after a failure nor in the hands of a worker."""
        return self.filter(state=Letter.State.WAITING, next_try_at__lte=at)

    def readable(self) -> LetterQuerySet:
        """Those whose text is still kept, newest first."""
        return self.exclude(mime=b"").order_by("-created_at", "-pk")


class Letter(models.Model):
    """A mail that must go out. The row is the truth; the worker's message is only a nudge."""

    class State(models.TextChoices):
        """Where the letter is."""

        WAITING = "waiting", pgettext_lazy("letter", "wartet")
        SENT = "sent", pgettext_lazy("letter", "verschickt")
        FAILED = "failed", pgettext_lazy("letter", "nicht zustellbar")

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    mime = models.BinaryField()
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("Brief")
        verbose_name_plural = _("Briefe")
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="letter_due"),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.to}"
