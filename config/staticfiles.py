"""Static files in production: hashed names, and one stylesheet instead of a tree of imports."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

LAYERED_IMPORT = re.compile(r'^@import "(?P<path>[^"]+)" layer\((?P<layer>[\w.-]+)\);$', re.MULTILINE)

type StaticPaths = dict[str, tuple[Storage, str]]


class StaticFilesStorage(ManifestStaticFilesStorage):
    """Hashes every name, those in ES module imports too, and flattens `@import "x.css" layer(y);`."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: StaticPaths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put a flattened stylesheet in the place of each one that imports others, then hash as usual."""
        if not dry_run:
            paths |= {name: self._flattened(name, paths) for name in paths if name.endswith(".css")}
        yield from super().post_process(paths, dry_run, **options)

    def _flattened(self, name: str, paths: StaticPaths) -> tuple[Storage, str]:
        """Where to read the stylesheet from: its source, or its flattened copy if it imports others."""
        source = _read(paths[name])
        flat = LAYERED_IMPORT.sub(lambda found: _layer(found, name, paths), source)
        if flat == source:
            return paths[name]
        self.delete(name)
        return self, self.save(name, ContentFile(flat.encode()))


def _layer(found: re.Match[str], name: str, paths: StaticPaths) -> str:
    """The imported file inside its layer."""
    imported = posixpath.join(posixpath.dirname(name), found["path"])
    return f"@layer {found['layer']} {{\n{_read(paths[imported])}}}"


def _read(place: tuple[Storage, str]) -> str:
    storage, path = place
    with storage.open(path) as file:
        return str(file.read(), "utf-8")
