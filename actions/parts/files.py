"""Files that belong to an action."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from actions.errors import NotAllowed
from actions.models import Action, ActionFile
from actions.moving import held
from teams.files import kept_name, recognised
from teams.models import User

MOST_FILES = 20


@transaction.atomic
def add(*, action: Action, name: str, content: bytes, by: User, at: datetime, sheet: UUID | None = None) -> ActionFile:
    """Keep a file with the action; the same sheet twice is one file.

    Raises NotAllowed when there are enough, ValidationError as `teams.files.recognised`.
    """
    files, kind = held(action).files, recognised(content)
    if sheet and (known := files.filter(sheet=sheet).first()):
        return known
    if files.count() >= MOST_FILES:
        raise NotAllowed(_("An einer Maßnahme hängen höchstens %(most)d Dateien.") % {"most": MOST_FILES})
    return files.create(
        name=kept_name(name, kind),
        content_type=kind.content_type,
        content=content,
        size=len(content),
        added_by=by,
        added_at=at,
        sheet=sheet,
    )
