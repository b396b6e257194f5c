"""Takes an import of voices back: removes what the table brought, where nobody has worked with it since.

What a voice looked like when it came is kept for as long as that may be undone, as a sign beside it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import DO_NOTHING, F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from feedback.models import Alert, Feedback, FeedbackRun, ImportedVoice, Mark
from teams.models import User
from touchpoints.exchange.refusals import NotNow

State = FeedbackRun.State

UNDO_FOR = timedelta(days=14)
"""How long after its end an import can be taken back."""
AT_ONCE = 250
"""Voices of one transaction."""
NAMED = 20
"""Voices that stay and are named, each with its reason; the others are counted."""
SIGNED = ("text", "via", "strength", "source", "reference", "may_quote", "key")
"""What the sign says besides the day; where a voice belongs and whether it is for or against has a time of its own."""
CHANGED, TOPIC = "changed", "topic"
"""Why a voice stays: somebody has changed it, or its topics. Any other reason is the label of the rows that hang on it.
"""
OF_THE_IMPORT = (Alert, ImportedVoice, Mark)
"""What hangs on a voice without that anybody has worked with it."""

type Reasons = dict[int, str]


@dataclass(frozen=True)
class Stayed:
    """Voices that stay for one reason: how many, and some of them."""

    reason: str
    count: int
    some: list[Feedback]


def note(run: FeedbackRun, voices: Iterable[Feedback]) -> None:
    """Remember that the run brought these voices, and how they came."""
    rows = [ImportedVoice(run=run, feedback=voice, sign=_sign(voice)) for voice in voices]
    ImportedVoice.objects.bulk_create(rows, batch_size=500)


def undoable_until(run: FeedbackRun, at: datetime) -> datetime | None:
    """The moment up to which it can be taken back; None where it cannot now."""
    if run.state not in (State.DONE, State.FAILED) or not run.taken or run.ended_at is None:
        return None
    until = run.ended_at + UNDO_FOR
    return until if at < until else None


def undo(*, run: FeedbackRun, by: User, at: datetime) -> None:
    """Hand the run to a worker who takes it back, once. Raises NotNow if it is not over, or for too long."""
    over = FeedbackRun.objects.filter(pk=run.pk, state__in=[State.DONE, State.FAILED])
    if over.filter(Q(ended_at=None) | Q(ended_at__lte=at - UNDO_FOR)).exists():
        raise NotNow(_("Rückgängig machen geht nur in den ersten 14 Tagen nach dem Einlesen."))
    if not over.update(state=State.UNDOING, undone_by=by, undone_at=at):
        raise NotNow(_("Das ist schon rückgängig gemacht oder noch nicht fertig."))


@transaction.atomic
def next_batch(run: FeedbackRun, *, claimed_until: datetime, at: datetime, lease: timedelta) -> bool:
    """Remove some of the voices, or end behind the last; whether there is more to do.

    Whoever has the run goes on as long as nobody else has claimed it. `run.kept` says what stays and why.
    """
    rows = FeedbackRun.objects.select_for_update(of=("self",)).defer("content")
    run.refresh_from_db(fields=["state", "claimed_until", "kept", "removed"], from_queryset=rows)
    if run.state != State.UNDOING or run.claimed_until != claimed_until:
        return False
    signs = dict(run.voices.order_by("pk").values_list("feedback", "sign")[:AT_ONCE])
    reasons = _reasons(signs)
    Feedback.objects.filter(pk__in=signs.keys() - reasons.keys()).delete()
    run.voices.filter(feedback__in=reasons).delete()
    run.removed += len(signs) - len(reasons)
    _keep_in_mind(run, reasons)
    run.claimed_until = at + lease if signs else None
    run.state = State.UNDOING if signs else State.UNDONE
    run.save(update_fields=["state", "claimed_until", "kept", "removed"])
    return bool(signs)


def stayed(run: FeedbackRun) -> Iterator[Stayed]:
    """What stayed when the run was taken back, by reason."""
    some = run.kept.get("some", {})
    found = run.team.voices.select_related("team").in_bulk([pk for pks in some.values() for pk in pks])
    for why, count in run.kept.get("counts", {}).items():
        yield Stayed(_in_words(why), count, [found[pk] for pk in some.get(why, []) if pk in found])


def forget_signs(at: datetime) -> None:
    """What can be taken back no more needs no sign."""
    over = FeedbackRun.objects.filter(ended_at__lte=at - UNDO_FOR).exclude(state=State.UNDOING)
    ImportedVoice.objects.filter(run__in=over).delete()


def _reasons(signs: dict[int, str]) -> Reasons:
    """Why some of the voices stay; nobody works with any of them until the transaction ends."""
    held = Feedback.objects.select_for_update(of=("self",)).filter(pk__in=signs).order_by("pk").defer("proposal")
    reasons = {voice.pk: CHANGED for voice in held if signs[voice.pk] != _sign(voice)}
    judged = Feedback.objects.filter(pk__in=signs).filter(
        Q(reason__isnull=False) | (Q(judged_at__isnull=False) & ~Q(judged_at=F("created_at")))
    )
    reasons |= dict.fromkeys(judged.values_list("pk", flat=True), CHANGED)
    by_hand = Mark.objects.filter(Q(by__isnull=False) | Q(is_confirmed=True), feedback__in=signs)
    return reasons | dict.fromkeys(by_hand.values_list("feedback", flat=True), TOPIC) | _hanging(signs.keys())


def _hanging(voices: Collection[int]) -> Reasons:
    """Those on which rows of any floor hang, with the label of these rows."""
    reasons: Reasons = {}
    relations: Iterable[Any] = Feedback._meta.get_fields(include_hidden=True)
    for relation in relations:
        if getattr(relation, "on_delete", None) in (None, DO_NOTHING) or relation.related_model in OF_THE_IMPORT:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": voices})
        reasons |= dict.fromkeys(rows.values_list(name, flat=True), _label(relation.related_model))
    return reasons


def _label(model: Any) -> str:
    """Of the row itself, or of what a voice is tied to by it."""
    if model is Feedback.actions.through:
        return str(Feedback.actions.field.related_model._meta.label)
    return str((model._meta.auto_created or model)._meta.label)


def _keep_in_mind(run: FeedbackRun, reasons: Reasons) -> None:
    counts, some = Counter(run.kept.get("counts", {})), run.kept.get("some", {})
    for pk, why in reasons.items():
        counts[why] += 1
        if sum(map(len, some.values())) < NAMED:
            some.setdefault(why, []).append(pk)
    run.kept = {"counts": dict(counts), "some": some}


def _in_words(why: str) -> str:
    match why:
        case "changed":
            return _("seitdem geändert oder eingeordnet")
        case "topic":
            return _("Thema von Hand gesetzt")
    return _("daran hängt schon etwas: %s") % capfirst(apps.get_model(why)._meta.verbose_name)


def _sign(voice: Feedback) -> str:
    said = [voice.said_on.isoformat(), *(getattr(voice, name) for name in SIGNED)]
    return sha256(json.dumps(said).encode()).hexdigest()[:32]
