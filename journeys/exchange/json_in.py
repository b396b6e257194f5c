"""Reads the JSON document of a journey, from whomever it comes: problems are named by their path."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from journeys.document import FORMAT, VERSION, Document
from journeys.exchange.fields import JOURNEY, LANE_TEXTS, PHASE, STEP, empty_step
from journeys.exchange.refusals import MOST_TOLD, Problem, TooMany, Unfit, unfit
from journeys.exchange.values import Value, shown
from journeys.placing import MOST_PHASES, MOST_STEPS
from touchpoints.exchange.cells import Misfit, quoted
from touchpoints.exchange.checking import key

MOST_DIGITS = 300
"""Of a number that is read at all."""


@dataclass(frozen=True)
class Found:
    """The journey as our document, every field filled, and what of the file was passed over."""

    document: Document
    passed_over: list[str] = field(default_factory=list)


def read_json(text: str) -> Found:
    """The journey in the text. Raises Unfit."""
    clerk = Clerk()
    try:
        document = clerk.journey(_parsed(text))
    except TooMany:
        document = {}
    if clerk.problems:
        raise Unfit(*clerk.problems)
    return Found(document, clerk.passed_over)


class Clerk:
    """Goes through a document once and notes what does not fit."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.passed_over: list[str] = []
        self.phase_names: set[str] = set()
        self.threads: set[str] = set()
        self.steps = 0

    def journey(self, told: Any) -> Document:
        """The whole of it."""
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise unfit(_("Hier steht „%s“, damit die Datei als Journey zu erkennen ist.") % FORMAT, "format")
        version = told.get("version")
        if isinstance(version, bool) or version not in range(1, VERSION + 1):
            sentence = _("Die Fassung „%(version)s“ ist hier nicht bekannt. Gelesen wird: %(known)s.")
            raise unfit(sentence % {"version": shown(version), "known": VERSION}, "version")
        journey = self._values(told, JOURNEY, "", {"format", "version", "phases"})
        phases = self._list(told, "phases", "phases", MOST_PHASES, _("Mehr als %s Phasen hat eine Journey nicht."))
        return {"format": FORMAT, "version": VERSION, **journey, "phases": [self._phase(*phase) for phase in phases]}

    def _phase(self, path: str, told: Mapping[str, Any]) -> Document:
        phase = self._values(told, PHASE, path, {"steps"})
        if not phase["name"]:
            self._note(f"{path}.name", _("Die Phase braucht einen Namen."))
        elif key(phase["name"]) in self.phase_names:
            self._note(f"{path}.name", _("Die Phase „%s“ gibt es schon weiter oben.") % quoted(phase["name"]))
        self.phase_names.add(key(phase["name"]))
        room = MOST_STEPS - self.steps
        steps = self._list(told, "steps", f"{path}.steps", room, _("Mehr als %s Schritte hat eine Journey nicht."))
        return {**phase, "steps": [self._step(*step) for step in steps]}

    def _step(self, path: str, told: Mapping[str, Any]) -> Document:
        self.steps += 1
        problems = len(self.problems)
        step = empty_step() | self._values(told, STEP, path, {"texts", "felt"})
        texts = told.get("texts", {})
        if isinstance(texts, dict):
            step["texts"] |= self._values(texts, LANE_TEXTS, f"{path}.texts", set())
        else:
            self._note(f"{path}.texts", _("Hier steht ein Objekt mit den Texten des Schritts."))
        if not step["touchpoint"] and not step["name"] and problems == len(self.problems):
            self._note(path, _("Ein Schritt hat einen Kontaktpunkt oder sagt, was hier fehlt."))
        if step["thread"] in self.threads:
            step["thread"] = ""
        self.threads.add(step["thread"])
        return step

    def _values(self, told: Mapping[str, Any], known: Mapping[str, Value], path: str, also: set[str]) -> Document:
        """Everything that is known of an object, empty where it says nothing."""
        values: Document = {}
        for name, value in known.items():
            try:
                values[name] = value.from_json(told[name]) if name in told else value.empty
            except Misfit as misfit:
                values[name] = value.empty
                self._note(_below(path, name), str(misfit))
        unknown = (name for name in told if name not in known and name not in also)
        self.passed_over += [_below(path, quoted(name)) for name in unknown][: MOST_TOLD - len(self.passed_over)]
        return values

    def _list(
        self, told: Mapping[str, Any], name: str, path: str, most: int, too_many: str
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects in a list, each with its path."""
        entries = told.get(name, [])
        if not isinstance(entries, list):
            self._note(path, _("Hier steht eine Liste."))
            return
        if len(entries) > most:
            self._note(path, too_many % (MOST_PHASES if name == "phases" else MOST_STEPS))
            return
        for number, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield f"{path}[{number}]", entry
            else:
                self._note(f"{path}[{number}]", _("Hier steht ein Objekt."))

    def _note(self, path: str, sentence: str) -> None:
        self.problems.append(Problem(path, sentence))
        if len(self.problems) >= MOST_TOLD:
            raise TooMany


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _parsed(text: str) -> Any:
    """What the text says, if it is JSON as the standard has it. Raises Unfit."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        place = _("Zeile %(line)s, Zeichen %(sign)s") % {"line": error.lineno, "sign": error.colno}
        raise unfit(_("Hier ist das JSON zu Ende, oder ein Zeichen passt nicht."), place) from error
    except RecursionError as error:
        raise unfit(_("Das JSON ist viel zu tief verschachtelt.")) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in pairs:
        if name in told:
            raise unfit(_("Das Feld „%s“ steht in einem Objekt zweimal.") % quoted(name))
        told[name] = value
    return told


def _no_number(name: str) -> NoReturn:
    raise unfit(_("„%s“ ist in JSON keine Zahl.") % name)


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise unfit(_("Die Zahl %s ist viel zu lang.") % quoted(digits))
    return int(digits)
