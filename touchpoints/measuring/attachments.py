"""Files that readings were taken from."""

from __future__ import annotations

from teams.files import kept_name, recognised
from touchpoints.models import Attachment, Reading


def attach(*, reading: Reading, name: str, content: bytes) -> Attachment:
    """Keep the file with the reading, under a name that says what it is. Raises ValidationError as `recognised`."""
    kind = recognised(content)
    return Attachment.objects.create(
        reading=reading, name=kept_name(name, kind), content_type=kind.content_type, content=content
    )
