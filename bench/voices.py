"""200,000 voices: found by their words, listed, taken in from a table."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from time import perf_counter

from django.utils import timezone

from bench.figure import Figure
from bench.house import APPLICATION, Page, server, signed_in
from bench.pages import EMPTY
from bench.rounds import a_team
from feedback.exchange import importing, running
from feedback.exchange.opening import opened
from feedback.models import Feedback, FeedbackRun
from feedback.searching.index import find
from teams.models import Team
from tests.factories import TouchpointFactory

VOICES, TOUCHPOINTS, ROWS = 200_000, 40, 50_000
VOCABULARY = (
    "die der das ist war nicht und sehr aber auch Lieferung Termin Rückruf Hotline Mitarbeiterin Angebot Preis Montage "
    "freundlich verspätet verständlich schnell langsam Website Formular Passwort Zustellung Paket Filiale Beratung "
    "Reklamation Gutschrift Vertrag Kündigung Techniker Wartung Garantie Bestellung Newsletter"
)
WORDS = VOCABULARY.split()
SIDES = ("negative", "positive", "neutral", "")
BY_MONTH = ("negative", "positive", "figures")
"""Pages that reckon figures of a year."""
TURNS = 5


def figures() -> Iterator[Figure]:
    """The search for a word of many, of few and of no voices; lists and figures; a table of 50,000."""
    team, members = a_team(1)
    hear(team)
    yield Figure("voices.find_in_50000_ms", _ms(lambda: _newest(team, "Rechnung")), "ms", bar=150)
    yield Figure("voices.find_in_20_ms", _ms(lambda: _newest(team, "Seltenheit")), "ms", bar=150)
    yield Figure("voices.find_none_ms", _ms(lambda: _newest(team, "Nirgends")), "ms", bar=150)
    yield Figure("voices.find_two_words_ms", _ms(lambda: _newest(team, "Rechnungen freundlich")), "ms", bar=150)
    browser, home = signed_in(members[0].user), f"/t/{team.slug}/voices/"
    with server(APPLICATION) as ours:
        empty, listed, searched, *monthly = ours.cpu_ms_of(
            *(Page(EMPTY, browser), Page(home, browser), Page(f"{home}?q=Rechnung", browser)),
            *(Page(f"{home}{page}/?by=month", browser) for page in BY_MONTH),
        )
    yield Figure("voices.list_200000_cpu_ms", listed - empty, "ms", bar=100, floor=empty)
    yield Figure("voices.search_200000_cpu_ms", searched - empty, "ms", bar=250, floor=empty)
    for page, cost in zip(BY_MONTH, monthly, strict=True):
        yield Figure(f"voices.{page}_by_month_cpu_ms", cost - empty, "ms", bar=60, floor=empty)
    yield from _table_figures(team)


def hear(team: Team, voices: int = VOICES) -> None:
    """So many voices of four years: a quarter with "Rechnung", one in ten thousand with "Seltenheit"."""
    chance, today = Random(7), date(2026, 11, 22)
    places = [TouchpointFactory(team=team) for _number in range(TOUCHPOINTS)]

    def voice(number: int) -> Feedback:
        words = chance.choices(WORDS, k=18) + ["Rechnung"] * (number % 4 == 0) + ["Seltenheit"] * (number % 10_000 == 0)
        return Feedback(
            team=team,
            touchpoint=chance.choice(places),
            said_on=today - timedelta(days=chance.randrange(1460)),
            text=" ".join(words),
            polarity=chance.choice(SIDES),
            created_at=timezone.now(),
        )

    for begin in range(0, voices, 5000):
        Feedback.objects.bulk_create([voice(number) for number in range(begin, begin + 5000)], batch_size=500)


def _newest(team: Team, words: str) -> list[Feedback]:
    found: list[Feedback] = list(find(team.voices.all(), words).newest().select_related("touchpoint")[:50])
    return found


def _ms(deed: Callable[[], object]) -> float:
    """The best of some turns: what else runs on the machine can only add to it."""

    def turn() -> float:
        begun = perf_counter()
        deed()
        return (perf_counter() - begun) * 1000

    return min(turn() for _turn in range(TURNS))


def _table_figures(team: Team) -> Iterator[Figure]:
    chance = Random(8)
    lines = (f"{' '.join(chance.choices(WORDS, k=18))};{number};{number % 5 + 1}" for number in range(ROWS))
    content = ("Kommentar;ID;Sterne\n" + "\n".join(lines)).encode()
    begun, before, person = perf_counter(), _most_mb(), team.memberships.all()[0].user
    run = importing.receive(team=team, by=person, file_name="stimmen.csv", table=opened(content))
    yield Figure("voices.upload_50000_s", perf_counter() - begun, "s", bar=10)
    importing.start(run=run, by=person)
    begun = perf_counter()
    running.carry_on(run_pk=run.pk, now=timezone.now)
    run.refresh_from_db()
    if (run.state, run.taken) != (FeedbackRun.State.DONE, ROWS):
        raise RuntimeError(f"{run.state}: {run.taken} of {ROWS}")
    yield Figure("voices.import_50000_s", perf_counter() - begun, "s", bar=180)
    yield Figure("voices.import_50000_more_mb", _most_mb() - before, "MB", bar=150)


def _most_mb() -> float:
    """The most memory that this process has ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
