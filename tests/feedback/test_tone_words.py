"""The words that praise or complain, on the screen: one letter at a time, or by a part of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from feedback.models import ToneWord
from feedback.topics.beginning import create_dictionary
from feedback.topics.spelling import FEW, letter_of, shown
from teams.models import Membership, Team
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def address(name: str, team: Team, asked: str = "") -> str:
    return reverse(f"feedback:{name}", args=[team.slug]) + asked


def words(*texts: str) -> list[ToneWord]:
    return [ToneWord(text=text, language="de", tone="positive") for text in texts]


MANY = [f"sehr {number}" for number in range(FEW)]


@pytest.mark.parametrize(("text", "letter"), [("Ärger", "A"), ("-verzögerung", "V"), ("1 Stern", "#"), ("😡", "#")])
def test_a_word_stands_under_its_letter(text: str, letter: str) -> None:
    assert letter_of(text) == letter


def test_few_words_stand_on_one_page() -> None:
    page = shown(words("zackig", "Ärger", "arg"), letter="Z", sought="")
    assert [word.text for word in page.words] == ["arg", "Ärger", "zackig"] and not page.letters


def test_many_stand_by_letter_and_begin_with_the_first() -> None:
    page = shown(words("zackig", "Ärger", "😡", *MANY), letter="Q", sought="")
    assert (page.letters, page.letter) == (["A", "S", "Z", "#"], "A")
    assert [word.text for word in page.words] == ["Ärger"]


def test_a_part_of_a_word_finds_it_under_every_letter() -> None:
    page = shown(words("Ärger", "verärgert", *MANY), letter="S", sought="ARGER")
    assert [word.text for word in page.words] == ["Ärger", "verärgert"] and not page.letters


def test_after_a_word_is_added_the_page_shows_its_letter(ben: Membership) -> None:
    create_dictionary(ben.team)
    typed = {"words": "zünftig", "language": "de", "tone": "positive"}
    text = signed_in(ben).post(address("add_tone_words", ben.team), typed, follow=True).content.decode()
    assert "zünftig" in text and "freundlich" not in text


def test_after_a_word_is_taken_out_the_page_is_the_same(ben: Membership) -> None:
    create_dictionary(ben.team)
    word = ben.team.tone_words.get(text="freundlich", language="de")
    typed = {"word": word.pk, "language": "de", "letter": "", "q": "freund"}
    text = signed_in(ben).post(address("remove_tone_word", ben.team), typed, follow=True).content.decode()
    assert "„unfreundlich“" in text and "„freundlich“" not in text and "„super“" not in text


def test_a_letter_without_a_word_on_one_side_and_a_search_without_result_say_so(ben: Membership) -> None:
    create_dictionary(ben.team)
    browser = signed_in(ben)
    assert "Kein Wort passt." in browser.get(address("tone_words", ben.team, "?q=xyzzy")).content.decode()
    ben.team.tone_words.filter(text__istartswith="z", tone="negative").delete()
    assert "Keines mit diesem Buchstaben." in browser.get(address("tone_words", ben.team, "?letter=Z")).content.decode()
