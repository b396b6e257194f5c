"""A creation that is sent again makes no second row: the network may lose an answer, not the request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from config.api.door import ApiRequest
from config.api.problems import Refusal

REMEMBERED = timedelta(hours=24)


def once[M: Model](
    request: ApiRequest, key: str | None, rows: QuerySet[M], create: Callable[[], int], *, at: datetime
) -> int:
    """The number of the row among `rows` that `create` makes, or made when the same request came the first time.

    The caller holds the team's lock, so that two of the same request come here one after the other.
    Raises Refusal if another request has had that key, or if the row is gone.
    """
    if key is None:
        return create()
    creations, fingerprint = request.auth.creations, _fingerprint(request)
    creations.filter(made_at__lte=at - REMEMBERED).delete()
    known = creations.filter(key=key).first()
    if known is None:
        made = create()
        creations.create(key=key, fingerprint=fingerprint, made=made, made_at=at)
        return made
    if known.fingerprint != fingerprint:
        raise Refusal(422, _("Mit diesem Idempotency-Key kam schon eine andere Anfrage."))
    if not rows.filter(pk=known.made).exists():
        raise Refusal(409, _("Das, was diese Anfrage erfasst hat, gibt es nicht mehr."))
    return int(known.made)


def _fingerprint(request: ApiRequest) -> str:
    return sha256(request.path.encode() + b"\0" + request.body).hexdigest()
