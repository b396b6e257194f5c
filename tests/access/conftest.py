"""The team behind all addresses."""

from __future__ import annotations

import pytest

from teams.models import Membership
from tests.access.world import World


@pytest.fixture
def world(anna: Membership, ben: Membership, rita: Membership, clara: Membership) -> World:
    """The team behind all addresses."""
    return World(anna, ben, rita, clara)
