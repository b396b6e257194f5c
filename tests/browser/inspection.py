"""What every page must stand: both colour schemes, three widths, a strict parser, a silent console."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, ViewportSize

from tests.browser.visitor import Visitor

OPTIONS = {"resultTypes": ["violations"], "iframes": False}
STICKING_OUT = """() => document.scrollingElement.scrollWidth > innerWidth &&
    [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right > innerWidth)
        .map(element => element.outerHTML.slice(0, 120)).slice(0, 3)"""
LAPTOP_SCREEN: ViewportSize = {"width": 1360, "height": 900}
PHONES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 320, "height": 640})


def complaints_about(visitor: Visitor, path: str) -> list[str]:
    """What is wrong with the page behind this path, each as one sentence; nothing for what is not a page."""
    visitor.complaints.clear()
    answer = visitor.page.request.get(visitor.address + path, max_redirects=0)
    if answer.status in (302, 405) or not answer.text().lstrip().startswith("<!doctype html>"):
        return []
    response = visitor.page.goto(visitor.address + path)
    assert response
    return [f"{path} ({response.status}): {complaint}" for complaint in _all(visitor, response)]


def _all(visitor: Visitor, response: Response) -> Iterator[str]:
    try:
        html5lib.HTMLParser(strict=True).parse(response.text())
    except html5lib.html5parser.ParseError as error:
        yield f"cannot be parsed: {error}"
    if response.status >= 500:
        yield "fails"
    yield from complaints_about_this(visitor)


def complaints_about_this(visitor: Visitor) -> Iterator[str]:
    """What is wrong with the page that is open."""
    page = visitor.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield from (f"{scheme}: {words}" for words in _heard_by_axe(visitor))
    yield from _too_wide(page, PHONES)
    yield from (f"at a phone: {words}" for words in _heard_by_axe(visitor))
    page.set_viewport_size(LAPTOP_SCREEN)
    yield from visitor.complaints


def stumbling_blocks(visitor: Visitor) -> list[str]:
    """What is wrong with a page that somebody passes on the way: axe as it stands, its width, the console."""
    page = visitor.page
    screen = page.viewport_size
    assert screen
    wrong = [*_heard_by_axe(visitor), *_too_wide(page, (PHONES[0], LAPTOP_SCREEN)), *visitor.complaints]
    page.set_viewport_size(screen)
    return wrong


def _too_wide(page: Page, screens: Iterable[ViewportSize]) -> Iterator[str]:
    for screen in screens:
        page.set_viewport_size(screen)
        if sticking_out := page.evaluate(STICKING_OUT):
            yield f"is too wide for a screen of {screen['width']}: {sticking_out}"


def _heard_by_axe(visitor: Visitor) -> Iterator[str]:
    for violation in Axe().run(visitor.page, options=OPTIONS).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['html'][:150]}"
