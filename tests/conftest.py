"""Who is in every test: anna leads, ben works, rita reads; clara leads another team and must get nothing."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teams.models import Membership, Role, Team
from tests.factories import MembershipFactory, TeamFactory, UserFactory


@pytest.fixture(autouse=True)
def nothing_drawn() -> None:
    """Rows of the next test have the numbers of this one's: no page of theirs is kept."""
    caches["pages"].clear()


@pytest.fixture
def newest_schema() -> Iterator[Callable[[], None]]:
    """Brings the schema back to its newest state; at the end too, because other tests need it."""

    def bring_back() -> None:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    yield bring_back
    bring_back()


@pytest.fixture
def team(db: None) -> Team:
    """The team of anna, ben and rita."""
    return TeamFactory(name="Vertrieb Süd", slug="vertrieb-sued")


@pytest.fixture
def anna(team: Team) -> Membership:
    """Leads the team."""
    return MembershipFactory(team=team, user=UserFactory(name="Anna Keller"), role=Role.LEAD)


@pytest.fixture
def ben(team: Team) -> Membership:
    """Works in the team."""
    return MembershipFactory(team=team, user=UserFactory(name="Ben Yılmaz", email="ben@example.com"), role=Role.MEMBER)


@pytest.fixture
def rita(team: Team) -> Membership:
    """Reads what the team does."""
    return MembershipFactory(team=team, user=UserFactory(name="Rita Groß", email="rita@example.com"), role=Role.READER)


@pytest.fixture
def clara(db: None) -> Membership:
    """Leads another team."""
    other = TeamFactory(name="Einkauf Nord", slug="einkauf-nord")
    return MembershipFactory(team=other, user=UserFactory(name="Clara Fremd"), role=Role.LEAD)


def signed_in(membership: Membership) -> Client:
    """A browser in which that person is signed in."""
    client = Client()
    client.force_login(membership.user)
    return client


def queries_of(browser: Client, address: str) -> int:
    """How many queries it takes to open that page."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
        assert response.status_code == 200
        response.getvalue()  # a file is fetched while it is sent, and closed behind its end
    return len(queries)
