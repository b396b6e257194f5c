"""The words of a mail that was written as a page."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

UNSEEN = {"script", "style", "head", "title", "template"}
BREAKS = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip
QUOTES = {"blockquote"}
DEEPEST = 50
"""Quotes within quotes; nobody reads further, and each line carries a sign for every one."""

TAG = re.compile(r"<[^<>]*>")


def text_of(page: str) -> str:
    """The words as they are read, a line for each block; what a blockquote holds is marked with a ">" as in text."""
    reader = _Words()
    reader.feed(page)
    # Behind a tag that never ends; `close` would look for an end from each further sign on, minutes in a hostile mail.
    reader.handle_data(unescape(TAG.sub(" ", reader.rawdata)))
    return reader.text()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, list[str]]] = [(0, [])]
        self.unseen, self.quotes = 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        self.quotes += tag in QUOTES
        self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        if tag in QUOTES:
            self.quotes = max(0, self.quotes - 1)
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.lines[-1][1].append(data)

    def text(self) -> str:
        lines = [(quotes, re.sub(r"\s+", " ", "".join(parts)).strip()) for quotes, parts in self.lines]
        return "\n".join("> " * quotes + line for quotes, line in lines if line)

    def _break(self, tag: str) -> None:
        if tag in BREAKS:
            self.lines.append((min(self.quotes, DEEPEST), []))
