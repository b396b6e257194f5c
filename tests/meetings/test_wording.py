"""What people type is made fit to be kept, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.errors import TextMissing, TextTooLong
from meetings.wording import cleaned, fitting, required


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Rechnung   später  ", "Rechnung später"),
        ("eins\r\n\r\n  zwei", "eins\nzwei"),
        ("null\x00byte", "null byte"),
        ("Tab\tund\x07Klingel", "Tab und Klingel"),
        ("halbes \ud83d Zeichen", "halbes Zeichen"),
        ("\u202eegnat\u202c", "egnat"),
        ("un\u200bsicht\ufeffbar", "unsichtbar"),
        ("u\u0308ber", "über"),
        ("👩‍🔧 bleibt 👩‍🔧", "👩‍🔧 bleibt 👩‍🔧"),
        ("Yılmaz & <b>Söhne</b>", "Yılmaz & <b>Söhne</b>"),
        ("\u2029", ""),
    ],
)
def test_invisible_and_superfluous_signs_go_and_words_stay(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_can_be_stored_and_cleaning_twice_changes_nothing(typed: str) -> None:
    once = cleaned(typed)
    assert "\x00" not in once
    once.encode()
    assert cleaned(once) == once


def test_what_does_not_fit_is_told_how_much_too_long_it_is() -> None:
    with pytest.raises(TextTooLong, match=r"Das sind 3 Zeichen zu viel, Platz ist für 5\."):
        fitting("12345678", limit=5)


def test_only_blanks_are_no_text() -> None:
    with pytest.raises(TextMissing, match="Worum geht es"):
        required(" \u200b\n ", limit=5, sentence="Worum geht es?")
