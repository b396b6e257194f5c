"""What tests of the inventory share."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.fixture
def newest_schema() -> Iterator[Callable[[], None]]:
    """Brings the schema back to its newest state; at the end too, because other tests need it."""

    def bring_back() -> None:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    yield bring_back
    bring_back()
