"""What people say about a table besides its columns, as its row keeps it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.exchange.cells import Scale
from feedback.models import FeedbackRun, Via


class Unknown(models.TextChoices):
    """What becomes of rows whose touchpoint the team does not have."""

    LEAVE = "leave", _("ohne Kontaktpunkt einlesen")
    REFUSE = "refuse", _("nicht einlesen")


@dataclass
class Options:
    """`headings` as uploaded; `fingerprint` tells the same file again; `language` is that of whoever uploaded it.

    `unknown` says what becomes of touchpoints that the team does not have, `missing` names them as far as read.
    """

    headings: list[str] = field(default_factory=list)
    fingerprint: str = ""
    language: str = "de"
    via: str = Via.OTHER.value
    scale: str = Scale.STARS.value
    unknown: str = Unknown.LEAVE.value
    masks: bool = False
    missing: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, run: FeedbackRun) -> Options:
        """Those of the run; the usual ones where nothing has been said yet."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in run.options.items() if name in known})

    def as_kept(self) -> dict[str, Any]:
        """As `of` reads them."""
        return asdict(self)
