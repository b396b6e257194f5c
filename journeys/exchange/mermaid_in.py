"""Reads Mermaid's user journeys, alone or in a fenced block of a Markdown text; problems are named by their line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from journeys.document import FORMAT, VERSION, Document
from journeys.exchange.fields import JOURNEY, PHASE, STEP, empty_step
from journeys.exchange.json_in import Found
from journeys.exchange.mermaid_out import NEUTRAL, UNKNOWN
from journeys.exchange.refusals import MOST_TOLD, Problem, Unfit, unfit
from journeys.exchange.values import Value
from journeys.models import JourneyKind
from journeys.placing import MOST_PHASES, MOST_STEPS
from touchpoints.exchange.cells import Misfit, quoted
from touchpoints.exchange.checking import key

FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})\s*(\w*)")
ENTITY = re.compile(r"#(\w+);")
COMMENT = re.compile(r"#(?!\w+;).*")
HIGHEST_SIGN, DIGITS_OF_IT = 0x10FFFF, 7
STATEMENT = re.compile(r"(title|section)\s+(.*)", re.IGNORECASE)
FOR_SCREEN_READERS = re.compile(r"acc(title|descr)\s*([:{])", re.IGNORECASE)
SCORE = re.compile(r"([1-5])(?:[.,]0+)?")
APART = " · "
LONGEST_LINE = 5000
"""Characters: more than a title, a name and everybody who takes part."""

type Numbered = tuple[int, str]
"""A line of the file, from 1, and its text without blanks around it."""


def is_mermaid(text: str) -> bool:
    """Whether a user journey stands in the text, alone or in a fenced block."""
    return _beginning(_numbered(text)) is not None


def read_mermaid(text: str) -> Found:
    """The first user journey in the text. Raises Unfit."""
    scribe = Scribe()
    scribe.read(_beginning(_numbered(text)) or iter(()))
    if scribe.problems:
        raise Unfit(*scribe.problems)
    if not scribe.phases:
        raise unfit(_("Unter „journey“ steht kein Schritt."))
    return Found(scribe.document(), scribe.passed_over)


class Scribe:
    """Notes line by line what a user journey says."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.passed_over: list[str] = []
        self.title = ""
        self.phases: list[Document] = []
        self.steps: list[tuple[Document, list[str]]] = []
        self.is_unknown = self.is_described = False

    def read(self, lines: Iterator[Numbered]) -> None:
        """Take down every line, until there is more than anybody mends or keeps."""
        for number, line in lines:
            try:
                self._take(line)
            except Misfit as misfit:
                self.problems.append(Problem(_("Zeile %s") % number, str(misfit)))
            if len(self.problems) >= MOST_TOLD:
                break
            if len(self.steps) > MOST_STEPS or len(self.phases) > MOST_PHASES:
                self.problems.append(Problem(_("Zeile %s") % number, _too_many()))
                break

    def document(self) -> Document:
        """All that was taken down, as our document."""
        named = Counter(actors[0] for _step, actors in self.steps if actors).most_common(1)
        persona = named[0][0] if named else ""
        for step, actors in self.steps:
            step["department"] = next((actor for actor in actors if key(actor) != key(persona)), "")
        told = {"persona": persona, "notes": "", **_told_by(self.title, persona)}
        return {"format": FORMAT, "version": VERSION, **told, "phases": self.phases}

    def _take(self, line: str) -> None:
        if len(line) > LONGEST_LINE:
            raise Misfit(_("Die Zeile ist viel zu lang."))
        if line.startswith("%%"):
            self.is_unknown = line == UNKNOWN
            return
        line = COMMENT.sub("", line).strip()
        if not line or self._is_for_screen_readers(line):
            return
        if statement := STATEMENT.fullmatch(line):
            self._state(statement[1].lower(), _decoded(statement[2]))
        else:
            self._add_step(line)

    def _is_for_screen_readers(self, line: str) -> bool:
        """What only describes the drawing; its longer form goes on until its bracket is closed."""
        if self.is_described:
            self.is_described = "}" not in line
            return True
        found = FOR_SCREEN_READERS.match(line)
        if found:
            self.passed_over.append(f"acc{found[1].capitalize()}")
            self.is_described = found[2] == "{" and "}" not in line
        return bool(found)

    def _state(self, word: str, text: str) -> None:
        if word == "title":
            self.title = text
            return
        name = PHASE["name"].from_json(text)
        if key(name) in {key(phase["name"]) for phase in self.phases}:
            raise Misfit(_("Die Phase „%s“ gibt es schon weiter oben.") % quoted(name))
        self.phases.append({"name": name, "steps": []})

    def _add_step(self, line: str) -> None:
        name, *data = line.split(":")
        is_unknown, self.is_unknown = self.is_unknown, False
        touchpoint = STEP["touchpoint"].from_json(_decoded(name))
        if not data or not touchpoint:
            raise Misfit(_("„%s“ ist kein Schritt wie „Angebot: 4: Berta“.") % quoted(line))
        emotion = _emotion(data[0].strip())
        actors = [actor for text in "".join(data[1:2]).split(",") if (actor := _actor(text))]
        step = empty_step() | {"touchpoint": touchpoint, "emotion": None if is_unknown else emotion}
        if not self.phases:
            self.phases.append({"name": first_phase(), "steps": []})
        self.phases[-1]["steps"].append(step)
        self.steps.append((step, actors))


def first_phase() -> str:
    """What the phase is called that holds the steps before any other."""
    return _("Der Weg")


def _numbered(text: str) -> Iterator[Numbered]:
    for number, line in enumerate(text.split("\n"), 1):
        yield number, line.strip("\r\t \ufeff")


def _beginning(lines: Iterator[Numbered]) -> Iterator[Numbered] | None:
    """The lines behind the word "journey", if they are in a fence, up to its end; None where there is no such word."""
    fence, is_mermaid_here, in_front_matter, in_directive = "", True, False, False
    for number, line in lines:
        opening = FENCE.match(line)
        if (number == 1 and line == "---") or in_front_matter:
            in_front_matter = number == 1 or line != "---"
        elif in_directive or line.startswith("%%{"):
            in_directive = "}%%" not in line
        elif opening and not fence:
            fence, is_mermaid_here = opening[1], opening[2].lower() == "mermaid"
        elif _closes(line, fence):
            fence, is_mermaid_here = "", False
        elif is_mermaid_here and line and not line.startswith("%%"):
            if line.lower().rstrip(";") == "journey":
                return _until(lines, fence)
            is_mermaid_here = False
    return None


def _until(lines: Iterator[Numbered], fence: str) -> Iterator[Numbered]:
    for number, line in lines:
        if _closes(line, fence):
            return
        yield number, line


def _closes(line: str, fence: str) -> bool:
    return bool(fence) and line.startswith(fence) and not line.strip(fence[0])


def _decoded(text: str) -> str:
    return ENTITY.sub(_sign, text).strip()


def _sign(entity: re.Match[str]) -> str:
    name = entity[1]
    if name.isdecimal() and len(name) <= DIGITS_OF_IT:
        return chr(int(name)) if int(name) <= HIGHEST_SIGN else ""
    return html5.get(f"{name};", entity[0])


def _actor(text: str) -> str:
    longest: Value = JOURNEY["persona"]
    return str(longest.from_json(_decoded(text)))


def _emotion(score: str) -> int:
    found = SCORE.fullmatch(score)
    if not found:
        raise Misfit(_("Hinter dem Namen steht eine ganze Zahl von 1 bis 5, hier steht „%s“.") % quoted(score))
    return int(found[1]) - NEUTRAL


def _told_by(title: str, persona: str) -> dict[str, Any]:
    """Occasion and kind: our own titles name the customers and the kind behind the occasion."""
    occasion, found, kind = title.rpartition(f"{APART}{persona}{APART}") if persona else ("", "", "")
    if not found:
        parts = title.split(APART)
        occasion, kind = (parts[0], parts[2]) if len(parts) == 3 and _kinds().get(key(parts[2])) else (title, "")
    known = _kinds().get(key(kind))
    case_name = "" if known or not kind else kind
    return {
        "occasion": _cut(occasion, JOURNEY["occasion"]),
        "kind": known or (JourneyKind.CASE.value if case_name else JourneyKind.ACTUAL.value),
        "case_name": _cut(case_name, JOURNEY["case_name"]),
    }


def _kinds() -> dict[str, str]:
    """The kinds of journeys by what they are called in every language."""
    words: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {key(str(kind.label)): kind.value for kind in JourneyKind}
    return words


def _cut(text: str, line: Any) -> str:
    """A title may be any length; what it becomes is shown in a field, so that nobody misses the rest unseen."""
    return str(line.from_json(text[: line.most]))


def _too_many() -> str:
    return _("Mehr als %(phases)s Phasen und %(steps)s Schritte hat eine Journey nicht.") % {
        "phases": MOST_PHASES,
        "steps": MOST_STEPS,
    }
