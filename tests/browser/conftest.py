"""One installation for the browser tests, and people who come to see it."""

import os
import shutil
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker
from pytest_playwright import CreateContextCallback

from teams.models import User
from tests.browser.house import House, open_house
from tests.browser.visitor import LAPTOP, Visitor
from tests.factories import MembershipFactory


@pytest.fixture(scope="session", autouse=True)
def queries_beside_the_browser() -> Iterator[None]:
    """Playwright waits in an event loop of this thread; the tests' own queries are allowed all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own browser; inside a container it has no sandbox of its own."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": shutil.which("chromium-headless-shell"), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """People in Germany."""
    return {"locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture(scope="package")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The installation, with an empty database: someone lives in it while it starts, so there is no demo.

    It closes before the tests of other folders open houses of their own, whose letters it would carry off.
    """
    with django_db_blocker.unblock():
        MembershipFactory()
        with open_house(tmp_path_factory.mktemp("house")) as house:
            call_command("flush", verbosity=0, interactive=False)
            yield house


class Enter(Protocol):
    """Lets somebody in, signed in or not, with the screen they have."""

    def __call__(self, user: User | None = None, **screen: Any) -> Visitor: ...


@pytest.fixture
def enter(transactional_db: None, house: House, browser: Browser, new_context: CreateContextCallback) -> Enter:
    """People come in one after the other and take turns at the web processes."""
    visitors: list[Visitor] = []

    def come(user: User | None = None, **screen: Any) -> Visitor:
        visitor = Visitor(new_context(**(LAPTOP | screen)), house.address(len(visitors)))
        visitors.append(visitor)
        return visitor.sign_in(user) if user else visitor

    return come
