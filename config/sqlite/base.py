"""Django's SQLite with a LIKE and a LOWER that know more letters than the 26 of ASCII.

UPPER stays as it is: Django wraps it around patterns that are columns themselves, and "STRASSE" is not like "Straße".
"""

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

from config.sqlite.like import fits
from config.sqlite.schema import DatabaseSchemaEditor
from feedback.searching.stems import stems


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose every LIKE and LOWER, those of indexes included, are ours, and that knows stems of words."""

    SchemaEditorClass = DatabaseSchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """As Django's, and deterministic, as SQLite demands of what an index is made with."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_function("LOWER", 1, lowered, deterministic=True)
        connection.create_function("LIKE", 2, fits, deterministic=True)
        connection.create_function("LIKE", 3, fits, deterministic=True)
        connection.create_function("VOICE_STEMS", 1, stems, deterministic=True)
        return connection


def lowered(value: object) -> str | None:
    """What SQL's LOWER makes of a value; of NULL nothing."""
    return None if value is None else str(value).lower()
