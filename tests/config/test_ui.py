import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from config.templatetags.ui import (
    avatar,
    calendar_day,
    cycle_bar,
    day,
    icon,
    message_line,
    minutes_clock,
    version,
    when,
)
from teams.models import Membership
from tests.factories import NOW, MembershipFactory, TeamFactory

CSS = Path(settings.BASE_DIR, "static", "css")
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
IMPORT = re.compile(r'^@import "([^"]+)"', re.MULTILINE)
TOKENS = {name: shades for name, *shades in TOKEN.findall((CSS / "tokens.css").read_text())}
GROUNDS = ["paper", "sheet", "card"]
COLOURS = ["accent", "plum", "amber", "red", "green"]
TEXT_PAIRS = [
    *product(["ink", "muted"], [*GROUNDS, *(f"{colour}-soft" for colour in COLOURS)]),
    *product(COLOURS, GROUNDS),
    *((colour, f"{colour}-soft") for colour in COLOURS),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-red", "red"),
]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2: 0 is black, 1 is white."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.2: black on white is 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


class TestColours:
    def test_contrast_is_measured_as_wcag_does(self) -> None:
        assert contrast("#000000", "#ffffff") == pytest.approx(21)

    @pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
    def test_text_reads_on_every_ground_it_stands_on(self, text: str, ground: str, scheme: int) -> None:
        assert contrast(TOKENS[text][scheme], TOKENS[ground][scheme]) >= 4.5

    @pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize("ground", ["paper", "sheet"])
    def test_the_edge_of_a_field_can_be_seen(self, ground: str, scheme: int) -> None:
        assert contrast(TOKENS["edge"][scheme], TOKENS[ground][scheme]) >= 3

    def test_colours_live_in_the_tokens_alone(self) -> None:
        sheets = set(IMPORT.findall((CSS / "site.css").read_text())) - {"tokens.css"}
        assert not [name for name in sheets if re.search(r"#[0-9a-f]{6}\b|rgb\(|hsl\(", (CSS / name).read_text())]


class TestPeopleAndSigns:
    def test_a_name_is_never_markup(self) -> None:
        assert "<b" not in avatar("<b>x").replace("<span", "")

    def test_an_icon_is_silent_for_screen_readers(self) -> None:
        assert 'aria-hidden="true"' in icon("house")
        assert 'class="icon"' in icon("house")

    @pytest.mark.parametrize("level", constants.DEFAULT_LEVELS.values())
    def test_every_message_says_its_level_in_a_word(self, level: int) -> None:
        assert re.search(
            r"</svg>\s*<span><strong>\w[\w ]+</strong> Gespeichert\.", message_line(Message(level, "Gespeichert."))
        )

    def test_the_version_is_the_projects(self) -> None:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version())


@pytest.fixture
def at_the_round() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("at_the_round")
class TestDates:
    @pytest.mark.parametrize(
        ("ahead", "words"),
        [
            (timedelta(hours=2), "heute, 11:00"),
            (timedelta(days=1), "morgen, 9:00"),
            (timedelta(days=-1), "gestern, 9:00"),
            (timedelta(days=3), "Fr, 27. Nov., 9:00"),
            (timedelta(days=300), "Mo, 20. Sept. 2027, 10:00"),
        ],
    )
    def test_a_moment_reads_as_people_say_it(self, ahead: timedelta, words: str) -> None:
        assert f">{words}</time>" in when(NOW + ahead)

    def test_the_exact_moment_is_in_the_title(self) -> None:
        assert 'datetime="2026-11-24T09:00:00+01:00" title="Dienstag, 24. November 2026, 9:00 Uhr"' in when(NOW)

    def test_a_moment_late_in_the_evening_is_today_where_the_reader_is(self) -> None:
        assert "heute, 23:30" in when(datetime(2026, 11, 24, 22, 30, tzinfo=UTC))

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (date(2026, 11, 24), "heute"),
            (date(2026, 11, 25), "morgen"),
            (date(2026, 11, 27), "in 3 Tagen"),
            (date(2026, 11, 21), "vor 3 Tagen"),
            (date(2026, 12, 1), "Di, 1. Dez."),
            (NOW, "heute"),
        ],
    )
    def test_a_day_reads_as_people_say_it(self, value: date, words: str) -> None:
        assert f">{words}</time>" in day(value)

    @pytest.mark.parametrize(
        ("value", "words"), [(date(2026, 11, 25), "morgen"), (date(2026, 11, 27), "Fr, 27. Nov."), (NOW, "heute")]
    )
    def test_a_day_behind_a_preposition_is_never_counted(self, value: date, words: str) -> None:
        assert f">{words}</time>" in calendar_day(value)

    def test_nothing_is_said_about_no_date(self) -> None:
        assert when(None) == day(None) == ""

    def test_an_english_reader_gets_english_names(self) -> None:
        with translation.override("en"):
            assert "Tue" in day(date(2026, 12, 1))

    @pytest.mark.parametrize(
        ("seconds", "clock"), [(324, "5:24"), (0, "0:00"), (-0.4, "0:00"), (-12, "−0:12"), (3661.9, "61:01")]
    )
    def test_a_clock_counts_minutes(self, seconds: float, clock: str) -> None:
        assert minutes_clock(seconds) == clock


def test_a_cycle_bar_fills_half_segments() -> None:
    assert [segment.filled for segment in cycle_bar(3, "Soll-Strategie")["segments"]] == [16, 8, 0, 0]
    assert "<title>Soll-Strategie</title>" in rendered('{% cycle_bar 3 "Soll-Strategie" %}')


class RoundForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Kurz und klar")
    note = forms.CharField(label="Notiz", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("direct", "direkt")], widget=forms.RadioSelect)
    is_key = forms.BooleanField(label="Super-Touchpoint", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


class TestForms:
    def test_a_field_is_tied_to_its_help_and_its_error(self) -> None:
        page = str(RoundForm({"token": "x"})["name"].as_field_group())
        assert 'aria-describedby="id_name_helptext id_name_error"' in page
        assert 'aria-invalid="true"' in page
        assert '<ul class="errors" id="id_name_error">' in page
        assert 'id="id_name_helptext">Kurz und klar' in page

    def test_what_may_stay_empty_says_so(self) -> None:
        form = RoundForm()
        assert "freiwillig" in form["note"].as_field_group()
        assert "freiwillig" not in form["name"].as_field_group()

    def test_choices_stand_in_a_group_and_a_tick_stands_before_its_label(self) -> None:
        form = RoundForm()
        assert "<legend>Art" in form["kind"].as_field_group()
        tick = form["is_key"].as_field_group()
        assert tick.index("<input") < tick.index("<label")

    def test_several_errors_are_summed_up_above_the_form(self) -> None:
        page = str(RoundForm({"token": "x"}))
        assert 'role="alert"' in page
        assert '<a href="#id_name">Name</a>' in page

    def test_an_error_in_a_hidden_field_is_not_swallowed(self) -> None:
        page = str(RoundForm({"name": "Hotline", "kind": "direct"}))
        assert 'role="alert"' in page
        assert "token" in page

    def test_one_wrong_field_says_it_once(self) -> None:
        assert 'role="alert"' not in str(RoundForm({"kind": "direct", "token": "x"}))

    def test_what_was_typed_is_kept_and_never_markup(self) -> None:
        assert 'value="&lt;b&gt;"' in str(RoundForm({"name": "<b>"}))


def team_request(membership: Membership | None, path: str = "/") -> HttpRequest:
    """A request as the middlewares leave it for a page's template."""
    request = RequestFactory().get(path)
    request.user = membership.user if membership else AnonymousUser()
    if membership:
        request.membership, request.team = membership, membership.team  # type: ignore[attr-defined]
    return request


class TestShell:
    def test_navigation_marks_the_page_and_all_below_it(self, anna: Membership) -> None:
        below = f"/t/{anna.team.slug}/touchpoints/7/"
        page = render_to_string("base.html", request=team_request(anna, below))
        assert f'<a href="/t/{anna.team.slug}/touchpoints/" aria-current="page">' in page
        assert page.count("aria-current") == 1

    def test_the_overview_is_current_on_its_own_page_alone(self, anna: Membership) -> None:
        page = render_to_string("base.html", request=team_request(anna, f"/t/{anna.team.slug}/"))
        assert f'<a href="/t/{anna.team.slug}/" aria-current="page">' in page
        assert page.count("aria-current") == 1

    def test_a_person_in_one_team_sees_its_name_and_no_menu_of_teams(self, anna: Membership) -> None:
        page = render_to_string("base.html", request=team_request(anna))
        assert anna.team.name in page
        assert "Team wechseln" not in page

    def test_a_person_in_two_teams_can_switch(self, anna: Membership) -> None:
        second = MembershipFactory(user=anna.user, team=TeamFactory(name="Kundenservice"))
        page = render_to_string("base.html", request=team_request(anna))
        assert "Team wechseln" in page
        assert f'href="/t/{second.team.slug}/"' in page

    def test_a_stranger_sees_no_navigation(self) -> None:
        page = render_to_string("base.html", request=team_request(None))
        assert "<nav" not in page
        assert "Anmelden" in page

    def test_a_bare_page_has_no_shell(self, anna: Membership) -> None:
        page = render_to_string("bare.html", request=team_request(anna))
        assert "<header" not in page
        assert "<footer" not in page

    def test_the_page_says_its_language(self, anna: Membership) -> None:
        with translation.override("en"):
            assert '<html lang="en">' in render_to_string("base.html", request=team_request(anna))

    @pytest.mark.parametrize("template", ["base.html", "confirm.html", "404.html"])
    def test_nothing_is_inline(self, anna: Membership, template: str) -> None:
        source = render_to_string(template, request=team_request(anna))
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_an_error_page_needs_neither_context_nor_database(code: int) -> None:
    page = render_to_string(f"{code}.html")
    assert re.search(r"<h1>\w.+</h1>", page)
    assert 'href="/"' in page
