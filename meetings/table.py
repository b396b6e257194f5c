"""Where every change of a round happens: at its locked row, announced to the open screens when it is stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from meetings.errors import NotInRoom, OnlyMembers, OnlyModerator, RoundIsOver, RoundMovedOn
from meetings.live import announce
from meetings.models import Meeting, Participant, Phase


@contextmanager
def at_table(meeting: Meeting) -> Iterator[Meeting]:
    """Lock the round's row for the length of the block and yield it fresh.

    All writes of a round go through here: one at a time, all or nothing, and every screen hears of it after commit.
    """
    with transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
        yield _locked(meeting)
        transaction.on_commit(lambda: announce(meeting.pk), robust=True)


@contextmanager
def quietly_at_table(meeting: Meeting) -> Iterator[Meeting]:
    """Lock as `at_table` does, for what only its author sees: nobody's screen changes, so none hears of it."""
    with transaction.atomic():
        yield _locked(meeting)


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("team").get(pk=meeting.pk)


def seated(meeting: Meeting, person: Participant) -> Participant:
    """That person as stored, if they are in this round now. Raises NotInRoom for strangers and those removed."""
    found = meeting.participants.in_room().filter(pk=person.pk).first()
    if found is None:
        raise NotInRoom
    return found


def of_the_team(meeting: Meeting, person: Participant) -> Participant:
    """That person as stored, if they are in this round as a member. Raises OnlyMembers for guests, else as `seated`."""
    found = seated(meeting, person)
    if found.is_guest:
        raise OnlyMembers
    return found


def in_chair(meeting: Meeting, person: Participant) -> Participant:
    """That person as stored, if they moderate now. Raises OnlyModerator for everyone else in the round."""
    found = seated(meeting, person)
    if not meeting.is_moderated_by(found):
        raise OnlyModerator
    return found


def during(meeting: Meeting, *phases: Phase) -> None:
    """Go on only in one of these phases. Raises RoundIsOver or RoundMovedOn."""
    if meeting.is_over:
        raise RoundIsOver
    if meeting.phase not in phases:
        raise RoundMovedOn
