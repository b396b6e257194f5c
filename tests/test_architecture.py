"""What we forbid, a test forbids."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
FLOORS = ("config", "meetings", "journeys", "feedback", "actions", "touchpoints", "teams")
APPS = [ROOT / floor for floor in FLOORS if (ROOT / floor).is_dir()]
MODULES = sorted(path for app in APPS for path in app.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

VIEWS_AND_FORMS = re.compile(r"(^|_)(views|forms)\.py$")
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "common", "core", "misc", "signals"}
DOOR_OF_A_ROUND = ROOT / "meetings" / "models" / "meeting.py"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
WRITING_METHODS = {"update", "bulk_update", "update_or_create"}
LONGEST_FILE = 450
PACKAGE_HOSTS = re.compile(r"python[h]osted|pypi[.]org|registry[.]npmjs|deb[.]debian")
LEFT_FOR_LATER = re.compile(r"\b(TO[D]O|FIXM[E]|XX[X]|raise NotImplemented[E]rror)\b")
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)

OUTSIDE_OF_TEAMS = {
    "",
    "healthz/",
    "api/",
    "api/v1/",
    "api/v1/openapi.json",
    "api/v1/team",
    "api/v1/touchpoints",
    "api/v1/touchpoints/<int:pk>",
    "api/v1/voices",
    "api/v1/voices/<int:pk>",
    "api/v1/voices/<int:pk>/judge",
    "api/v1/actions",
    "api/v1/actions/<int:pk>",
    "api/v1/actions/<int:pk>/move",
    "api/v1/actions/<int:pk>/settle",
    "language/",
    "teams/new/",
    "invitation/<str:token>/",
    "invitation/<int:pk>/join/",
    "sign-in/<str:token>/",
    "profile/",
    "profile/export/",
    "profile/delete/",
    "profile/reminders/",
    "reminders/stop/<str:token>/",
    "outbox/",
    "outbox/<int:pk>/",
    "outbox/<int:pk>/html/",
    "outbox/<int:pk>/<int:number>/",
    "feeds/<slug:token>.ics",
    "join/",
    "join/<str:code>/",
    "wall/<str:token>/",
    "wall/<str:token>/snapshot/",
    "survey/<slug:link>/",
    "f/<slug:code>/",
    "f/<slug:code>/seen/",
    "f/<slug:code>/thanks/",
    "f/once/<str:token>/",
    "sagten/<slug:code>/",
    "v/receipt/",
    "v/<slug:code>/",
    "v/<slug:code>/outcomes/",
    "m/<str:token>/",
    "j/<str:token>/",
}
"""The few addresses without `/t/<team_slug>/`; the two trees below belong to allauth and Django."""

TREES_OF_OTHERS = ("accounts/", "admin/")


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def nodes[N: ast.AST](kind: type[N], modules: list[Path]) -> Iterator[tuple[Path, N]]:
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, kind):
                yield module, node


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Callable[..., HttpResponse]]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from addresses(entry, route)


ADDRESSES = dict(addresses(get_resolver()))


# --- Code ---------------------------------------------------------------------------------------


def test_queries_of_views_and_forms_begin_at_the_team() -> None:
    modules = [path for path in MODULES if VIEWS_AND_FORMS.search(path.name)]
    assert [
        place(path, node.lineno)
        for path, node in nodes(ast.Attribute, modules)
        if node.attr in ("objects", "_default_manager", "_base_manager")
    ] == []


def test_the_phase_of_a_round_has_one_door() -> None:
    modules = [path for path in MODULES if path != DOOR_OF_A_ROUND]
    assigned = [
        place(path, node.lineno)
        for path, node in nodes(ast.Attribute, modules)
        if node.attr == "phase" and isinstance(node.ctx, ast.Store)
    ]
    updated = [
        place(path, call.lineno)
        for path, call in nodes(ast.Call, modules)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITING_METHODS
        and any(keyword.arg == "phase" for keyword in call.keywords)
    ]
    assert assigned + updated == []


def test_no_text_hides_in_an_f_string_from_its_translation() -> None:
    hidden = [
        place(path, call.lineno)
        for path, f_string in nodes(ast.JoinedStr, MODULES)
        for call in ast.walk(f_string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT
    ]
    assert hidden == [], "xgettext does not look into f-strings"


def test_modules_are_named_after_what_they_do() -> None:
    assert [path for path in MODULES if NAMES_THAT_SAY_NOTHING & {path.stem, path.parent.name}] == []


def test_nothing_happens_by_signal() -> None:
    imported = [
        (place(path, node.lineno), name)
        for path, node in nodes(ast.Import, MODULES)
        for name in (alias.name for alias in node.names)
    ] + [(place(path, node.lineno), node.module or "") for path, node in nodes(ast.ImportFrom, MODULES)]
    of_ours = re.compile(r"^django\.dispatch|^(django|allauth|simple_history)\..*signals$")
    assert [where for where, name in imported if of_ours.search(name)] == []


def test_every_app_says_what_lives_there() -> None:
    assert [app.name for app in APPS if not ast.get_docstring(ast.parse((app / "__init__.py").read_text()))] == []


def test_no_row_points_to_a_floor_above() -> None:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in FLOORS]
    relations = [
        (field, model._meta.app_label, field.related_model._meta.app_label)
        for model in models
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and field.related_model
    ]
    assert [
        str(field)
        for field, app, related in relations
        if related in FLOORS and FLOORS.index(related) < FLOORS.index(app)
    ] == []


def test_files_are_short_enough_to_be_read() -> None:
    written = [
        path
        for path in tracked_files()
        if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
    ]
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in written}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_nothing_is_left_for_later() -> None:
    written = [path for path in tracked_files() if path.suffix in {".py", ".html", ".css", ".js"}]
    assert [path for path in written if LEFT_FOR_LATER.search(path.read_text())] == []


def test_no_test_is_skipped() -> None:
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert [
        place(path, node.lineno)
        for path, node in nodes(ast.Attribute, tests)
        if node.attr in {"skip", "skipif", "xfail", "importorskip"}
    ] == []


def test_no_file_names_a_package_host() -> None:
    assert [path for path in tracked_files() if PACKAGE_HOSTS.search(path.read_bytes().decode(errors="ignore"))] == []


# --- Templates ----------------------------------------------------------------------------------


class InlineCode(HTMLParser):
    """Collects what the content security policy would refuse: scripts, styles and handlers in the page itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.found: list[str] = []
        self.feed(TEMPLATE_TAG.sub(lambda tag: "\n" * tag[0].count("\n"), path.read_text()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        inline = tag == "style" or (tag == "script" and "src" not in names)
        if inline or "style" in names or any(name.startswith("on") for name in names):
            self.found.append(f"{place(self.path, self.getpos()[0])} <{tag}>")


def test_templates_carry_no_inline_code() -> None:
    assert [found for path in TEMPLATES for found in InlineCode(path).found] == []


# --- Addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("route", [route for route in ADDRESSES if "<slug:team_slug>" in route])
def test_every_page_of_a_team_says_who_may_enter(route: str) -> None:
    assert hasattr(ADDRESSES[route], "open_to")


def test_few_addresses_lie_outside_of_teams() -> None:
    outside = {route for route in ADDRESSES if not route.startswith("t/<slug:team_slug>/")}
    assert {route for route in outside if not route.startswith(TREES_OF_OTHERS)} == OUTSIDE_OF_TEAMS
