"""The rows of voices, a module for each thing."""

from feedback.models.alert import Alert, AlertKind
from feedback.models.asking import Answer, AskedDay, Batch, Question, QuestionQuerySet, Ticket, TicketQuerySet
from feedback.models.collecting import FeedbackRun, ImportedVoice
from feedback.models.learned import Learned, LearnedQuerySet
from feedback.models.listening import Listening
from feedback.models.recovery import CaseNote, CaseOutcome, Praise, RecoveryCase, RecoveryCaseQuerySet
from feedback.models.suggestion import (
    Rating,
    Reply,
    Suggestion,
    SuggestionQuerySet,
    SuggestionState,
)
from feedback.models.topic import Mark, Rereading, Term, Tone, ToneWord, Topic
from feedback.models.voice import Contact, Feedback, FeedbackQuerySet, Polarity, Reason, Via

__all__ = [
    "Alert",
    "AlertKind",
    "Answer",
    "AskedDay",
    "Batch",
    "CaseNote",
    "CaseOutcome",
    "Contact",
    "Feedback",
    "FeedbackQuerySet",
    "FeedbackRun",
    "ImportedVoice",
    "Learned",
    "LearnedQuerySet",
    "Listening",
    "Mark",
    "Polarity",
    "Praise",
    "Question",
    "QuestionQuerySet",
    "Rating",
    "Reason",
    "RecoveryCase",
    "RecoveryCaseQuerySet",
    "Reply",
    "Rereading",
    "Suggestion",
    "SuggestionQuerySet",
    "SuggestionState",
    "Term",
    "Ticket",
    "TicketQuerySet",
    "Tone",
    "ToneWord",
    "Topic",
    "Via",
]
