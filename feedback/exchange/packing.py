"""Rows on their way, packed line by line, so that neither who packs nor who reads them holds all in memory."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from touchpoints.exchange.opening import Row

AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Packer:
    """Takes rows one by one; `content` is what is left of them."""

    def __init__(self) -> None:
        self._packed = bytearray()
        self._press = zlib.compressobj(level=3, wbits=zlib.MAX_WBITS | 16)

    def add(self, row: Row) -> None:
        """Put a row behind the others."""
        number, cells = row
        self._packed += self._press.compress(AS_JSON.encode([number, *cells]).encode(errors="replace") + b"\n")

    @property
    def content(self) -> bytes:
        """All rows; nothing can be added any more."""
        self._packed += self._press.flush()
        return bytes(self._packed)


def unpacked(content: bytes | memoryview, begin: int = 0) -> Iterator[Row]:
    """The rows from that place on, counted from 0."""
    with gzip.open(BytesIO(content)) as lines:
        for line in islice(lines, begin, None):
            number, *cells = json.loads(line)
            yield number, cells
