from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

OURS = Path(settings.BASE_DIR, "locale", "de", "LC_MESSAGES", "django.po")
DJANGOS = Path(django.__file__).parent / "conf" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def test_every_sentence_that_we_reword_is_still_one_that_django_says() -> None:
    assert {message.id for message in catalog(OURS)} <= {message.id for message in catalog(DJANGOS)}


def test_no_reworded_sentence_begs() -> None:
    assert not [message.id for message in catalog(OURS) if message.id and "Bitte" in str(message.string)]
