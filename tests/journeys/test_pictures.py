"""The map as a drawing (SVG) and as a picture of pixels (PNG), and how words are broken for them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from PIL import Image, ImageFont

from journeys.feeling import Felt, Origin
from journeys.lanes import LANES
from journeys.mapping import JourneyMap, MapPhase
from journeys.models import Journey, JourneyKind
from journeys.paper import pixels
from journeys.paper.picture import Picture, draw, drawn
from journeys.paper.wrapping import lines, width
from teams.models import Membership
from tests.conftest import signed_in
from tests.journeys.of_journeys import JourneyFactory, JourneyStepFactory
from tests.journeys.of_paper import a_map, measured

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def journey(anna: Membership) -> Journey:
    return JourneyFactory(team=anna.team)


def url(journey: Journey, name: str) -> str:
    return reverse(f"journeys:{name}", args=[journey.team.slug, journey.pk])


def picture(journey: JourneyMap, *hidden: str) -> Picture:
    return draw(journey, hidden=hidden, today=TODAY)


def parsed(journey: JourneyMap, *hidden: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn(picture(journey, *hidden)))


def said(root: ElementTree.Element) -> str:
    return " ".join(root.itertext())


# --- Breaking words ---


def test_words_fill_lines_and_line_ends_stay() -> None:
    assert lines("eins zwei drei", 6) == ["eins zwei", "drei"]
    assert lines("eins\n\nzwei", 6) == ["eins", "", "zwei"]
    assert lines("", 6) == []


def test_long_words_break_with_a_hyphen_between_letters_alone() -> None:
    broken = lines("Rindfleischetikettierung", 8)
    assert [line[-1] for line in broken[:-1]] == ["-"] * (len(broken) - 1)
    assert "".join(line.rstrip("-") for line in broken) == "Rindfleischetikettierung"
    assert "".join(lines("1234567890" * 3, 8)) == "1234567890" * 3
    assert all(width(line) <= 8 for line in broken)


def test_signs_of_several_characters_are_not_torn() -> None:
    family = "👨‍👩‍👧‍👦"
    assert all(line.count("\u200d") % 3 == 0 for line in lines(family * 5, 9))
    assert all("👍🏽" * (len(line) // 2) == line for line in lines("👍🏽" * 9, 5))


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\x1b", "\x85", "\ufffe", "\ud800"])
def test_what_xml_forbids_is_gone(odd: str) -> None:
    assert "".join(lines(f"vor{odd}nach", 30)).replace(" ", "") in {"vornach"}


def test_words_are_no_wider_than_estimated() -> None:
    font = ImageFont.truetype("DejaVuSans.ttf", 1000)
    for text in (
        "Rechnung verständlich machen",
        "The customer calls back",
        "KÜNDIGUNG",
        "10.000 € in 5 Min.",
        "mmm www",
    ):
        assert font.getlength(text) / 1000 <= width(text) <= font.getlength(text) / 1000 * 1.25


# --- The drawing ---


def test_drawing_stands_alone_and_says_everything() -> None:
    root = parsed(a_map(3, words="Preis & Frist <verstehen>"))
    words = said(root)
    for told in (
        "Heizung tauschen · Bauherrin Berta · Ist",
        "Stand 24.11.2026",
        "Kontakt 3",
        "Innenansicht",
        "Bereich: ",
    ):
        assert told in words
    assert words.count("Preis & Frist") == 3 * 13
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{name}" for name in ["svg", "title", "desc", "rect", "g", "path", "text", "tspan", "circle"]
    }
    assert not any(name in element.attrib for element in root.iter() for name in ("href", "style", "onload"))


def test_rows_are_as_high_as_their_words() -> None:
    short, long = picture(a_map(3, words="kurz")), picture(a_map(3, words="sehr lang " * 40))
    assert long.height > short.height + 1000
    bottom = max(box.y + box.height for box in long.boxes)
    assert max(words.y + words.style.leading * (len(words.lines) - 1) for words in long.words) < bottom


def test_words_stay_in_their_columns() -> None:
    drawing = picture(a_map(4, words="Heizungsmodernisierungskostenvoranschlag prüfen 🎁"))
    for words in drawing.words:
        if words.x > drawing.left and words.y > drawing.table_top:
            assert max(map(width, words.lines)) * words.style.size * words.style.wider <= 4 * 224


def test_lanes_left_out_are_not_drawn() -> None:
    inside = [lane.name for lane in LANES if lane.side == "inside"]
    assert "Innenansicht" not in said(parsed(a_map(2), *inside))
    assert picture(a_map(2), "emotion").curve is None
    assert "Hier steht noch nichts" not in said(parsed(a_map(2), *(lane.name for lane in LANES)))


def test_way_without_steps_or_phases_is_drawn() -> None:
    assert "noch kein Schritt" in said(parsed(a_map(0)))
    assert "Hier steht noch nichts" in said(parsed(JourneyMap("B", "Kauf", JourneyKind.ACTUAL, [])))


def test_what_was_measured_is_a_diamond() -> None:
    journey = JourneyMap("B", "Kauf", JourneyKind.ACTUAL, [MapPhase("Kaufen", [measured(-0.64)])])
    root = parsed(journey)
    assert not root.findall(f".//{SVG}circle")
    assert "−0,6" in said(root)


def test_what_was_heard_is_a_square() -> None:
    step = replace(measured(-0.64), felt=Felt(-0.64, Origin.VOICES, n=12))
    root = parsed(JourneyMap("B", "Kauf", JourneyKind.ACTUAL, [MapPhase("Kaufen", [step])]))
    assert any("h12v12h-12z" in path.get("d", "") for path in root.findall(f".//{SVG}path"))


@pytest.mark.django_db
def test_drawing_is_saved_and_can_do_nothing(journey: Journey, rita: Membership) -> None:
    JourneyStepFactory(phase__journey=journey, goal="<script>alert(1)</script>\x0b]]>")
    answer = signed_in(rita).get(url(journey, "svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"<script" not in answer.content
    assert "alert(1)" in said(ElementTree.fromstring(answer.content))


@pytest.mark.django_db
def test_drawing_speaks_the_readers_language(journey: Journey, rita: Membership) -> None:
    JourneyStepFactory(phase__journey=journey)
    rita.user.language = "en"
    rita.user.save()
    assert b'xml:lang="en"' in signed_in(rita).get(url(journey, "svg")).content


# --- The picture ---


def test_picture_is_twice_as_fine_as_the_drawing_and_not_empty() -> None:
    drawing = picture(a_map(2, words="Überraschung 🎁"))
    image = Image.open(io.BytesIO(pixels.paint_png(drawing)))
    assert image.format == "PNG"
    assert abs(image.width - 2 * drawing.width) <= 2
    assert abs(image.height - 2 * drawing.height) <= 2
    assert len(image.convert("RGB").getcolors(1_000_000) or []) > 50


def test_large_ways_come_out_coarser_within_bounds() -> None:
    drawing = picture(a_map(80, words="Preis verstehen und vergleichen"))
    assert pixels.LEGIBLE <= pixels.fineness(drawing) < pixels.FINE
    assert drawing.width * drawing.height * pixels.fineness(drawing) ** 2 <= pixels.MOST_PIXELS + 1
    assert drawing.width * pixels.fineness(drawing) <= pixels.LONGEST_SIDE + 1


@pytest.mark.django_db
def test_picture_nobody_could_read_is_refused_in_a_sentence(
    journey: Journey, rita: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    JourneyStepFactory(phase__journey=journey)
    monkeypatch.setattr(pixels, "MOST_PIXELS", 100_000)
    answer = signed_in(rita).get(url(journey, "png"))
    assert answer.status_code == 302
    assert "nicht mehr zu lesen" in str(next(iter(get_messages(answer.wsgi_request))))


@pytest.mark.django_db
def test_picture_is_saved_under_the_journeys_name(journey: Journey, rita: Membership) -> None:
    answer = signed_in(rita).get(url(journey, "png"))
    assert answer["Content-Type"] == "image/png"
    assert "heizung-tauschen" in answer["Content-Disposition"]
    assert answer.content.startswith(b"\x89PNG")
