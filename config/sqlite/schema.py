"""Changes SQLite's tables without losing what hangs on them."""

from typing import Any

from django.db.backends.sqlite3 import schema
from django.db.models import Model

TRIGGERS = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, which makes a table anew for most changes; its triggers would go with the old one."""

    def _remake_table(self, model: type[Model], *args: Any, **kwargs: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(TRIGGERS, [model._meta.db_table])
            triggers = [sql for (sql,) in cursor.fetchall()]
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]
        for trigger in triggers:
            self.execute(trigger, params=None)
