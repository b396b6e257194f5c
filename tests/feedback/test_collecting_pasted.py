"""A mail is pasted as it was copied: sender, day and subject are recognised, what it quotes is left out."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from feedback.collecting.days import day_in
from feedback.collecting.pasted import Letter, letter_of
from feedback.collecting.quoting import without_history
from teams.models import Membership, Team
from tests.conftest import signed_in

BERLIN = ZoneInfo("Europe/Berlin")

OUTLOOK = """Von: Gisela Groß <gisela@example.org>
Gesendet: Freitag, 20. November 2026 09:12
An: Service <service@example.com>
Cc: Max
Betreff: AW: Rechnung 4711

Guten Tag,

die Rechnung kam vor der Ware.

-----Ursprüngliche Nachricht-----
Von: Service <service@example.com>
Gesendet: Donnerstag, 19. November 2026 10:00
An: Gisela Groß
Betreff: Rechnung 4711

Anbei die Rechnung.
"""
OUTLOOK_ENGLISH = """From: Gisela Groß [mailto:gisela@example.org]
Sent: Friday, November 20, 2026 9:12 AM
To: Service
Subject: RE: Rechnung 4711

die Rechnung kam vor der Ware.

From: Service
Sent: Thursday, November 19, 2026 10:00 AM
To: Gisela
Subject: Rechnung 4711

Anbei die Rechnung.
"""
THUNDERBIRD = """Zur Info!

-------- Weitergeleitete Nachricht --------
Betreff: \tRechnung 4711
Datum: \tFri, 20 Nov 2026 09:12:00 +0100
Von: \tGisela Groß <gisela@example.org>
An: \tservice@example.com

die Rechnung kam vor der Ware.
--\x20
Gisela Groß
Am Markt 1
"""
GMAIL = """---------- Forwarded message ---------
From: Gisela Groß <gisela@example.org>
Date: Fri, Nov 20, 2026 at 9:12 AM
Subject: Rechnung 4711
To: <service@example.com>


die Rechnung kam vor der Ware.

On Thu, Nov 19, 2026 at 10:00 AM Service <
service@example.com> wrote:

> Anbei die Rechnung.
"""
APPLE = """Anfang der weitergeleiteten Nachricht:

> Von: Gisela Groß <gisela@example.org>
> Betreff: Rechnung 4711
> Datum: 20. November 2026 um 09:12:00 MEZ
> An: service@example.com
>
> die Rechnung kam vor der Ware.
>
> Von meinem iPhone gesendet
"""
BOLD = """*Von:* Gisela Groß <gisela@example.org>
*Gesendet:* Freitag, 20. November 2026 09:12
*An:* Service
*Betreff:* Rechnung 4711

die Rechnung kam vor der Ware.
"""
WEB = """Gisela Groß <gisela@example.org>
20. Nov. 2026, 09:12 (vor 2 Tagen)
an mich

die Rechnung kam vor der Ware.
"""
RAW = """Return-Path: <gisela@example.org>
Received: from mail.example.org by mx.example.com; Fri, 20 Nov 2026 09:12:01 +0100
From: =?utf-8?q?Gisela_Gro=C3=9F?= <gisela@example.org>
Date: Fri, 20 Nov 2026 09:12:00 +0100
Subject: Rechnung 4711
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

die Rechnung kam vor der Ware.

Am 19.11.2026 um 10:00 schrieb Service:
> Anbei die Rechnung.
"""


def read(text: str) -> Letter:
    """As a team in Berlin reads it."""
    return letter_of(text, BERLIN)


@pytest.mark.parametrize("text", [OUTLOOK, OUTLOOK_ENGLISH, THUNDERBIRD, GMAIL, APPLE, BOLD, WEB, RAW])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_sender_day_and_words_are_recognised_in_mails_of_all_programs(text: str, line_end: str) -> None:
    """German or English, copied, forwarded or as it travelled."""
    letter = read(text.replace("\n", line_end))
    assert (letter.name, letter.address) == ("Gisela Groß", "gisela@example.org")
    assert letter.said_on == date(2026, 11, 20)
    assert letter.body.endswith("die Rechnung kam vor der Ware.")
    assert "Anbei" not in letter.body
    assert text == WEB or letter.subject.endswith("Rechnung 4711")


def test_the_subject_is_said_first_without_its_marks() -> None:
    """Unless the words say it, too."""
    assert read(OUTLOOK).words.splitlines() == ["Rechnung 4711", "Guten Tag,", "die Rechnung kam vor der Ware."]
    assert Letter("", "", "AW: WG: Re: Rechnung", None, "Die rechnung ist da.", "").words == "Die rechnung ist da."
    assert Letter("", "", "AW:", None, "Ja.", "").words == "Ja."
    assert Letter("", "", "Rechnung fehlt", None, "", "").words == "Rechnung fehlt"


def test_a_bare_text_is_taken_as_it_is() -> None:
    """Nobody is known, and no day."""
    assert read("Es tropft.\nImmer noch.") == Letter("", "", "", None, "Es tropft.\nImmer noch.", "")


@pytest.mark.parametrize(
    "text",
    [
        "Von: Berlin nach München fuhr kein Zug.\nDas war schlimm.",
        "Betreff: Ihre Anzeige\nIch kam am 20.11.2026 und niemand war da.",
        "Am Montag schrieb ich schon einmal: es tropft.",
        "Sehr gut!\n\nVon mir fünf Sterne.",
    ],
)
def test_words_that_only_look_like_headers_are_words(text: str) -> None:
    """Nothing of them is left out."""
    assert read(text).body.split() == text.split()


def test_what_is_left_out_can_be_taken_in_again() -> None:
    """Quote, signature and the colleague's word of passing on."""
    letter = read(THUNDERBIRD)
    assert letter.history.splitlines() == ["Zur Info!", "--", "Gisela Groß", "Am Markt 1"]
    assert letter.history_lines == 4
    whole = letter.with_history()
    assert whole.body.endswith("Am Markt 1")
    assert whole.history == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20.11.2026 09:12", date(2026, 11, 20)),
        ("Fr., 20. Nov. 2026 um 09:12 Uhr", date(2026, 11, 20)),
        ("Dienstag, 3. März 2026", date(2026, 3, 3)),
        ("5.1.26", date(2026, 1, 5)),
        ("2026-11-20T09:12", date(2026, 11, 20)),
        ("March 3rd, 2026", date(2026, 3, 3)),
        ("11/20/2026 9:12 AM", date(2026, 11, 20)),
        ("03/04/2026 9:12 PM", date(2026, 3, 4)),
        ("03/04/2026 21:12", date(2026, 4, 3)),
        ("20/11/2026", date(2026, 11, 20)),
        ("31.02.2026", None),
        ("20. Nochwas 2026", None),
        ("gestern", None),
        ("²0.11.2026", None),
    ],
)
def test_days_are_read_as_people_and_programs_write_them(text: str, day: date | None) -> None:
    """German and English; an impossible day is none."""
    assert day_in(text) == day


lines = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            ["Von: a", "Von: Max <max@example.org>", "Gesendet: 20.11.2026", "Betreff: x", "> zitiert", "-- ", "",
             "Am 1.1.2026 schrieb Max:", "---------- Forwarded message ---------", "From: b", "An: c"]
        ),
    ),
    max_size=12,
).map("\n".join)  # fmt: skip


@given(lines)
def test_between_words_and_history_nothing_is_lost(text: str) -> None:
    """Every line is in one of the two."""
    own, rest = without_history(text)
    assert sorted(line.strip() for line in f"{own}\n{rest}".splitlines() if line.strip()) == sorted(
        line.strip() for line in text.splitlines() if line.strip()
    )


@given(lines)
def test_whatever_is_pasted_is_read(text: str) -> None:
    """No error, and no name or address longer than is kept."""
    letter = read(text)
    assert len(letter.name) <= 120
    assert len(letter.address) <= 200


@pytest.mark.parametrize("line", ["Von: x", "> ", "Am x schrieb ", "From: a@b.de ", "-- ", "Am 1 schrieb\n"])
def test_a_long_paste_of_one_line_is_read(line: str) -> None:
    """The longest that may be pasted: each line is looked at a few times only."""
    assert read(f"{line}\n" * (200_000 // (len(line) + 1))).said_on is None


@pytest.fixture
def desk(ben: Membership) -> Client:
    """Ben's browser."""
    return signed_in(ben)


def test_a_pasted_mail_fills_the_form_and_stores_nothing_yet(desk: Client, team: Team) -> None:
    """What was recognised is shown, what tells who spoke is offered, and the form leads to where voices are stored."""
    mail = OUTLOOK.replace("Guten Tag,", "Anruf genügt: 0171 2345678")
    response = desk.post(reverse("feedback:paste_mail", args=[team.slug]), {"raw": mail})
    page = response.content.decode()
    assert response.status_code == 200
    assert not team.voices.exists()
    assert f'action="{reverse("feedback:record", args=[team.slug])}"' in page
    for part in ("Rechnung 4711\nAnruf genügt", 'value="2026-11-20"', '<option value="mail" selected>'):
        assert part in page
    assert 'value="gisela@example.org"' in page
    assert 'name="mask" value="0171 2345678" checked' in page
    assert "Weggelassen: 6 Zeilen" in page


def test_the_history_can_be_kept(desk: Client, team: Team) -> None:
    """With a tick."""
    sent = {"raw": OUTLOOK, "keeps_history": "on"}
    page = desk.post(reverse("feedback:paste_mail", args=[team.slug]), sent).content.decode()
    assert "Anbei die Rechnung." in page
    assert "Weggelassen" not in page


@pytest.mark.parametrize("raw", ["", " \n ", "x" * 200_001, "a\0b"])
def test_what_is_no_mail_is_asked_for_again(desk: Client, team: Team, raw: str) -> None:
    """422, and what was pasted stands there."""
    assert desk.post(reverse("feedback:paste_mail", args=[team.slug]), {"raw": raw}).status_code == 422


def test_a_mail_longer_than_a_voice_is_shown_whole(desk: Client, team: Team) -> None:
    """Whoever pastes it cuts it."""
    page = desk.post(reverse("feedback:paste_mail", args=[team.slug]), {"raw": "Es tropft. " * 2000}).content.decode()
    assert page.count("Es tropft.") >= 2000


def test_readers_paste_nothing(team: Team, rita: Membership) -> None:
    """They read."""
    assert signed_in(rita).get(reverse("feedback:paste_mail", args=[team.slug])).status_code == 403
