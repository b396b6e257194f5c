"""What a browser fetches the first time it opens the room."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from playwright.sync_api import Response, sync_playwright

from bench.figure import Figure
from bench.house import APPLICATION, HOST, server, signed_in
from bench.rounds import in_discussion, room_path

CHROMIUM = "/usr/bin/chromium-headless-shell"
COUNTED = ("document", "stylesheet", "script")


def figures() -> Iterator[Figure]:
    """HTML, style sheets and scripts with an empty cache, as heavy as gzip makes them."""
    meeting, seats = in_discussion(people=12, wall=40)
    session, _csrf = signed_in(seats[0].user)["Cookie"].split("; ")  # type: ignore[arg-type]
    with server(APPLICATION) as web, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        name, value = session.split("=")
        page.context.add_cookies([{"name": name, "value": value, "domain": HOST, "path": "/"}])
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"http://{HOST}:{web.port}{room_path(meeting)}", wait_until="load")
        page.wait_for_timeout(1000)
        counted = [answer for answer in answers if answer.request.resource_type in COUNTED]
        weight = sum(len(gzip.compress(answer.body())) for answer in counted) / 1024
        browser.close()
    yield Figure("room.first_load_gzip_kb", weight, "KB", bar=60)
    yield Figure("room.first_load_requests", len(counted), "requests", bar=6)
