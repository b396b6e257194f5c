"""Leads set webhooks up, see what became of each delivery, and send again."""

from datetime import timedelta
from ipaddress import IPv4Address, ip_address

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from teams.models import Delivery, Event, Membership, Team, Webhook
from teams.webhooks import delivering, destinations
from teams.webhooks.keeping import MOST
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, DeliveryFactory, WebhookFactory

PAGES = "/t/vertrieb-sued/team/webhooks/"
CHAT = {"name": "Chat", "url": "https://chat.example.com/hooks/1", "events": ["round.planned", "action.created"]}
State = Delivery.State


@pytest.fixture(autouse=True)
def internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """All names lead to the Internet, and nothing is sent there."""
    addresses = {"inner.example.com": [ip_address("10.0.0.1")], "nowhere.example.com": []}
    public = [IPv4Address("8.8.8.8")]
    monkeypatch.setattr(destinations, "resolve", lambda host, port: addresses.get(host, public))
    monkeypatch.setattr(delivering, "send", lambda url, body, headers: 200)


@pytest.fixture
def lead(anna: Membership) -> Client:
    return signed_in(anna)


@pytest.fixture
def webhook(team: Team) -> Webhook:
    return WebhookFactory(team=team, name="Chat")


def test_the_secret_is_shown_once(team: Team, lead: Client) -> None:
    answer = lead.post(f"{PAGES}new/", CHAT)
    webhook = team.webhooks.get()
    assert (answer.status_code, webhook.secret[:6]) == (200, "whsec_")
    assert webhook.secret in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    for page in ("", f"{webhook.pk}/", f"{webhook.pk}/edit/", f"{webhook.pk}/secret/"):
        assert webhook.secret not in lead.get(PAGES + page).text


def test_what_was_typed_is_kept(team: Team, lead: Client, anna: Membership) -> None:
    lead.post(f"{PAGES}new/", CHAT)
    webhook = team.webhooks.get()
    assert (webhook.name, webhook.url, webhook.created_by) == ("Chat", CHAT["url"], anna.user)
    assert webhook.events == ["round.planned", "action.created"]
    page = lead.get(PAGES).text
    assert "Maßnahme angelegt, Runde geplant" in page
    assert "chat.example.com" in page
    assert "/hooks/1" not in page  # the path often is a secret


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"url": "https://inner.example.com/"}, "Diese Adresse führt in ein internes Netz."),
        ({"url": "https://nowhere.example.com/"}, "Dieser Name ist nicht zu finden."),
        ({"url": "http://chat.example.com/"}, "Die Adresse beginnt mit https://."),
        ({"url": "https://chat.example.com:25/"}, "Auf diesem Port nimmt niemand Webhooks an."),
        ({"url": "https://anna:geheim@chat.example.com/"}, "In die Adresse gehört kein Passwort"),
        ({"url": "chat"}, "Das ist keine Adresse"),
        ({"url": "https://chat.example.com/" + "x" * 500}, "500"),
        ({"url": "https://chat.example.com/\x00"}, "Nullzeichen"),
        ({"events": []}, "Mindestens ein Ereignis gehört dazu."),
        ({"events": ["ping"]}, "ping"),
        ({"events": ["made.up"]}, "made.up"),
        ({"name": ""}, "id_name_error"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    team: Team, lead: Client, typed: dict[str, object], sentence: str
) -> None:
    answer = lead.post(f"{PAGES}new/", CHAT | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not team.webhooks.exists()


def test_two_webhooks_of_a_team_do_not_share_a_name(lead: Client, webhook: Webhook) -> None:
    answer = lead.post(f"{PAGES}new/", CHAT | {"name": "chat"})
    assert answer.status_code == 422
    assert "Einen Webhook mit diesem Namen gibt es schon." in answer.text


def test_a_name_that_was_taken_in_this_moment_is_said_beside_the_field(
    team: Team, lead: Client, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = WebhookFactory(team=team, name="Tickets")
    monkeypatch.setattr(Webhook, "validate_constraints", lambda *_said, **_more: None)  # it was still free then
    for page in ("new", f"{other.pk}/edit"):
        answer = lead.post(f"{PAGES}{page}/", CHAT)
        assert answer.status_code == 422
        assert answer.context["form"].errors["name"] == ["Einen Webhook mit diesem Namen gibt es schon."]
    other.refresh_from_db()
    assert other.name == "Tickets"


def test_a_team_has_only_so_many_webhooks(team: Team, lead: Client) -> None:
    WebhookFactory.create_batch(MOST, team=team)
    answer = lead.post(f"{PAGES}new/", CHAT)
    assert answer.status_code == 422
    assert "Mehr als 10 Webhooks hat ein Team nicht." in answer.text
    webhook = team.webhooks.first()
    assert webhook is not None
    assert lead.post(f"{PAGES}{webhook.pk}/edit/", CHAT).status_code == 302


def test_a_change_keeps_the_secret_and_what_a_worker_noted_meanwhile(lead: Client, webhook: Webhook) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(is_on=False, given_up_at=NOW)
    answer = lead.post(f"{PAGES}{webhook.pk}/edit/", CHAT | {"name": "Neuer Chat"})
    assert answer.url == f"{PAGES}{webhook.pk}/"  # type: ignore[attr-defined]
    changed = Webhook.objects.get(pk=webhook.pk)
    assert (changed.name, changed.url, changed.events) == ("Neuer Chat", CHAT["url"], CHAT["events"])
    assert (changed.secret, changed.is_on, changed.given_up_at) == (webhook.secret, False, NOW)


def test_a_new_secret_is_asked_about_shown_once_and_the_old_one_counts_for_a_day(
    lead: Client, webhook: Webhook
) -> None:
    assert "24 Stunden" in lead.get(f"{PAGES}{webhook.pk}/secret/").text
    answer = lead.post(f"{PAGES}{webhook.pk}/secret/")
    renewed = Webhook.objects.get(pk=webhook.pk)
    assert renewed.secret in answer.text
    assert renewed.secrets(timezone.now()) == [renewed.secret, webhook.secret]
    assert "Das alte unterschreibt noch mit" in lead.get(f"{PAGES}{webhook.pk}/").text


def test_a_webhook_is_switched_off_and_on_by_clicks_that_may_be_two(lead: Client, webhook: Webhook) -> None:
    waiting = DeliveryFactory(webhook=webhook)
    for _click in range(2):
        lead.post(f"{PAGES}{webhook.pk}/off/")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem) == (State.FAILED, Delivery.Problem.OFF)
    page = lead.get(f"{PAGES}{webhook.pk}/").text
    assert "Einschalten" in page
    assert "Noch einmal senden" not in page
    for _click in range(2):
        lead.post(f"{PAGES}{webhook.pk}/on/")
    assert Webhook.objects.get(pk=webhook.pk).is_on
    assert "Noch einmal senden" in lead.get(f"{PAGES}{webhook.pk}/").text


def test_a_probe_goes_out_unless_the_webhook_is_off(lead: Client, webhook: Webhook) -> None:
    assert "Die Probe ist unterwegs." in lead.post(f"{PAGES}{webhook.pk}/probe/", follow=True).text
    assert webhook.deliveries.get().event == Event.PING
    Webhook.objects.update(is_on=False)
    assert "Der Webhook ist ausgeschaltet." in lead.post(f"{PAGES}{webhook.pk}/probe/", follow=True).text
    assert webhook.deliveries.count() == 1


def test_what_failed_is_sent_again_once(lead: Client, webhook: Webhook) -> None:
    failed = DeliveryFactory(webhook=webhook, state=State.FAILED)
    address = f"{PAGES}{webhook.pk}/deliveries/{failed.pk}/again/"
    assert "Noch einmal unterwegs." in lead.post(address, follow=True).text
    failed.refresh_from_db()
    assert failed.state == State.WAITING
    assert "Nur was gescheitert ist" in lead.post(address, follow=True).text


def test_a_delivery_of_another_webhook_is_not_found(lead: Client, webhook: Webhook, clara: Membership) -> None:
    for other in (WebhookFactory(team=webhook.team), WebhookFactory(team=clara.team)):
        failed = DeliveryFactory(webhook=other, state=State.FAILED)
        assert lead.post(f"{PAGES}{webhook.pk}/deliveries/{failed.pk}/again/").status_code == 404
        failed.refresh_from_db()
        assert failed.state == State.FAILED


def test_a_stranger_finds_no_webhook_under_their_own_team(webhook: Webhook, clara: Membership) -> None:
    browser = signed_in(clara)
    assert webhook.host not in browser.get("/t/einkauf-nord/team/webhooks/").text
    for page in ("", "edit/", "secret/", "remove/"):
        assert browser.get(f"/t/einkauf-nord/team/webhooks/{webhook.pk}/{page}").status_code == 404
    for step in ("on", "off", "probe", "secret", "remove"):
        assert browser.post(f"/t/einkauf-nord/team/webhooks/{webhook.pk}/{step}/").status_code == 404
    assert Webhook.objects.filter(pk=webhook.pk, is_on=True, secret=webhook.secret).exists()


def test_removing_asks_once(lead: Client, webhook: Webhook) -> None:
    DeliveryFactory(webhook=webhook)
    assert "entfernen?" in lead.get(f"{PAGES}{webhook.pk}/remove/").text
    assert Webhook.objects.exists()
    lead.post(f"{PAGES}{webhook.pk}/remove/")
    assert not Delivery.objects.exists()


def test_the_log_says_what_went_wrong_and_shows_markup_as_words(lead: Client, webhook: Webhook) -> None:
    DeliveryFactory(
        webhook=webhook,
        event=Event.ROUND_CLOSED,
        state=State.FAILED,
        attempts=7,
        status_code=500,
        problem=Delivery.Problem.STATUS,
        reply="<script>alert(1)</script>",
    )
    DeliveryFactory(webhook=webhook, event="of.a.later.version", next_try_at=timezone.now() + timedelta(hours=1))
    page = lead.get(f"{PAGES}{webhook.pk}/").text
    for words in ("Runde abgeschlossen", "Die Gegenstelle hat nicht angenommen.", "gescheitert", "of.a.later.version"):
        assert words in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_the_log_has_pages_newest_first(lead: Client, webhook: Webhook) -> None:
    for minute in range(31):
        DeliveryFactory(webhook=webhook, event=f"event-{minute}-", created_at=NOW + timedelta(minutes=minute))
    first, second = (lead.get(f"{PAGES}{webhook.pk}/?page={page}").text for page in ("1", "2"))
    assert first.index("event-30-") < first.index("event-29-")
    assert "event-0-" not in first
    assert "event-0-" in second
    assert lead.get(f"{PAGES}{webhook.pk}/?page=nonsense").status_code == 200


def test_the_pages_cost_the_same_for_one_and_three(
    lead: Client, webhook: Webhook, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    DeliveryFactory(webhook=webhook)
    addresses = (PAGES, f"{PAGES}{webhook.pk}/")
    for_one = [queries_of(lead, address) for address in addresses]
    WebhookFactory.create_batch(2, team=webhook.team)
    DeliveryFactory.create_batch(2, webhook=webhook, state=State.FAILED)
    assert [queries_of(lead, address) for address in addresses] == for_one


def test_the_list_counts_what_waits_and_what_failed(webhook: Webhook) -> None:
    DeliveryFactory.create_batch(2, webhook=webhook)
    DeliveryFactory(webhook=webhook, state=State.FAILED)
    WebhookFactory(team=webhook.team)
    counted = webhook.team.webhooks.all().with_counts().order_by("pk")
    assert [(vars(row)["waiting"], vars(row)["failed"]) for row in counted] == [(2, 1), (0, 0)]
