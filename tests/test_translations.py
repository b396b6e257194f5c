"""The English translation is complete: everything that people read is collected afresh and looked up in it."""

import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

WITH_TEXTS = ("config", "meetings", "journeys", "feedback", "actions", "touchpoints", "teams", "templates", "locale")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The translation after a run of `make messages` in a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in WITH_TEXTS:
        if (source := Path(settings.BASE_DIR, name)).is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    with chdir(copy), override_settings(LOCALE_PATHS=[]):
        call_command("makemessages", locale=["en"], no_location=True, verbosity=0)
    with (copy / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="en")


def is_translated(message: Message) -> bool:
    """All its forms have words, and nobody has to look at them again."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def test_every_text_is_translated(english: Catalog) -> None:
    assert [message.id for message in english if message.id and not is_translated(message)] == []


def test_no_translation_is_left_over(english: Catalog) -> None:
    assert list(english.obsolete) == []


def test_translations_fill_in_the_same_names(english: Catalog) -> None:
    assert [(message.id, errors) for message, errors in english.check()] == []
