"""The database of `make start` tells letters apart as the grown-up one does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from time import perf_counter

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.sqlite.like import fits
from teams.models import Team
from tests.factories import DepartmentFactory, StageFactory, TagFactory, TouchpointFactory

BEFORE = [("config", "0001_archives")]


@pytest.mark.parametrize(
    ("pattern", "text", "is_fitting"),
    [
        ("%überw%", "Überweisung", True),
        ("%ÜBERW%", "Eine überweisung", True),
        ("ÉCLAIR", "éclair", True),
        ("%straße%", "STRAßE 5", True),
        ("%strasse%", "Straße 5", False),
        ("%🩺%", "Praxen 🩺 Süd", True),
        ("a%", "Angebot", True),
        ("a%", "Tag", False),
        ("%T", "Angebot", True),
        ("%b", "Angebot", False),
        ("a%g%t", "Angebot", True),
        ("a%t%g%", "Angebot", False),
        ("_ngeb_t", "Angebot", True),
        ("_ngeb_t", "angebet!", False),
        ("%n_e%", "Angebot", True),
        ("%", "", True),
        ("", "", True),
        ("", "a", False),
        ("a%z", "a\nz", True),
        ("(a+)+$", "(A+)+$", True),
        (5, 5, True),
    ],
)
def test_like_knows_every_letter_in_any_case(pattern: object, text: object, is_fitting: bool) -> None:
    assert fits(pattern, text) == is_fitting


@pytest.mark.parametrize(
    ("pattern", "text", "is_fitting"),
    [
        (r"%5\%%", "5% Skonto", True),
        (r"%5\%%", "50 Skonto", False),
        (r"%a\_b%", "a_b", True),
        (r"%a\_b%", "axb", False),
        (r"%c:\\%", "C:\\Büro", True),
    ],
)
def test_signs_that_are_escaped_stand_for_themselves(pattern: str, text: str, is_fitting: bool) -> None:
    assert fits(pattern, text, "\\") == is_fitting


@pytest.mark.parametrize(("pattern", "text"), [(None, "a"), ("a", None)])
def test_nothing_is_like_what_nobody_knows(pattern: str | None, text: str | None) -> None:
    assert fits(pattern, text) is None


@pytest.mark.parametrize("pattern", ["%" + "ü%" * 250, "%" + "_ü%" * 170, "%" + "ü" * 498 + "%"])
def test_pattern_of_500_signs_is_answered_at_once(pattern: str) -> None:
    began = perf_counter()
    assert not fits(pattern, "ü" * 200 + "x" * 4000)
    assert perf_counter() - began < 2, "ways to match are tried again and again"


@pytest.fixture
def newest_schema(transactional_db: None) -> Iterator[None]:
    """Brings the schema back to its newest state at the end: other tests need it."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.embedded
@pytest.mark.usefixtures("newest_schema")
def test_names_that_an_older_version_took_for_two_are_told_apart_and_found(team: Team) -> None:
    factories = {"touchpoint": TouchpointFactory, "stage": StageFactory, "tag": TagFactory}
    for factory in (*factories.values(), DepartmentFactory):
        for name in ("Prüfgerüst", "x", "PRÜFGERÜST (2)", "y"):
            factory(team=team, name=name)
    TouchpointFactory(name="prüfgerüst")
    MigrationExecutor(connection).migrate(BEFORE)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as plain, plain:
        plain.execute("REINDEX")  # as SQLite itself sees it
        for table in ("teams_department", *(f"touchpoints_{name}" for name in factories)):
            plain.execute(f"UPDATE {table} SET name = 'PrÜfgerüst' WHERE name = 'x'")
            plain.execute(f"UPDATE {table} SET name = 'prüfgerÜst' WHERE name = 'y'")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    expected = ["Prüfgerüst", "PrÜfgerüst (3)", "PRÜFGERÜST (2)", "prüfgerÜst (4)"]
    for rows in (team.touchpoints, team.stages, team.tags, team.departments):
        assert list(rows.order_by("pk").values_list("name", flat=True)) == expected
    assert team.touchpoints.filter(name__iexact="PRÜFGERÜST").count() == 1
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
