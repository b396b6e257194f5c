"""An installation of each test's own, which may be broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from teams.models import Membership
from tests.browser.conftest import browser_context_args, browser_type_launch_args, enter, queries_beside_the_browser
from tests.browser.house import House, open_house

__all__ = ["browser_context_args", "browser_type_launch_args", "enter", "queries_beside_the_browser"]


@pytest.fixture
def house_settings() -> dict[str, str]:
    """What a module's installation has in its environment."""
    return {}


@pytest.fixture
def house(transactional_db: None, anna: Membership, tmp_path: Path, house_settings: dict[str, str]) -> Iterator[House]:
    """The installation, in which anna lives already."""
    with open_house(tmp_path, **house_settings) as house:
        yield house
