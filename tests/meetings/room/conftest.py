"""The clocks of the room's tests stand still, and nobody has asked for anything yet."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from tests.factories import NOW


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """When the round takes place; what held others back is forgotten."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
