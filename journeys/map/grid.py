"""The map as a table: phases and steps across, lanes down.

It is drawn in Python, because eighty steps are more than a thousand cells, and each of these has as little around its
words as it can do with: what a cell is, its row and its column say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from journeys.feeling import Felt, Origin
from journeys.lanes import LANES, Lane, Side
from journeys.map.addresses import Addresses
from journeys.map.asked import Asked
from journeys.map.curve import axis, curve
from journeys.map.heads import empty_head, phase_head, step_head
from journeys.mapping import JourneyMap, MapStep
from journeys.wording import known_from, mood, signed

NOTHING: SafeString = SafeString("")


class Grid:
    """Draws one journey; without `to` no head leads anywhere. Lanes that are not among `lanes` are not in it at all."""

    def __init__(
        self, journey: JourneyMap, asked: Asked, to: Addresses | None = None, lanes: Sequence[Lane] = LANES
    ) -> None:
        self.journey, self.asked, self.to, self.lanes = journey, asked, to, lanes

    @cached_property
    def columns(self) -> list[MapStep | None]:
        """The steps in order; None is the only column of a phase without steps."""
        columns: list[MapStep | None] = []
        for phase in self.journey.phases:
            columns += phase.steps or [None]
        return columns

    @cached_property
    def looks(self) -> list[str]:
        """For each column the classes of its cells: the first one of a phase, those that do not stand out."""
        first = {id(phase.steps[0]) for phase in self.journey.phases if phase.steps}
        return [
            " none" if step is None else " first" * (id(step) in first) + " dim" * (not self.asked.means(step))
            for step in self.columns
        ]

    def drawn(self) -> SafeString:
        """The whole table."""
        return format_html(
            '<table id="journey-grid" class="journey-grid"><caption class="visually-hidden">{}</caption>'
            '<colgroup><col class="lanes"><col class="steps" span="{}"></colgroup>'
            '<thead><tr class="phase-heads"><td class="corner" rowspan="2"></td>{}</tr>'
            '<tr class="step-heads">{}</tr></thead>'
            "{}</table>",
            self.journey.title,
            max(len(self.columns), 1),
            format_html_join("", "{}", ([phase_head(phase, self.to)] for phase in self.journey.phases)),
            format_html_join("", "{}", ([head] for head in self._heads())),
            format_html_join(
                "", "{}", ([self._side(side)] for side in dict.fromkeys(lane.side for lane in self.lanes))
            ),
        )

    def curve(self) -> SafeString:
        """The emotion curve alone, to take the place of an older one."""
        return curve(self.columns)

    def _heads(self) -> Iterator[SafeString]:
        number, looks = 0, iter(self.looks)
        for phase in self.journey.phases:
            if not phase.steps:
                next(looks)
                yield empty_head(phase, self.to)
            for place, step in enumerate(phase.steps, start=1):
                number += 1
                behind = self.to.add_step(phase.pk, place) if self.to and self.to.may_write and phase.pk else ""
                yield step_head(step, number, self.to, look=next(looks), behind=behind)

    def _side(self, side: Side) -> SafeString:
        lanes = [lane for lane in self.lanes if lane.side == side]
        return format_html(
            '<tbody class="{}"{}><tr class="side"><th scope="rowgroup" colspan="{}"><span>{}</span></th></tr>'
            "{}</tbody>",
            side.value,
            self._hidden(*lanes),
            len(self.columns) + 1,
            side.label,
            format_html_join("", "{}", ([self._lane(lane)] for lane in lanes)),
        )

    def _lane(self, lane: Lane) -> SafeString:
        if lane.is_curve:
            return self._emotions(lane)
        cells = (self._cell(step, look, lane.name) for step, look in zip(self.columns, self.looks, strict=True))
        return format_html(
            '<tr data-lane="{}"{}><th scope="row">{}</th>{}</tr>',
            lane.name,
            self._hidden(lane),
            lane.title,
            SafeString("".join(cells)),
        )

    def _cell(self, step: MapStep | None, look: str, lane: str) -> str:
        opening = f'<td class="{look[1:]}">' if look else "<td>"
        return f"{opening}{escape(step.texts[lane]) if step else ''}</td>"

    def _emotions(self, lane: Lane) -> SafeString:
        """The curve across all steps, and below it each one's value in words."""
        return format_html(
            '<tr class="curve" data-lane="{}"{}><th scope="row" rowspan="2"><span>{}</span>{}</th>'
            '<td colspan="{}">{}</td></tr><tr class="emotions" data-lane="{}"{}>{}</tr>',
            lane.name,
            self._hidden(lane),
            lane.title,
            axis(),
            max(len(self.columns), 1),
            self.curve(),
            lane.name,
            self._hidden(lane),
            format_html_join("", '<td class="{}" data-own="{}">{}</td>', self._emotion_cells()),
        )

    def _emotion_cells(self) -> Iterator[tuple[str, str, SafeString]]:
        for step, look in zip(self.columns, self.looks, strict=True):
            own = "" if step is None or step.emotion is None else str(step.emotion)
            yield look[1:], own, emotion_words(step) if step else NOTHING

    def _hidden(self, *lanes: Lane) -> SafeString:
        return SafeString(" hidden") if all(lane.name in self.asked.hidden for lane in lanes) else NOTHING


def emotion_words(step: MapStep) -> SafeString:
    """What an emotion counts as, how it is known, and what stands at the step where customers said otherwise."""
    if step.felt is None:
        return NOTHING
    return format_html(
        '<b>{}</b> {} <span class="known{}">{}</span>',
        signed(step.felt.value),
        mood(step.felt.value),
        " by-customers" if step.felt.origin != Origin.STEP else "",
        _known(step, step.felt),
    )


def _known(step: MapStep, felt: Felt) -> str:
    words = known_from(felt)
    if felt.origin != Origin.STEP and step.emotion is not None:
        words = _("%(measured)s (am Schritt eingeschätzt: %(own)s)") % {
            "measured": words,
            "own": signed(step.emotion),
        }
    return words
