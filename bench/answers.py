"""A fair, a mailing and a hotline at once: fifty customers a second answer one question, each of them once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from threading import local
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from bench.figure import Figure
from bench.house import HOST, START, Page, Server, server
from bench.pages import EMPTY
from bench.rounds import a_team
from feedback.models import Answer, Feedback, Question
from tests.feedback.of_feedback import QuestionFactory
from touchpoints.models import Metric, Reading

RATE, SECONDS = 50, 30
LEAD = 0.5
"""Seconds before the first of them, so that all connections are ready."""
CUSTOMERS = 32
"""Connections over which they come: enough for none to wait for another."""
WORDS = (
    "Nette Beratung, aber die Rechnung kam vor der Ware.",
    "",
    "Am Stand war zu viel los, niemand hatte Zeit für eine Frage zum Preis.",
    "",
)


class Sent(NamedTuple):
    """How one answer went: the status, 0 without one, and the milliseconds since it was due."""

    status: int
    waited: float


def figures() -> Iterator[Figure]:
    """What an answer costs beyond the empty view, and whether all of them arrive, in time."""
    question: Question = QuestionFactory(metric__touchpoint__team=a_team(1)[0], metric__type=Metric.Type.NPS)
    with server(START, KONTAKTPUNKT_EMBEDDED="1", TRUSTED_PROXIES="1") as ours:
        empty, looked_at = ours.cpu_ms_of(Page(EMPTY, {}), Page(question.get_public_url(), {}))
        begun, used = time.monotonic(), ours.cpu_ms
        sent = _all_sent(ours, question.get_public_url())
        took, used = time.monotonic() - begun - LEAD, ours.cpu_ms - used
    waited = sorted(each.waited for each in sent)
    yield Figure("answers.page_cpu_ms", looked_at - empty, "ms", bar=10, floor=empty)
    yield Figure("answers.answer_cpu_ms", used / len(sent), "ms", floor=empty)
    yield Figure(
        "answers.kept_a_second",
        Answer.objects.filter(question=question).count() / took,
        "/s",
        bar=RATE * 0.98,
        at_least=True,
    )
    yield Figure("answers.median_ms", waited[len(waited) // 2], "ms")
    yield Figure("answers.p95_ms", waited[len(waited) * 95 // 100], "ms", bar=500)
    yield Figure("answers.lost", _lost(question, sent), "answers", bar=0)


def _lost(question: Question, sent: list[Sent]) -> int:
    """Answers that were not thanked for, or are not there, or not in the reading, or whose words are not there."""
    answers, readings = Answer.objects.filter(question=question), Reading.objects.filter(metric=question.metric)
    words = sum(1 for _each, said in zip(sent, cycle(WORDS), strict=False) if said)
    return max(
        sum(each.status != 303 for each in sent),
        len(sent) - answers.count(),
        len(sent) - sum(reading.n or 0 for reading in readings),
        words - Feedback.objects.filter(answer__question=question).count(),
    )


def _all_sent(ours: Server, address: str) -> list[Sent]:
    """Every answer at the moment at which it is due, whether or not those before it have come through."""
    begun, lines = time.monotonic() + LEAD, local()

    def send(number: int) -> Sent:
        due = begun + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        status = _status(lines, ours.port, address, number)
        return Sent(status, (time.monotonic() - due) * 1000)

    with ThreadPoolExecutor(CUSTOMERS) as customers:
        return list(customers.map(send, range(RATE * SECONDS)))


def _status(lines: local, port: int, address: str, number: int) -> int:
    """What the server says to one answer, each from an address of its own behind the proxy."""
    if not hasattr(lines, "connection"):
        lines.connection = HTTPConnection(HOST, port, timeout=30)
    typed = {"sheet": uuid4(), "step": number % 11, "bad": WORDS[number % len(WORDS)], "seen": 1}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
    }
    try:
        lines.connection.request("POST", address, urlencode(typed), headers)
        answer = lines.connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        del lines.connection
        return 0
    return int(answer.status)
