"""People with an account, and what they may choose: their language and their time zone."""

from __future__ import annotations

import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from teams.wording import LineField

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
