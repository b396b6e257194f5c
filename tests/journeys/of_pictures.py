"""Pictures as people send them, and as nobody should."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(width: int = 120, height: int = 160, mode: str = "RGB", kind: str = "PNG", **options: Any) -> bytes:
    """A plain picture; `options` go to Pillow."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#0b6465").convert(mode).save(file, kind, **options)
    return file.getvalue()


def grey_png(width: int, height: int, *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG that claims this size and holds a few bytes, with `extra` chunks of a kind and a content."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), *extra, (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, content = part
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
