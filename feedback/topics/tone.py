"""Whether a text praises or complains: words of tone, weighed by what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from feedback.topics.dictionary import Hit
from feedback.topics.words import COMMON, Word, each_of

NOT = each_of(
    "nicht nich net ned nix nichts kein keine keinen keinem keiner keines keinerlei nie niemals ohne kaum weder null "
    "not no never without hardly neither nor none dont doesnt didnt isnt wasnt arent werent cant cannot couldnt wont "
    "wouldnt shouldnt hasnt havent aint"
)
NOT_AFTER = each_of("nicht nich net ned nie niemals")
"""What follows the word that it denies: "gefällt mir nicht"."""
NOT_ONLY = each_of("nur allein bloß bloss only just")
MUCH = each_of(
    "sehr total mega äusserst äußerst wirklich absolut extrem völlig überaus unglaublich richtig so viel "
    "very really extremely absolutely totally completely so"
)
LITTLE = each_of("etwas bisschen bissl wenig leicht teilweise slightly somewhat bit little partly")
BUT = each_of(
    "aber jedoch allerdings leider trotzdem dafür nur obwohl dennoch hingegen andererseits "
    "but however though although yet unfortunately"
)
COURTESY = each_of("danke dankeschön dank merci endlich thanks thank")
SCORN = frozenset("🙄🤡🤮")
"""Emoji beside which praise is meant the other way round."""

REACH = 3
"""Words over which a negation reaches, within its clause."""
STRONG, WEAK = 1.5, 0.5
BOTH_WITH_BUT, BOTH = 0.25, 0.5
"""How much smaller the smaller side may be for the text to be both, with a word of contrast and without."""


class Verdict(NamedTuple):
    """ "positive", "negative", "mixed" or "neutral", and the hits that led to it."""

    polarity: str
    hits: list[Hit]


def verdict(words: Sequence[Word], hits: Sequence[Hit]) -> Verdict:
    """How a text sounds; "neutral" where no word praises or complains."""
    tones = [hit for hit in hits if hit.meaning.kind == "tone"]
    is_scorn = any(word.small in SCORN for word in words)
    weighed = [(hit, _weight(words, tones, hit, is_scorn=is_scorn)) for hit in tones]
    good = sum(weight for _hit, weight in weighed if weight > 0)
    bad = -sum(weight for _hit, weight in weighed if weight < 0)
    polarity = _decided(good, bad, has_but=any(word.small in BUT for word in words))
    sides = {"positive": [1], "negative": [-1], "mixed": [1, -1], "neutral": []}[polarity]
    return Verdict(polarity, [hit for hit, weight in weighed if (weight > 0) - (weight < 0) in sides])


def _decided(good: float, bad: float, *, has_but: bool) -> str:
    if not good and not bad:
        return "neutral"
    if min(good, bad) / max(good, bad) >= (BOTH_WITH_BUT if has_but else BOTH):
        return "mixed"
    return "positive" if good > bad else "negative"


def _weight(words: Sequence[Word], tones: Sequence[Hit], hit: Hit, *, is_scorn: bool) -> float:
    """How much a hit says, above zero for praise."""
    before = _before(words, tones, hit)
    weight = float(hit.meaning.key)
    if words[hit.first].small in COURTESY and hit.first == hit.last:
        weight *= WEAK
    if any(word.small in MUCH for word in before[-2:]):
        weight *= STRONG
    if any(word.small in LITTLE for word in before[-2:]):
        weight *= WEAK
    if _is_denied(before) or _is_denied_after(words, tones, hit):
        weight *= -1 if weight > 0 else -WEAK
    if weight > 0 and (is_scorn or words[hit.first].is_quoted):
        weight *= -STRONG
    return weight


def _before(words: Sequence[Word], tones: Sequence[Hit], hit: Hit) -> Sequence[Word]:
    """The words of the clause before a hit as far as a negation reaches, and not beyond the hit before it."""
    last_hit = max((other.last for other in tones if other.last < hit.first), default=-1)
    near = words[max(last_hit + 1, hit.first - REACH, 0) : hit.first]
    return [word for word in near if word.clause == words[hit.first].clause]


def _is_denied(before: Sequence[Word]) -> bool:
    for at, word in enumerate(before):
        follows = before[at + 1].small if at + 1 < len(before) else ""
        if word.small in NOT and follows not in NOT_ONLY:
            return True
    return False


def _is_denied_after(words: Sequence[Word], tones: Sequence[Hit], hit: Hit) -> bool:
    """Whether a German negation follows that does not belong to the next word of tone."""
    clause, starts = words[hit.last].clause, {other.first for other in tones}
    for at in range(hit.last + 1, min(hit.last + 1 + REACH, len(words))):
        if words[at].clause != clause or at in starts:
            return False
        if words[at].small in NOT_AFTER:
            after = range(at + 1, min(at + 1 + REACH, len(words)))
            return not any(place in starts and words[place].clause == clause for place in after) and (
                at + 1 >= len(words) or words[at + 1].small not in NOT_ONLY
            )
    return False


def languages_of(words: Sequence[Word]) -> list[str]:
    """The language that most of the small words are of; both where that does not tell."""
    count = {language: sum(word.small in common for word in words) for language, common in COMMON.items()}
    best = max(count.values())
    return [language for language, number in count.items() if number == best]
