"""Reading for a long time what belongs together, as it was at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "sqlite": "BEGIN DEFERRED",  # Django's own would be IMMEDIATE here, and nobody else could write until it ends
}


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything that is read inside is of one moment. Nothing can be written, and no transaction may be under way."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
