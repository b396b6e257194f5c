"""What the search finds. The database keeps the index behind it itself: see the migration `words_of_voices`."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from feedback.models.voice import FeedbackQuerySet
from feedback.searching.stems import asked, stem

FEW = 2000
"""Voices that PostgreSQL looks up one by one; where more are found, it goes through the newest until a page is full."""


def find(voices: FeedbackQuerySet, words: str) -> FeedbackQuerySet:
    """Those of the voices in which each of the words occurs, in whatever inflection.

    All of them where nothing is asked for, none where what is asked for has no word in it. PostgreSQL is asked at once
    whether they are many.
    """
    if not words.strip():
        return voices
    wanted = asked(words)
    if not wanted:
        return voices.none()
    if connection.vendor == "postgresql":
        match = " ".join(wanted)
        return voices.filter(_Says(F("id"), Value(match), are_few=_are_few(match)))
    match = " ".join(f'"{stem(word)}"' for word in wanted)
    return voices.filter(_Says(F("id"), Value(match)))


class _Says(Func):
    """Whether the voice of that number has all the words in it."""

    output_field = BooleanField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """By the column of stems; few are gathered first, because PostgreSQL takes rare words for frequent ones."""
        voice, words = self.get_source_expressions()
        assert isinstance(voice, Col)  # noqa: S101 - what F("id") of a voice resolves to
        text, params = compiler.compile(words)
        own = compiler.quote_name(voice.alias)
        if self.extra["are_few"]:
            found = f"SELECT id FROM feedback_feedback WHERE stems @@ plainto_tsquery('voices', {text})"  # noqa: S608 - a placeholder
            return f"{own}.id = ANY(ARRAY({found}))", params
        return f"{own}.stems @@ plainto_tsquery('voices', {text})", params

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """By the table of FTS5.

        With the plus SQLite goes through the newest of 200,000 until a page is full: 6 to 20 ms, whatever is found.
        """
        voice, words = map(compiler.compile, self.get_source_expressions())
        found = f"(SELECT rowid FROM feedback_stems WHERE feedback_stems MATCH {words[0]})"  # noqa: S608 - a placeholder
        return f"+{voice[0]} IN {found}", (*voice[1], *words[1])


def _are_few(match: str) -> bool:
    some = "SELECT 1 FROM feedback_feedback WHERE stems @@ plainto_tsquery('voices', %s) LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({some}) AS first_ones", [match, FEW + 1])  # noqa: S608 - placeholders
        return bool(cursor.fetchone()[0] <= FEW)
