"""A voice is typed in within ten seconds, and nothing that was typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import Contact, Feedback, Listening, Polarity, Via
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, ReasonFactory
from tests.journeys.of_journeys import PersonaFactory


@pytest.fixture
def desk(ben: Membership) -> Client:
    """Ben's."""
    return signed_in(ben)


def address(team: Team) -> str:
    """Where a voice is typed in."""
    return reverse("feedback:record", args=[team.slug])


def typed(team: Team, **said: Any) -> dict[str, Any]:
    """What a quick entry sends."""
    today = team.today(said.pop("at")) if "at" in said else None
    usual = {"text": "Der Techniker kam nicht.", "polarity": "negative", "via": "call", "sheet": str(uuid4())}
    return usual | ({"said_on": today} if today else {"said_on": "2026-11-20"}) | said


def test_a_voice_takes_its_words_and_little_else(desk: Client, team: Team, ben: Membership) -> None:
    """The rest is usual: who typed it in has judged it."""
    response = desk.post(address(team), typed(team))
    voice = team.voices.get()
    assert response.headers["Location"] == voice.get_absolute_url()
    assert (voice.text, voice.polarity, voice.via) == ("Der Techniker kam nicht.", Polarity.NEGATIVE, Via.CALL)
    assert (voice.recorded_by, voice.judged_by) == (ben.user, ben.user)
    assert voice.judged_at is not None


def test_an_open_voice_is_judged_by_nobody(desk: Client, team: Team) -> None:
    """It waits in the inbox."""
    desk.post(address(team), typed(team, polarity=""))
    voice = team.voices.get()
    assert (voice.polarity, voice.judged_by, voice.judged_at) == ("", None, None)


def test_what_is_both_becomes_two_voices(desk: Client, team: Team) -> None:
    """Each with words of its own, and a reason on its side."""
    reason = ReasonFactory(team=team, polarity=Polarity.POSITIVE)
    said = typed(team, polarity="both", text="Zu spät.", good="Sehr freundlich.", reason=reason.pk, name="Max Groß")
    desk.post(address(team), said)
    bad, good = team.voices.order_by("pk")
    assert (bad.polarity, bad.text, bad.reason) == (Polarity.NEGATIVE, "Zu spät.", None)
    assert (good.polarity, good.text, good.reason) == (Polarity.POSITIVE, "Sehr freundlich.", reason)
    assert [bad.contact.name, good.contact.name] == ["Max Groß", "Max Groß"]


def test_what_is_both_needs_words_for_both(desk: Client, team: Team) -> None:
    """Otherwise it would be one."""
    response = desk.post(address(team), typed(team, polarity="both"))
    assert response.status_code == 422
    assert "auch was gut war" in response.content.decode()
    assert not team.voices.exists()


def test_a_touchpoint_is_found_by_its_name(desk: Client, team: Team) -> None:
    """In small letters, too; an unknown one is said beside its field, and all that was typed stands there."""
    stand = TouchpointFactory(team=team, name="Messestand")
    TouchpointFactory(name="Hotline")
    desk.post(address(team), typed(team, touchpoint="messestand"))
    assert team.voices.get().touchpoint == stand
    response = desk.post(address(team), typed(team, touchpoint="Hotline"))
    assert response.status_code == 422
    assert "Einen Kontaktpunkt „Hotline“ gibt es hier nicht." in response.content.decode()
    assert "Der Techniker kam nicht." in response.content.decode()


def test_everything_else_is_kept_if_somebody_knows_it(desk: Client, team: Team) -> None:
    """Strength, reason, where it stands, which case, whether it may be quoted, who it was and what kind."""
    reason, persona = ReasonFactory(team=team), PersonaFactory(team=team)
    said = typed(
        team,
        strength=3,
        reason=reason.pk,
        source="https://example.org/1",
        reference="A-17",
        may_quote="on",
        name="Gisela Groß",
        address="gisela@example.org",
        persona=persona.pk,
    )
    desk.post(address(team), said)
    voice = team.voices.get()
    assert (voice.strength, voice.reason, voice.reference) == (3, reason, "A-17")
    assert (voice.source, voice.may_quote) == ("https://example.org/1", True)
    assert voice.contact.address == "gisela@example.org"
    assert voice.contact.forget_on == team.today(voice.created_at) + timedelta(days=90)
    assert voice.speaker.persona == persona


def test_contacts_are_kept_as_long_as_the_team_wishes(desk: Client, team: Team) -> None:
    """By its own number of days."""
    Listening.objects.create(team=team, days_contact_kept=7)
    desk.post(address(team), typed(team, name="Gisela"))
    voice = team.voices.get()
    assert voice.contact.forget_on == team.today(voice.created_at) + timedelta(days=7)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " \u200b "),
        ("text", "x" * 10_001),
        ("good", "x" * 10_001),
        ("said_on", "2999-01-01"),
        ("said_on", "gestern"),
        ("via", "question"),
        ("polarity", "mixed"),
        ("strength", "9"),
        ("persona", "999999999999999999999"),
        ("reason", "999999999999999999999"),
        ("sheet", "nonsense"),
        ("name", "x" * 121),
        ("source", "x" * 301),
    ],
)
def test_nonsense_is_said_and_nothing_is_stored(desk: Client, team: Team, field: str, value: str) -> None:
    """422 with the sentence at its field, never more."""
    response = desk.post(address(team), typed(team, **{field: value}))
    assert response.status_code == 422
    assert response.context is not None
    assert list(response.context["form"].errors) == [field]
    assert not team.voices.exists()


def test_another_teams_things_are_no_choice(desk: Client, team: Team) -> None:
    """Neither its reasons nor its customer profiles."""
    for name, row in (("reason", ReasonFactory()), ("persona", PersonaFactory())):
        assert desk.post(address(team), typed(team, **{name: row.pk})).status_code == 422
    assert not team.voices.exists()


def test_a_reason_is_on_the_side_of_its_voice(desk: Client, team: Team) -> None:
    """Nobody complains because of what delights."""
    reason = ReasonFactory(team=team, polarity=Polarity.POSITIVE, name="Freundlich")
    response = desk.post(address(team), typed(team, reason=reason.pk))
    assert response.status_code == 422
    assert "ein Grund für die andere Seite" in response.content.decode()


def test_the_same_sheet_is_one_voice_however_often_it_comes(desk: Client, team: Team) -> None:
    """Even with other words: what stands there first stays."""
    said = typed(team, polarity="both", good="Nett.")
    for text in ("Der Techniker kam nicht.", "Der Techniker kam nicht.", "Etwas anderes"):
        response = desk.post(address(team), said | {"text": text})
        assert response.status_code == 302
    assert list(team.voices.order_by("pk").values_list("text", flat=True)) == ["Der Techniker kam nicht.", "Nett."]


def test_a_sheet_is_the_teams_own(desk: Client, team: Team, clara: Membership) -> None:
    """The same number in another team is another voice."""
    said = typed(team)
    desk.post(address(team), said)
    signed_in(clara).post(address(clara.team), said)
    assert Feedback.objects.count() == 2


def test_the_next_one_begins_where_this_one_was_said(desk: Client, team: Team) -> None:
    """Way and touchpoint are kept, the words are not."""
    stand = TouchpointFactory(team=team, name="Messestand")
    response = desk.post(address(team), typed(team, next="1", touchpoint="Messestand", via="visit"))
    assert response.headers["Location"] == f"{address(team)}?via=visit&touchpoint={stand.pk}"
    page = desk.get(response.headers["Location"]).content.decode()
    assert 'value="Messestand"' in page
    assert '<option value="visit" selected>' in page
    assert "Der Techniker" not in page
    assert "Gespeichert: eine Stimme." in page


@pytest.mark.parametrize(
    "asked", ["touchpoint=abc", "touchpoint=99999999999999999999", "via=question", "polarity=both"]
)
def test_nonsense_in_the_address_is_passed_over(desk: Client, team: Team, asked: str) -> None:
    """The form opens as ever."""
    assert desk.get(f"{address(team)}?{asked}").status_code == 200


def test_the_address_can_say_where_and_for_or_against(desk: Client, team: Team) -> None:
    """As the links of other pages do; another team's touchpoint is none."""
    stand, other = TouchpointFactory(team=team, name="Messestand"), TouchpointFactory(name="Fremd")
    page = desk.get(f"{address(team)}?touchpoint={stand.pk}&polarity=positive").content.decode()
    assert 'value="Messestand"' in page
    assert 'value="positive" id="id_polarity_1" checked' in page
    assert "Fremd" not in desk.get(f"{address(team)}?touchpoint={other.pk}").content.decode()


def test_what_tells_who_spoke_is_asked_about_once(desk: Client, team: Team) -> None:
    """First a question with a tick for each, then what was decided; what was masked stands nowhere."""
    said = typed(team, text="Ruft an: 0171 2345678 oder hans@example.org")
    asked = desk.post(address(team), said)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert not team.voices.exists()
    for text in ("0171 2345678", "hans@example.org"):
        assert f'name="mask" value="{text}" checked' in page
        assert f'name="offered" value="{text}"' in page
    offered = {"offered": ["0171 2345678", "hans@example.org"], "mask": ["hans@example.org"]}
    desk.post(address(team), said | offered)
    assert team.voices.get().text == "Ruft an: 0171 2345678 oder [E-Mail-Adresse]"


def test_what_was_typed_after_the_question_is_asked_about_too(desk: Client, team: Team) -> None:
    """And what was decided to stay is not asked about with a tick again."""
    said = typed(team, text="0171 2345678, hans@example.org", offered=["0171 2345678"])
    page = desk.post(address(team), said).content.decode()
    assert 'name="mask" value="hans@example.org" checked' in page
    assert 'name="mask" value="0171 2345678" aria' in page


def test_praise_beside_a_complaint_is_searched_too(desk: Client, team: Team) -> None:
    """Both texts of what is both."""
    said = typed(team, polarity="both", good="Danke, hans@example.org")
    assert desk.post(address(team), said).status_code == 422
    desk.post(address(team), said | {"offered": "hans@example.org", "mask": "hans@example.org"})
    assert team.voices.get(polarity=Polarity.POSITIVE).text == "Danke, [E-Mail-Adresse]"


def test_a_drafts_sheet_tells_whether_it_is_stored(desk: Client, team: Team, clara: Membership) -> None:
    """Its own team alone."""
    said = typed(team)
    kept = reverse("feedback:is_kept", args=[team.slug, said["sheet"]])
    assert desk.get(kept).json() == {"kept": False}
    desk.post(address(team), said)
    assert desk.get(kept).json() == {"kept": True}
    elsewhere = reverse("feedback:is_kept", args=[clara.team.slug, said["sheet"]])
    assert signed_in(clara).get(elsewhere).json() == {"kept": False}


def test_readers_record_nothing(team: Team, rita: Membership) -> None:
    """They read."""
    assert signed_in(rita).post(address(team), typed(team)).status_code == 403
    assert not team.voices.exists()


def test_the_form_costs_the_same_with_many_voices_and_reasons(desk: Client, team: Team) -> None:
    """A constant number of queries."""
    ReasonFactory(team=team)
    few = queries_of(desk, address(team))
    ReasonFactory.create_batch(3, team=team)
    PersonaFactory.create_batch(3, team=team)
    FeedbackFactory.create_batch(3, team=team)
    assert queries_of(desk, address(team)) == few


def test_scripts_and_turned_text_are_kept_as_words(desk: Client, team: Team) -> None:
    """Shown as they were typed, without the signs that turn them around."""
    desk.post(address(team), typed(team, text="<script>alert(1)</script> \u202eabc", name="\u202eMax"))
    voice = team.voices.get()
    assert voice.text == "<script>alert(1)</script> abc"
    assert Contact.objects.get().name == "Max"
