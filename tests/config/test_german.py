from pathlib import Path

import allauth
import django.contrib.auth
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

OURS = Path(settings.BASE_DIR, "locale", "de", "LC_MESSAGES", "django.po")
HOMES = [
    Path(django.__file__).parent / "conf",
    Path(django.contrib.auth.__file__).parent,
    Path(allauth.__file__).parent,
]
THEIRS = [home / "locale" / "en" / "LC_MESSAGES" / "django.po" for home in HOMES]


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def test_every_sentence_that_we_reword_is_still_one_that_they_say() -> None:
    theirs = {message.id for path in THEIRS for message in catalog(path)}
    assert {message.id for message in catalog(OURS)} <= theirs


def test_no_reworded_sentence_begs() -> None:
    assert not [message.id for message in catalog(OURS) if message.id and "Bitte" in str(message.string)]
