"""A person says of a voice in the inbox what it is, once, and can take that back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from feedback import keeping
from feedback.alerting import noticing
from feedback.errors import NotAllowed
from feedback.models import Feedback, Mark, Praise, RecoveryCase, Topic
from feedback.topics.reading import held
from teams.models import User
from touchpoints.models import Touchpoint


class AlreadyJudged(NotAllowed):
    """Somebody else was faster."""

    sentence = _("Darüber hat inzwischen jemand anderes entschieden. Hier ist die nächste Stimme.")


class WorkedOn(NotAllowed):
    """Others have built on it."""

    sentence = _("Damit wird inzwischen gearbeitet; ändern lässt es sich auf der Seite der Stimme.")


@transaction.atomic
def judge(
    *,
    voice: Feedback,
    polarity: str,
    touchpoint: Touchpoint | None,
    topics: Iterable[Topic],
    by: User,
    at: datetime,
) -> dict[str, Any]:
    """Decide on a voice of which nobody has: for or against, where it belongs, and what it is about.

    Returns how it was before, as `take_back` needs it. Raises AlreadyJudged.
    """
    found = _locked(voice)
    if found.polarity:
        raise AlreadyJudged
    before = {
        "voice": found.pk,
        "touchpoint": found.touchpoint_id,
        "marks": list(found.marks.values_list("topic_id", "words", "by_id", "is_confirmed")),
    }
    keeping.judge(found, polarity=polarity, touchpoint=touchpoint, by=by, at=at)
    there = held({topic.pk for topic in topics})
    found.marks.exclude(topic__in=there).delete()
    found.marks.update(is_confirmed=True)
    added = [Mark(feedback=found, topic_id=topic, by=by, is_confirmed=True) for topic in sorted(there)]
    Mark.objects.bulk_create(added, ignore_conflicts=True)
    return before


@transaction.atomic
def take_back(*, voice: Feedback, before: dict[str, Any], by: User, at: datetime) -> None:
    """Make a voice as it was before the person judged it. Raises WorkedOn where that is too late."""
    found = _locked(voice)
    is_theirs = found.judged_by_id == by.pk and found.polarity != ""
    works = RecoveryCase.objects.filter(feedback=found).exists() or Praise.objects.filter(feedback=found).exists()
    if not is_theirs or works:
        raise WorkedOn
    found.polarity, found.judged_by, found.judged_at = "", None, None
    place = Touchpoint.objects.filter(team=found.team_id, pk=before["touchpoint"]).first()
    found.touchpoint = place
    found.save(update_fields=["polarity", "touchpoint", "judged_by", "judged_at"])
    there = held({topic for topic, *_rest in before["marks"]})
    found.marks.all().delete()
    Mark.objects.bulk_create(
        Mark(feedback=found, topic_id=topic, words=words, by_id=marked_by, is_confirmed=is_confirmed)
        for topic, words, marked_by, is_confirmed in before["marks"]
        if topic in there
    )
    noticing.notice([found], at=at)


def _locked(voice: Feedback) -> Feedback:
    return Feedback.objects.select_for_update(no_key=True, of=("self",)).get(pk=voice.pk)
