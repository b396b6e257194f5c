import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.test import override_settings

from config.staticfiles import LAYERED_IMPORT, StaticFilesStorage

FILES = {
    "css/site.css": '@layer base, pages;\n@import "base.css" layer(base);\n@import "pages/room.css" layer(pages);\n',
    "css/base.css": "a { color: red }\n",
    "css/pages/room.css": "b { color: blue }\n",
    "js/room.js": 'import { tick } from "./clock.js";\ntick();\n',
    "js/clock.js": "export const tick = () => 1;\n",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small house of static files."""
    for name, content in FILES.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "source"


def collected(source: Path) -> dict[str, str]:
    """What a browser receives for each name after collectstatic."""
    root = source.parent / "collected"
    with override_settings(
        STATICFILES_DIRS=[source],
        STATIC_ROOT=root,
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES={"staticfiles": {"BACKEND": "config.staticfiles.StaticFilesStorage"}},
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((root / "staticfiles.json").read_text())["paths"]
    return {name: (root / hashed).read_text() for name, hashed in names.items()}


def test_a_stylesheet_takes_its_imports_into_their_layers(source: Path) -> None:
    sheet = collected(source)["css/site.css"]
    assert "@import" not in sheet
    assert re.search(r"@layer base \{\s*a \{ color: red \}\s*\}", sheet)
    assert sheet.index("@layer base {") < sheet.index("@layer pages {")


def test_a_stylesheet_without_imports_stays_as_it_is(source: Path) -> None:
    assert collected(source)["css/base.css"] == FILES["css/base.css"]


def test_a_change_in_an_imported_file_changes_the_one_that_browsers_load(source: Path) -> None:
    before = collected(source)["css/site.css"]
    (source / "css/base.css").write_text("a { color: green }\n")
    after = collected(source)["css/site.css"]
    assert "green" in after
    assert after != before


def test_modules_import_each_other_by_hashed_names(source: Path) -> None:
    assert re.search(r'from "\./clock\.[0-9a-f]{12}\.js"', collected(source)["js/room.js"])


def test_our_stylesheet_flattens_to_one_file(tmp_path: Path) -> None:
    paths = {name: (storage, name) for finder in get_finders() for name, storage in finder.list([])}
    storage = StaticFilesStorage(location=tmp_path, base_url="/static/")
    own = {name: place for name, place in paths.items() if name.startswith("css/")}
    assert not [result for _, _, result in storage.post_process(own) if isinstance(result, Exception)]
    assert "@import" not in (tmp_path / storage.stored_name("css/site.css")).read_text()


def test_no_imported_stylesheet_refers_to_a_file_by_a_path_that_flattening_breaks() -> None:
    folder = Path(__file__).parents[2] / "static" / "css"
    imported = LAYERED_IMPORT.findall((folder / "site.css").read_text())
    assert imported
    assert not [name for name, _ in imported if re.search(r"url\((?!['\"]?data:)", (folder / name).read_text())]
