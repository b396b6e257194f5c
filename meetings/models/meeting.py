"""The round itself: one touchpoint, five phases, one door to its state."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.errors import RoundMovedOn
from meetings.models.chair import Chair
from meetings.models.phases import FIVE_PHASES, ORDER, RUNNING, Phase, PhasePlan
from meetings.models.series import Series
from teams.models import Team, User
from teams.wording import LineField
from touchpoints.models import Touchpoint

if TYPE_CHECKING:
    from meetings.models.participants import Participant

ABANDONED_AFTER = timedelta(hours=3)
MISSED_AFTER = timedelta(days=1)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Named sets of rounds."""

    def planned(self) -> MeetingQuerySet:
        """Not started yet."""
        return self.filter(phase=Phase.LOBBY)

    def coming(self, at: datetime) -> MeetingQuerySet:
        """Planned and not missed, soonest first."""
        return self.planned().exclude(_missed(at)).order_by("starts_at")

    def running(self) -> MeetingQuerySet:
        """Started and not closed."""
        return self.filter(phase__in=RUNNING)

    def unfinished(self) -> MeetingQuerySet:
        """Planned or running: what may still change."""
        return self.exclude(phase__in=[Phase.CLOSED, Phase.CANCELLED])

    def closed(self) -> MeetingQuerySet:
        """Held, with minutes."""
        return self.filter(phase=Phase.CLOSED)

    def under_way(self, at: datetime) -> MeetingQuerySet:
        """Running, and somebody had a hand on it in the last three hours."""
        return self.running().filter(_moved_lately(at))

    def ahead(self, at: datetime) -> MeetingQuerySet:
        """Neither held nor called off: what runs, then what is planned, soonest first; what was missed comes last."""
        missed_last = Case(When(_missed(at), then=1), default=0)
        running_first = F("started_at").desc(nulls_last=True)
        return self.unfinished().order_by(missed_last, running_first, "starts_at")

    def expecting(self, user: User) -> MeetingQuerySet:
        """Those that the person is invited to, moderates or would step in for."""
        invited = Q(participants__user=user, participants__removed_at=None)
        return self.filter(invited | Q(moderator=user) | Q(deputy=user)).distinct()

    def missed(self, at: datetime) -> MeetingQuerySet:
        """Not finished a day after they should have begun, and not being held now; they can still be."""
        return self.unfinished().filter(_missed(at))

    def abandoned(self, at: datetime) -> MeetingQuerySet:
        """Left without an end: running, and no clock started, stopped or got more time for three hours."""
        return self.running().filter(~_moved_lately(at))


def _moved_lately(at: datetime) -> Exists:
    return Exists(PhaseClock.objects.filter(meeting=OuterRef("pk"), moved_at__gt=at - ABANDONED_AFTER))


def _missed(at: datetime) -> Q:
    return Q(starts_at__lt=at - MISSED_AFTER) & ~Q(Q(phase__in=RUNNING), _moved_lately(at))


class Meeting(Chair, PhasePlan):
    """One round. `phase` changes by `advance` and `step_back` alone, on a locked row (`meetings.table.at_table`)."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="meetings")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("Serie")
    )
    touchpoint = models.ForeignKey(
        Touchpoint,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("Kontaktpunkt"),
    )
    title = LineField(_("Anlass in einem Satz"), max_length=120, blank=True)
    what_happened = models.TextField(_("Was ist passiert?"), blank=True, max_length=2000)
    customer = LineField(_("Welche Kundin, welcher Kunde?"), max_length=200, blank=True)
    problems = models.TextField(_("Welche Probleme brachte das?"), blank=True, max_length=2000)
    consequences = models.TextField(_("Welche Folgen hatte es?"), blank=True, max_length=2000)

    starts_at = models.DateTimeField(_("Beginn"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    join_code = models.CharField(max_length=12, unique=True, editable=False)

    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.LOBBY, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    is_paper = models.BooleanField(default=False, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    speaking_card = models.ForeignKey("Card", models.SET_NULL, null=True, editable=False, related_name="+")
    speaking_since = models.DateTimeField(null=True, editable=False)

    closing_word = models.TextField(_("Das letzte Wort"), blank=True, max_length=1000)
    set_aside_reason = models.TextField(_("Warum das Ergebnis nicht gilt"), blank=True, max_length=1000)
    chosen_instead = models.ForeignKey("Card", models.SET_NULL, null=True, editable=False, related_name="+")
    no_action_reason = models.TextField(_("Warum es keine Maßnahme gibt"), blank=True, max_length=1000)
    ended_early_reason = models.TextField(_("Warum die Runde abgebrochen wurde"), blank=True, max_length=1000)
    next_touchpoint = models.ForeignKey(
        Touchpoint,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Nächster Kontaktpunkt"),
    )
    has_no_next = models.BooleanField(_("Es gibt keinen nächsten Kontaktpunkt"), default=False)
    next_starts_at = models.DateTimeField(_("Nächste Runde"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Runde")
        verbose_name_plural = _("Runden")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="meeting_phase_known"),
            models.CheckConstraint(
                condition=Q(phase__in=["lobby", "cancelled"]) | Q(started_at__isnull=False),
                name="meeting_started_before_phases",
            ),
            models.CheckConstraint(
                condition=Q(phase="closed", closed_at__isnull=False) | (~Q(phase="closed") & Q(closed_at=None)),
                name="meeting_closed_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(phase="closed")
                | Q(next_touchpoint__isnull=False)
                | Q(has_no_next=True)
                | ~Q(ended_early_reason=""),
                name="meeting_closes_with_next_touchpoint",
                violation_error_message=_(
                    "Zum Abschluss gehört der nächste Kontaktpunkt oder das Wort, dass es keinen gibt."
                ),
            ),
            models.CheckConstraint(
                condition=Q(has_no_next=False) | Q(next_touchpoint=None), name="meeting_has_a_next_or_none"
            ),
            models.CheckConstraint(
                condition=Q(chosen_instead=None) | ~Q(set_aside_reason=""),
                name="meeting_set_aside_with_reason",
                violation_error_message=_("Wer das Ergebnis beiseitelegt, schreibt den Grund dazu."),
            ),
        ]
        indexes = [models.Index(fields=["team", "phase", "starts_at"], name="meeting_list")]

    def __str__(self) -> str:
        return self.title or str(self.touchpoint or _("Runde"))

    def get_absolute_url(self) -> str:
        """The round's page: preparation before, minutes after."""
        return reverse("meetings:detail", args=[self.team.slug, self.pk])

    @property
    def ends_at(self) -> datetime:
        """When it ends if it keeps to its minutes."""
        return self.starts_at + self.box

    @property
    def has_occasion(self) -> bool:
        """Whether anybody has told what happened."""
        return any((self.what_happened, self.customer, self.problems, self.consequences))

    @property
    def is_running(self) -> bool:
        """Started and not closed."""
        return self.phase in RUNNING

    @property
    def is_over(self) -> bool:
        """Closed or cancelled: nothing in it changes any more."""
        return self.phase in (Phase.CLOSED, Phase.CANCELLED)

    @property
    def is_silent(self) -> bool:
        """Cards pinned now hang face down."""
        return self.phase == Phase.IDEAS

    def is_moderated_by(self, participant: Participant) -> bool:
        """Whether that person holds the moderator's role now; the rules follow the role, not the person."""
        return participant.user_id is not None and participant.user_id == self.moderator_id

    def advance(self, *, expected: str, at: datetime) -> Phase:
        """Go to the next phase and run its clock; the only door forward, on a locked row.

        Raises RoundMovedOn if the round is no longer in the expected phase.
        """
        return self._enter(ORDER[self._place(expected) + 1], at)

    def step_back(self, *, expected: str, at: datetime) -> Phase:
        """Go one phase back; its clock goes on where it stood. Raises RoundMovedOn as `advance` does."""
        return self._enter(ORDER[self._place(expected) - 1], at)

    def close_early(self, *, at: datetime) -> None:
        """End a running round from whatever phase it was left in."""
        self._enter(Phase.CLOSED, at)

    def cancel(self) -> None:
        """Call off a round that has not started. Raises RoundMovedOn if it has."""
        if self.phase != Phase.LOBBY:
            raise RoundMovedOn
        self.phase = Phase.CANCELLED
        self.save(update_fields=["phase"])

    def _place(self, expected: str) -> int:
        if self.phase != expected or self.phase not in ORDER:
            raise RoundMovedOn
        return ORDER.index(Phase(self.phase))

    def _enter(self, phase: Phase, at: datetime) -> Phase:
        self.clocks.filter(phase=self.phase).stop(at)
        self.phase = phase
        if phase == Phase.CLOSED:
            self.closed_at = at
        else:
            self.clocks.filter(phase=phase).run(at)
        self.speaking_card = self.speaking_since = None
        self.save(update_fields=["phase", "closed_at", "speaking_card", "speaking_since"])
        return phase

    def begin(self, *, at: datetime) -> None:
        """Set up the clocks of all phases and remember the start; safe to repeat."""
        self.started_at = self.started_at or at
        self.save(update_fields=["started_at"])
        clocks = [
            PhaseClock(meeting=self, phase=phase, planned=timedelta(minutes=self.planned_minutes(phase)), moved_at=at)
            for phase in (Phase.FOLLOW_UP, *FIVE_PHASES)
        ]
        PhaseClock.objects.bulk_create(clocks, ignore_conflicts=True)

    @property
    def clock(self) -> PhaseClock:
        """The clock of the present phase. Raises PhaseClock.DoesNotExist before the start and after the end."""
        return self.clocks.get(phase=self.phase)


class PhaseClockQuerySet(models.QuerySet["PhaseClock"]):
    """Starting and stopping clocks."""

    def run(self, at: datetime) -> None:
        """Let them run from now, unless they do already."""
        self.filter(running_since=None).update(running_since=at, moved_at=at)

    def stop(self, at: datetime) -> None:
        """Halt them and keep what they have counted."""
        for clock in self.exclude(running_since=None):
            clock.spent, clock.running_since, clock.moved_at = clock.elapsed(at), None, at
            clock.save(update_fields=["spent", "running_since", "moved_at"])


class PhaseClock(models.Model):
    """How long a phase was to take and has taken, over all the times it was entered. Paused while not running."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="clocks")
    phase = models.CharField(max_length=12, choices=Phase.choices)
    planned = models.DurationField()
    added = models.DurationField(default=timedelta)
    spent = models.DurationField(default=timedelta)
    running_since = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()

    objects = PhaseClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("Uhr einer Phase")
        verbose_name_plural = _("Uhren der Phasen")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "phase"], name="clock_once_a_phase"),
            models.UniqueConstraint(
                fields=["meeting"], condition=~Q(running_since=None), name="clock_runs_alone_in_a_meeting"
            ),
            models.CheckConstraint(condition=Q(spent__gte=timedelta()), name="clock_spent_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}"

    def elapsed(self, at: datetime) -> timedelta:
        """Time spent in the phase up to that moment, pauses left out."""
        running = at - self.running_since if self.running_since else timedelta()
        return self.spent + max(running, timedelta())

    def remaining(self, at: datetime) -> timedelta:
        """What is left of the planned and added time; negative when overrun."""
        return self.planned + self.added - self.elapsed(at)

    def deadline(self) -> datetime | None:
        """When the time is up if nobody pauses; None while paused."""
        return self.running_since + self.planned + self.added - self.spent if self.running_since else None

    def add(self, more: timedelta, *, at: datetime) -> None:
        """Give the phase more time."""
        self.added, self.moved_at = self.added + more, at
        self.save(update_fields=["added", "moved_at"])
