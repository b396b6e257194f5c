"""The rows of a round: the series it comes from, the meeting, its people, cards, votes and record."""

from meetings.models.brought import BroughtSuggestion, BroughtSuggestionQuerySet
from meetings.models.cards import Card
from meetings.models.feed import Feed
from meetings.models.meeting import Meeting, PhaseClock
from meetings.models.participants import Participant
from meetings.models.phases import FIVE_PHASES, Phase, PhasePlan
from meetings.models.record import Addendum, DecidedAction, Minutes, Settlement
from meetings.models.series import Series
from meetings.models.votes import Ballot, Choice, Outcome, PaperCount, VoteRound

__all__ = [
    "FIVE_PHASES",
    "Addendum",
    "Ballot",
    "BroughtSuggestion",
    "BroughtSuggestionQuerySet",
    "Card",
    "Choice",
    "DecidedAction",
    "Feed",
    "Meeting",
    "Minutes",
    "Outcome",
    "PaperCount",
    "Participant",
    "Phase",
    "PhaseClock",
    "PhasePlan",
    "Series",
    "Settlement",
    "VoteRound",
]
