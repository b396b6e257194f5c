"""A voice that is there: put right, masked for good, deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import Contact, Feedback, Polarity, RecoveryCase, Via
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import TouchpointFactory
from tests.feedback.of_feedback import (
    AnswerFactory,
    ContactFactory,
    FeedbackFactory,
    ReasonFactory,
    RecoveryCaseFactory,
)
from tests.journeys.of_journeys import PersonaFactory


@pytest.fixture
def desk(ben: Membership) -> Client:
    """Ben's browser."""
    return signed_in(ben)


def address(voice: Feedback, page: str = "edit_voice") -> str:
    """A page of the voice."""
    return reverse(f"feedback:{page}", args=[voice.team.slug, voice.pk])


def opened(desk: Client, voice: Feedback) -> dict[str, Any]:
    """What the form would send if nothing were changed."""
    response = desk.get(address(voice))
    assert response.context is not None
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_a_voice_sent_back_as_it_was_stays_as_it_was(desk: Client, team: Team) -> None:
    """And nobody has judged it."""
    voice = ContactFactory(feedback__team=team).feedback
    assert desk.post(address(voice), opened(desk, voice)).headers["Location"] == voice.get_absolute_url()
    again = Feedback.objects.get()
    assert (again.text, again.polarity, again.judged_by) == (voice.text, voice.polarity, None)
    assert again.contact.name == "Gisela Groß"


def test_everything_about_a_voice_can_be_put_right(desk: Client, team: Team, ben: Membership) -> None:
    """Words, side, place, day, contact and who speaks; who changed the side has judged it."""
    voice = FeedbackFactory(team=team)
    stand, persona = TouchpointFactory(team=team, name="Messestand"), PersonaFactory(team=team)
    reason = ReasonFactory(team=team, polarity=Polarity.POSITIVE)
    said = opened(desk, voice) | {
        "text": "Alles bestens.",
        "polarity": "positive",
        "touchpoint": "Messestand",
        "via": "visit",
        "said_on": "2026-11-02",
        "reason": reason.pk,
        "name": "Max Groß",
        "persona": persona.pk,
    }
    desk.post(address(voice), said)
    again = Feedback.objects.get()
    assert (again.text, again.polarity, again.touchpoint) == ("Alles bestens.", Polarity.POSITIVE, stand)
    assert (again.via, again.said_on.isoformat(), again.reason) == (Via.VISIT, "2026-11-02", reason)
    assert (again.contact.name, again.speaker.persona, again.judged_by) == ("Max Groß", persona, ben.user)


def test_a_contact_that_is_emptied_is_gone_at_once(desk: Client, team: Team) -> None:
    """And one that is changed keeps the day that was promised."""
    contact = ContactFactory(feedback__team=team)
    desk.post(address(contact.feedback), opened(desk, contact.feedback) | {"name": "Max"})
    assert Contact.objects.get().forget_on == contact.forget_on
    desk.post(address(contact.feedback), opened(desk, contact.feedback) | {"name": "", "address": ""})
    assert not Contact.objects.exists()


def test_words_that_a_customer_has_typed_stay(desk: Client, team: Team) -> None:
    """Nobody of the team puts words into their mouth; side and place can be said."""
    voice = FeedbackFactory(team=team, answer=AnswerFactory(question__team=team), via=Via.QUESTION)
    said = opened(desk, voice) | {
        "text": "Alles bestens.",
        "via": "call",
        "said_on": "2026-01-01",
        "polarity": "neutral",
    }
    assert desk.post(address(voice), said).status_code == 302
    again = Feedback.objects.get()
    assert (again.text, again.via, again.said_on) == (voice.text, Via.QUESTION, voice.said_on)
    assert again.polarity == Polarity.NEUTRAL


def test_what_only_a_colleague_changed_stays(desk: Client, team: Team) -> None:
    """A form that was open meanwhile brings nothing back."""
    voice = FeedbackFactory(team=team)
    mine = opened(desk, voice)
    desk.post(address(voice), mine | {"polarity": "positive", "reference": "A-17"})
    desk.post(address(voice), mine | {"text": "Die Rechnung kam früh."})
    again = Feedback.objects.get()
    assert (again.text, again.polarity, again.reference) == ("Die Rechnung kam früh.", Polarity.POSITIVE, "A-17")


def test_who_writes_where_a_colleague_wrote_is_told_once(desk: Client, team: Team) -> None:
    """The second time it is meant."""
    voice = FeedbackFactory(team=team)
    mine = opened(desk, voice)
    desk.post(address(voice), mine | {"text": "Ihre Worte.", "polarity": "positive"})
    response = desk.post(address(voice), mine | {"text": "Meine Worte."})
    assert response.status_code == 422
    assert response.context is not None
    form = response.context["form"]
    assert form.errors == {"text": ["Hier steht inzwischen „Ihre Worte.“. Noch einmal speichern ersetzt das."]}
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert again["polarity"] == "positive"
    assert desk.post(address(voice), again).status_code == 302
    stored = Feedback.objects.get()
    assert (stored.text, stored.polarity) == ("Meine Worte.", Polarity.POSITIVE)


@pytest.mark.parametrize("was", ["", "[]", "nonsense", "[" * 100_000, '{"text": 5}', '{"polarity": "", "nothing": 1}'])
def test_a_forged_memory_of_the_form_breaks_nothing(desk: Client, team: Team, was: str) -> None:
    """It is asked again or stored, never an error."""
    voice = FeedbackFactory(team=team)
    assert desk.post(address(voice), opened(desk, voice) | {"was": was}).status_code in (302, 422)


def test_editing_asks_only_about_what_is_new(desk: Client, team: Team) -> None:
    """What stood there before was decided upon."""
    voice = FeedbackFactory(team=team, text="Ruft an: 0171 2345678")
    said = opened(desk, voice)
    assert desk.post(address(voice), said | {"text": "Ruft morgen an: 0171 2345678"}).status_code == 302
    added = opened(desk, voice) | {"text": "0171 2345678 oder hans@example.org"}
    assert desk.post(address(voice), added).status_code == 422
    desk.post(address(voice), added | {"offered": ["hans@example.org"], "mask": ["hans@example.org"]})
    assert Feedback.objects.get().text == "0171 2345678 oder [E-Mail-Adresse]"


def test_what_is_masked_stands_nowhere_any_more(desk: Client, team: Team) -> None:
    """Of a stored voice, whoever typed it; what was not chosen stays."""
    voice = FeedbackFactory(team=team, text="0171 2345678 oder hans@example.org", answer=AnswerFactory())
    page = desk.get(address(voice, "mask")).content.decode()
    assert 'value="0171 2345678" checked' in page
    response = desk.post(address(voice, "mask"), {"mask": ["0171 2345678"]})
    assert response.headers["Location"] == voice.get_absolute_url()
    assert Feedback.objects.get().text == "[Telefonnummer] oder hans@example.org"


def test_masking_needs_a_choice_of_what_is_there(desk: Client, team: Team) -> None:
    """Nothing ticked, or what stands there no more, changes nothing."""
    voice = FeedbackFactory(team=team, text="0171 2345678")
    for chosen in ([], ["089 1234567"], ["Text"]):
        assert desk.post(address(voice, "mask"), {"mask": chosen}).status_code == 422
    assert Feedback.objects.get().text == "0171 2345678"


def test_a_voice_without_anything_personal_says_so(desk: Client, team: Team) -> None:
    """And shows the way to edit it."""
    page = desk.get(address(FeedbackFactory(team=team), "mask")).content.decode()
    assert "keine Telefonnummer" in page


def test_deleting_asks_first_and_takes_all_along(desk: Client, team: Team) -> None:
    """Looking deletes nothing; then the case and the contact go, too."""
    voice = ContactFactory(feedback__team=team).feedback
    RecoveryCaseFactory(feedback=voice)
    page = desk.get(address(voice, "remove_voice")).content.decode()
    assert "Fall, Lob und Kontakt gehen mit." in page
    assert Feedback.objects.exists()
    response = desk.post(address(voice, "remove_voice"))
    assert response.headers["Location"] == reverse("feedback:list", args=[team.slug])
    assert not (Feedback.objects.exists() or Contact.objects.exists() or RecoveryCase.objects.exists())


@pytest.mark.parametrize("page", ["edit_voice", "mask", "remove_voice"])
def test_readers_and_other_teams_change_nothing(team: Team, rita: Membership, clara: Membership, page: str) -> None:
    """Readers are refused, other teams find nothing."""
    voice = FeedbackFactory(team=team, text="0171 2345678")
    sent = {"text": "weg", "polarity": "", "mask": "0171 2345678"}
    assert signed_in(rita).post(address(voice, page), sent).status_code == 403
    assert signed_in(clara).post(address(voice, page), sent).status_code == 404
    elsewhere = reverse(f"feedback:{page}", args=[clara.team.slug, voice.pk])
    assert signed_in(clara).post(elsewhere, sent).status_code == 404
    assert Feedback.objects.get().text == "0171 2345678"
