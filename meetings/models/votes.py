"""The vote: rounds of ballots, sealed until the round closes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models.cards import Card
from meetings.models.meeting import Meeting
from meetings.models.participants import Participant


class Choice(models.TextChoices):
    """What stands beside a name on the list of voters."""

    CARD = "card", _("Stimme")
    ABSTENTION = "abstention", _("Enthaltung")
    ABSENT = "absent", _("abwesend")


class Outcome(models.TextChoices):
    """By which part of rule 7 a vote round ended."""

    MAJORITY = "majority", _("Mehrheit")
    MODERATOR = "moderator", _("Gleichstand, Stimme der Moderation entscheidet")
    RUN_OFF = "run_off", _("Gleichstand, Stichwahl")
    NO_VOTES = "no_votes", _("keine Stimme abgegeben")


class VoteRound(models.Model):
    """One vote among some cards; the first among all, a run-off among the tied."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="vote_rounds")
    number = models.PositiveSmallIntegerField(default=1)
    candidates = models.ManyToManyField(Card, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    winner = models.ForeignKey(Card, models.RESTRICT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Wahlgang")
        verbose_name_plural = _("Wahlgänge")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="vote_round_number_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(closed_at=None), name="vote_round_open_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="vote_result_sealed_until_closed",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["majority", "moderator"], winner__isnull=False)
                | (~Q(outcome__in=["majority", "moderator"]) & Q(winner=None)),
                name="vote_winner_only_if_decided",
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="vote_outcome_known"),
        ]

    def __str__(self) -> str:
        return pgettext_lazy("vote", "Wahlgang %d") % self.number

    @property
    def is_open(self) -> bool:
        """Ballots are taken and sealed."""
        return self.closed_at is None

    @property
    def is_run_off(self) -> bool:
        """Opened among the tied cards of the vote round before."""
        before = VoteRound.objects.filter(meeting=self.meeting_id, number=self.number - 1)
        return before.filter(outcome=Outcome.RUN_OFF).exists()


class BallotQuerySet(models.QuerySet["Ballot"]):
    """Named sets of ballots."""

    def cast(self) -> BallotQuerySet:
        """Votes and abstentions: what the person said, not what the moderator marked."""
        return self.exclude(choice=Choice.ABSENT)


class Ballot(models.Model):
    """One person's vote, abstention or mark of absence in one vote round."""

    vote_round = models.ForeignKey(VoteRound, models.CASCADE, related_name="ballots")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    card = models.ForeignKey(Card, models.RESTRICT, null=True, related_name="ballots")
    cast_at = models.DateTimeField()

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("vote", "Stimme")
        verbose_name_plural = pgettext_lazy("vote", "Stimmen")
        constraints = [
            models.UniqueConstraint(
                fields=["vote_round", "participant"],
                name="ballot_once_a_person",
                violation_error_message=_("Jede Person hat eine Stimme."),
            ),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="ballot_choice_known"),
            models.CheckConstraint(
                condition=Q(choice="card", card__isnull=False) | (~Q(choice="card") & Q(card=None)),
                name="ballot_names_a_card_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"Ballot {self.pk}"


class PaperCount(models.Model):
    """What the tally sheet of a round on paper says: votes for a card, or abstentions where there is no card."""

    vote_round = models.ForeignKey(VoteRound, models.CASCADE, related_name="paper_counts")
    card = models.ForeignKey(Card, models.CASCADE, null=True, related_name="+")
    votes = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("Zählung auf Papier")
        verbose_name_plural = _("Zählungen auf Papier")
        constraints = [
            models.UniqueConstraint(fields=["vote_round", "card"], name="paper_count_once_a_card"),
            models.UniqueConstraint(fields=["vote_round"], condition=Q(card=None), name="paper_abstentions_once"),
        ]

    def __str__(self) -> str:
        return f"PaperCount {self.pk}"
