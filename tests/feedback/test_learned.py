"""„Sie sagten – wir taten“: what was learned and done, inside, on the notice board and outside."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.logs import DiscreetFormatter
from feedback.learning import linking
from feedback.learning.printing import MOST, print_learned
from feedback.learning.telling import Asked, figures_of
from feedback.models import CaseOutcome, Learned, Listening, Polarity
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, LearnedFactory, RecoveryCaseFactory, SuggestionFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SAID = {"said": "Die Rechnung kommt zu früh.", "done": "Sie liegt im Paket.", "on": "2026-11-02"}


@pytest.fixture(autouse=True)
def nobody_has_looked_yet() -> None:
    cache.clear()


def url(by: Membership, name: str = "learned", *keys: int) -> str:
    return reverse(f"feedback:{name}", args=[by.team.slug, *keys])


# --- Who may ---------------------------------------------------------------------------------------


def test_line_of_another_team_is_not_found(team: Team, clara: Membership) -> None:
    line = LearnedFactory(team=team)
    for name in ("edit_learned", "remove_learned"):
        assert signed_in(clara).post(url(clara, name, line.pk), SAID).status_code == 404
    assert Learned.objects.get() == line


def test_reader_reads_and_writes_nothing(team: Team, rita: Membership) -> None:
    line = LearnedFactory(team=team)
    browser = signed_in(rita)
    page = browser.get(url(rita)).text
    assert line.done in page
    assert "Zeile schreiben" not in page
    for address in (url(rita, "learn"), url(rita, "edit_learned", line.pk), url(rita, "remove_learned", line.pk)):
        assert browser.post(address, SAID).status_code == 403


def test_only_the_lead_opens_and_shuts_the_public_page(team: Team, anna: Membership, ben: Membership) -> None:
    assert "Öffentlich machen" not in signed_in(ben).get(url(ben)).text
    for name in ("open_learned_link", "shut_learned_link"):
        assert signed_in(ben).post(url(ben, name)).status_code == 403
    assert not Listening.of(team).learned_code
    signed_in(anna).post(url(anna, "open_learned_link"))
    assert Listening.of(team).learned_code
    assert "Neuer Link" not in signed_in(ben).get(url(ben)).text


# --- Lines -----------------------------------------------------------------------------------------


def test_line_is_written_changed_and_removed(ben: Membership) -> None:
    browser = signed_in(ben)
    assert browser.post(url(ben, "learn"), SAID | {"is_public": "on"}).status_code == 302
    line = Learned.objects.get()
    assert (line.team, line.by, line.on, line.is_public) == (ben.team, ben.user, date(2026, 11, 2), True)
    browser.post(url(ben, "edit_learned", line.pk), SAID | {"done": "Sie kommt\u202e später. "})
    line.refresh_from_db()
    assert (line.done, line.is_public) == ("Sie kommt später.", False)
    assert "entfernen?" in browser.get(url(ben, "remove_learned", line.pk)).text
    assert Learned.objects.exists()
    browser.post(url(ben, "remove_learned", line.pk))
    assert not Learned.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"said": " \u200b "},
        {"done": ""},
        {"said": "x" * 601},
        {"on": ""},
        {"on": "2999-01-01"},
        {"on": "0001-01-01"},
        {"on": "gestern"},
        {"touchpoint": "999999"},
        {"action": "99999999999999999999999"},
    ],
)
def test_what_is_no_line_is_asked_again_with_everything_typed(ben: Membership, wrong: dict[str, str]) -> None:
    answer = signed_in(ben).post(url(ben, "learn"), SAID | {"done": "Neu geregelt"} | wrong)
    assert answer.status_code == 422
    assert "Neu geregelt" in answer.text or "done" in wrong
    assert not Learned.objects.exists()


def test_touchpoint_and_action_of_another_team_are_no_choice(ben: Membership) -> None:
    done = ActionFactory(status="done", done_at=timezone.now())
    for wrong in ({"touchpoint": TouchpointFactory(name="Nebenan").name}, {"action": done.pk}):
        assert signed_in(ben).post(url(ben, "learn"), SAID | wrong).status_code == 422


def test_scripts_in_a_line_stay_words(ben: Membership, team: Team) -> None:
    LearnedFactory(team=team, said="<script>alert(1)</script>", is_public=True)
    code = linking.open_door(team)
    for page in (signed_in(ben).get(url(ben)), Client().get(reverse("learned_by_link", args=[code]))):
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


# --- Begun with what is there ----------------------------------------------------------------------


def test_voice_that_may_be_quoted_begins_a_line(ben: Membership) -> None:
    place = TouchpointFactory(team=ben.team)
    voice = FeedbackFactory(team=ben.team, text="Die Hotline ist endlich gut.", may_quote=True, touchpoint=place)
    voice.actions.add(ActionFactory(team=ben.team, result="Zwei Leute mehr.", touchpoint=place))
    page = signed_in(ben).get(url(ben, "learn"), {"voice": voice.pk}).text
    assert ">\nDie Hotline ist endlich gut.</textarea>" in page
    assert ">\nZwei Leute mehr.</textarea>" in page
    assert f'value="{place.name}"' in page
    assert "nicht wörtlich zitiert" not in page


def test_voice_that_may_not_be_quoted_is_said_in_own_words(ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, text="Die Hotline hat mich  dreimal vergessen!")
    browser, address = signed_in(ben), f"{url(ben, 'learn')}?voice={voice.pk}"
    page = browser.get(address).text
    assert "nicht wörtlich zitiert" in page
    assert "vergessen!</textarea>" not in page
    for said in (voice.text, "Eine sagt: die hotline hat mich dreimal VERGESSEN! Stimmt."):
        answer = browser.post(address, SAID | {"said": said})
        assert answer.status_code == 422
        assert "in eigenen sagen" in answer.text
    assert browser.post(address, SAID | {"said": "Rückrufe blieben aus."}).status_code == 302


def test_suggestion_begins_a_line_without_its_author(ben: Membership) -> None:
    suggestion = SuggestionFactory(team=ben.team, title="Kürzere Formulare", thanks="Aus drei Seiten wurde eine.")
    page = signed_in(ben).get(url(ben, "learn"), {"suggestion": suggestion.pk}).text
    assert ">\nKürzere Formulare</textarea>" in page
    assert ">\nAus drei Seiten wurde eine.</textarea>" in page
    assert suggestion.by.name not in page


def test_action_begins_a_line(ben: Membership) -> None:
    action = ActionFactory(team=ben.team, what="Formular kürzen", status="running")
    page = signed_in(ben).get(url(ben, "learn"), {"action": action.pk}).text
    assert ">\nFormular kürzen</textarea>" in page
    assert f'<option value="{action.pk}" selected>' in page


@pytest.mark.parametrize(
    ("name", "foreign_one"), [("voice", FeedbackFactory), ("suggestion", SuggestionFactory), ("action", ActionFactory)]
)
def test_line_begins_with_nothing_of_another_team(ben: Membership, name: str, foreign_one: Any) -> None:
    foreign = foreign_one()
    for key in (str(foreign.pk), "x", "-1", "9" * 30):
        assert signed_in(ben).get(url(ben, "learn"), {name: key}).status_code == 404


# --- The page --------------------------------------------------------------------------------------


def test_lines_are_narrowed_by_touchpoint_and_year(ben: Membership) -> None:
    place = TouchpointFactory(team=ben.team)
    here = LearnedFactory(team=ben.team, done="Hier neu", touchpoint=place, on=date(2025, 5, 1))
    there = LearnedFactory(team=ben.team, done="Dort neu", on=date(2026, 5, 1), is_public=True)
    lines = ben.team.learned.all()
    assert list(Asked().narrow(lines)) == [there, here]
    assert list(Asked(touchpoint=place.pk).narrow(lines)) == [here]
    assert list(Asked(year=2026).narrow(lines)) == [there]
    assert list(Asked(only_public=True).narrow(lines)) == [there]
    page = signed_in(ben).get(url(ben), {"year": "2025"}).text
    assert ("Hier neu" in page, "Dort neu" in page) == (True, False)


@pytest.mark.parametrize(
    "given", ["year=0", "year=99999", "year=x", "touchpoint=x", "touchpoint=" + "9" * 30, "page=x"]
)
def test_filter_that_says_nothing_sensible_breaks_nothing(ben: Membership, given: str) -> None:
    LearnedFactory(team=ben.team)
    for name in ("learned", "learned_pdf"):
        assert signed_in(ben).get(f"{url(ben, name)}?{given}").status_code == 200


def test_complaints_and_praise_are_counted_side_by_side(ben: Membership) -> None:
    team, place = ben.team, TouchpointFactory(team=ben.team)
    FeedbackFactory.create_batch(2, team=team, said_on=TODAY, touchpoint=place)
    FeedbackFactory(team=team, said_on=TODAY, polarity=Polarity.POSITIVE)
    FeedbackFactory(team=team, said_on=TODAY, polarity="")
    FeedbackFactory(team=team, said_on=TODAY - timedelta(days=365))
    RecoveryCaseFactory(
        feedback__team=team, feedback__said_on=date(2020, 1, 1), closed_at=NOW, outcome=CaseOutcome.SOLVED
    )
    SuggestionFactory(team=team, state="done", answered_at=NOW, closed_at=NOW, touchpoint=place)
    SuggestionFactory(team=team, state="declined", answered_at=NOW, closed_at=NOW)
    ActionFactory(team=team, status="done", done_at=NOW)
    FeedbackFactory(said_on=TODAY)
    found = figures_of(team, Asked(), TODAY)
    assert (found.negative, found.positive, found.cases, found.suggestions, found.actions) == (2, 1, 1, 1, 1)
    found = figures_of(team, Asked(touchpoint=place.pk), TODAY)
    assert (found.negative, found.positive, found.cases, found.suggestions, found.actions) == (2, 0, 0, 1, 0)
    assert figures_of(team, Asked(year=2025), TODAY).negative == 1


def test_page_costs_the_same_for_one_and_for_three(ben: Membership) -> None:
    browser = signed_in(ben)
    LearnedFactory(team=ben.team, touchpoint=TouchpointFactory(team=ben.team), action=ActionFactory(team=ben.team))
    before = queries_of(browser, url(ben))
    for _time in range(2):
        LearnedFactory(team=ben.team, touchpoint=TouchpointFactory(team=ben.team), action=ActionFactory(team=ben.team))
    assert queries_of(browser, url(ben)) == before


def test_empty_page_leads_to_the_first_line(ben: Membership, rita: Membership) -> None:
    assert "Erste Zeile schreiben" in signed_in(ben).get(url(ben)).text
    assert "Erste Zeile schreiben" not in signed_in(rita).get(url(rita)).text


# --- The notice board ------------------------------------------------------------------------------


def test_notice_board_is_a_pdf_in_both_languages(ben: Membership) -> None:
    LearnedFactory(team=ben.team, said="Ein sehr langer Satz. " * 25)
    for language in ("de", "en"):
        assert print_learned(ben.team, Asked(), language=language, at=NOW).startswith(b"%PDF")
    answer = signed_in(ben).get(url(ben, "learned_pdf"))
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_notice_board_holds_the_newest_that_fit(ben: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Learned] = []
    monkeypatch.setattr(
        "feedback.learning.printing.print_template", lambda _name, context, **_how: printed.extend(context["lines"])
    )
    LearnedFactory.create_batch(MOST + 1, team=ben.team, on=TODAY)
    LearnedFactory(team=ben.team, on=TODAY - timedelta(days=900))
    print_learned(ben.team, Asked(), language="de", at=NOW)
    assert (len(printed), printed[-1].on) == (MOST, TODAY)


# --- Outside ---------------------------------------------------------------------------------------


def public(code: str) -> str:
    return reverse("learned_by_link", args=[code])


def test_public_page_shows_public_lines_alone_and_nobodys_name(team: Team, ben: Membership) -> None:
    place = TouchpointFactory(team=team, name="Interner Kontaktpunkt")
    action = ActionFactory(team=team, what="Interne Maßnahme")
    LearnedFactory(team=team, done="Für alle", is_public=True, by=ben.user, touchpoint=place, action=action)
    LearnedFactory(team=team, done="Nur für uns")
    LearnedFactory(done="Anderes Team", is_public=True)
    page = Client().get(public(linking.open_door(team)))
    assert "Für alle" in page.text
    for secret in ("Nur für uns", "Anderes Team", ben.user.name, ben.user.email, "Interner", "Interne Maßnahme"):
        assert secret not in page.text
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


def test_public_page_does_not_know_who_is_signed_in(team: Team, anna: Membership) -> None:
    address = public(linking.open_door(team))
    page = signed_in(anna).get(address)
    assert anna.user.name not in page.text
    assert "csrf" not in page.text.lower()
    assert page.content == Client().get(address).content


def test_public_page_speaks_the_readers_language(team: Team) -> None:
    LearnedFactory(team=team, is_public=True)
    address = public(linking.open_door(team))
    assert 'lang="de"' in Client().get(address, {"lang": "de"}).text
    assert '<html lang="en">' in Client().get(address, headers={"accept-language": "en"}).text
    assert '<html lang="de">' in Client().get(address, {"lang": "de"}, headers={"accept-language": "en"}).text
    assert Client().get(address, {"lang": "xx"}).status_code == 200


def test_renewed_link_closes_the_old_one(team: Team, anna: Membership) -> None:
    browser = signed_in(anna)
    browser.post(url(anna, "open_learned_link"))
    old = Listening.of(team).learned_code
    browser.post(url(anna, "open_learned_link"))
    new = Listening.of(team).learned_code
    assert [Client().get(public(code)).status_code for code in (old, new)] == [404, 200]


def test_shut_page_opens_for_nobody(team: Team, anna: Membership) -> None:
    code = linking.open_door(team)
    signed_in(anna).post(url(anna, "shut_learned_link"))
    answers = [Client().get(public(each)) for each in (code, "x" * 22)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content
    assert code not in signed_in(anna).get(url(anna)).text


def test_guessing_codes_is_held_back(team: Team) -> None:
    statuses = [Client().get(public(f"geraten-{number}")).status_code for number in range(121)]
    assert (statuses[0], statuses[-1]) == (404, 429)


def test_log_does_not_say_the_code(team: Team) -> None:
    code = linking.open_door(team)
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (public(code),), None)
    assert code not in DiscreetFormatter().format(record)
