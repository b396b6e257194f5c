"""What people type in a round has to be there and has to fit."""

import pytest

from meetings.errors import TextMissing, TextTooLong
from meetings.wording import fitting, required


def test_what_does_not_fit_is_told_how_much_too_long_it_is() -> None:
    with pytest.raises(TextTooLong, match=r"Das sind 3 Zeichen zu viel, Platz ist für 5\."):
        fitting("12345678", limit=5)


def test_only_blanks_are_no_text() -> None:
    with pytest.raises(TextMissing, match="Worum geht es"):
        required(" \u200b\n ", limit=5, sentence="Worum geht es?")
