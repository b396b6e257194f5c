"""Lines of the log without the keys that stand in addresses: whoever reads a log must not get in by it."""

import logging
import re

KEYS = re.compile(
    r"(/(?:m|j|v|sagten|password/reset/key|invitation|sign-in|wall|feeds|survey|reminders/stop)/)[\w.~=:-]{20,}"
    r"|(/f/(?:once/)?)[\w.~=:-]+",
    re.ASCII,
)
"""Addresses that a secret opens, the secret at their end."""


class DiscreetFormatter(logging.Formatter):
    """Says which kind of address it was, and not with which key."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, its traceback included."""
        return KEYS.sub(r"\1\2…", super().format(record))
