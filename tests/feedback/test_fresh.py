"""Open pages ask what has come in: the answer is cheap, says nothing twice and keeps to the team."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.alerting.fresh import LOOKED_AT, SHOWN, Since
from feedback.models import Feedback, Polarity
from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import NOW, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory
from touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stand(team: Team) -> Touchpoint:
    return TouchpointFactory(team=team, name="Messestand")


@pytest.fixture
def bens(ben: Membership) -> Client:
    return signed_in(ben)


def asked(since: Since) -> Since:
    """As it comes back with the address."""
    return Since.asked(QueryDict(since.address), NOW)


def address(team: Team, since: Since) -> str:
    return f"{reverse('feedback:fresh', args=[team.slug])}?{since.address}"


# --- A list of voices -----------------------------------------------------------------------------


def test_what_came_after_the_page_was_made_is_new_and_what_it_shows_is_not(team: Team) -> None:
    shown = FeedbackFactory(team=team, created_at=NOW - timedelta(seconds=2))
    since = Since.opened(team, "", NOW)
    late = FeedbackFactory(team=team, created_at=NOW - timedelta(seconds=1))
    new = FeedbackFactory(team=team, created_at=NOW + MINUTE)
    assert [pk for pk, _side in asked(since).fresh(team)] == [new.pk, late.pk]
    assert shown.pk not in dict(since.fresh(team))


def test_page_of_one_side_asks_for_that_side_alone(team: Team) -> None:
    since = Since.opened(team, Polarity.POSITIVE, NOW)
    FeedbackFactory(team=team, polarity=Polarity.NEGATIVE)
    praise = FeedbackFactory(team=team, polarity=Polarity.POSITIVE)
    assert asked(since).fresh(team) == [(praise.pk, "positive")]


def test_page_made_in_the_middle_of_an_import_asks_from_now_on(team: Team) -> None:
    FeedbackFactory.create_batch(LOOKED_AT, team=team)
    since = Since.opened(team, "", NOW + timedelta(seconds=1))
    assert (since.known, since.fresh(team)) == (frozenset(), [])
    assert len(since.address) < 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "since=gestern",
        "since=2026-13-45T00:00:00Z",
        "since=2026-11-24T08:00:00",
        "since=&known=a,,-1," + "9" * 40,
        "side=" + "x" * 5000,
        "since=%00&known=%00",
    ],
)
def test_nonsense_means_that_nothing_is_new(bens: Client, team: Team, query: str) -> None:
    FeedbackFactory(team=team, created_at=timezone.now() - MINUTE)
    answer = bens.get(f"{reverse('feedback:fresh', args=[team.slug])}?{query}")
    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_answer_says_how_many_and_shows_the_newest_lines(bens: Client, team: Team) -> None:
    since = Since.opened(team, "", NOW)
    for number in range(SHOWN + 2):
        FeedbackFactory(team=team, created_at=NOW + number * MINUTE, text=f"Stimme Nummer {number}.")
    page = bens.get(address(team, since)).text
    assert f"{SHOWN + 2} neue Stimmen" in page
    assert f"Stimme Nummer {SHOWN + 1}." in page
    assert "Stimme Nummer 1." not in page


def test_who_has_it_already_gets_an_answer_without_a_body(bens: Client, team: Team) -> None:
    since = Since.opened(team, "", NOW)
    first = bens.get(address(team, since))
    again = bens.get(address(team, since), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    voice = FeedbackFactory(team=team)
    new = bens.get(address(team, since), headers={"If-None-Match": first.headers["ETag"]})
    assert (new.status_code, voice.text in new.text) == (200, True)


def test_asking_costs_one_query_beside_the_door_and_leaves_the_session_alone(
    bens: Client, team: Team, stand: Touchpoint, django_assert_num_queries
) -> None:
    list_page = address(team, Since.opened(team, "", NOW))
    panel = reverse("feedback:voices_at", args=[team.slug, stand.pk])
    for place, own in ((list_page, 1), (panel, 2)):
        tag = bens.get(place).headers["ETag"]
        with django_assert_num_queries(3 + own) as queries:  # session, person, membership
            answer = bens.get(place, headers={"If-None-Match": tag})
        assert answer.status_code == 304
        assert not answer.cookies
        assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_voices_of_other_teams_are_never_told(bens: Client, team: Team, clara: Membership, stand: Touchpoint) -> None:
    since = Since.opened(team, "", NOW)
    strange = FeedbackFactory(team=clara.team)
    assert asked(since).fresh(team) == []
    known = urlencode({"since": NOW.isoformat(), "known": strange.pk})
    assert strange.text not in bens.get(f"{reverse('feedback:fresh', args=[team.slug])}?{known}").text
    foreign = reverse("feedback:voices_at", args=[clara.team.slug, stand.pk])
    assert signed_in(clara).get(foreign).status_code == 404


# --- A touchpoint ---------------------------------------------------------------------------------


def test_panel_has_good_and_bad_apart_with_the_counts_of_thirty_days(
    bens: Client, stand: Touchpoint, time_machine
) -> None:
    time_machine.move_to(NOW, tick=False)
    for days, polarity, text in (
        (0, Polarity.NEGATIVE, "Zu laut."),
        (29, Polarity.NEGATIVE, "Zu eng."),
        (30, Polarity.NEGATIVE, "Zu heiß."),
        (1, Polarity.POSITIVE, "Guter Kaffee."),
        (1, "", "Standnummer 12."),
    ):
        FeedbackFactory(
            team=stand.team,
            touchpoint=stand,
            polarity=polarity,
            text=text,
            said_on=NOW.date() - timedelta(days=days),
        )
    page = bens.get(reverse("feedback:voices_at", args=[stand.team.slug, stand.pk])).text
    negative, positive = page.split("Begeisterung")
    assert "2 in 30 Tagen" in negative
    assert "1 in 30 Tagen" in positive
    assert [words in negative for words in ("Zu laut.", "Zu eng.", "Zu heiß.", "Guter Kaffee.")] == [True] * 3 + [False]
    assert "Guter Kaffee." in positive
    assert "1 Stimme der letzten 30 Tage wartet auf ein Urteil" in page


def test_panel_is_told_again_when_a_voice_is_judged(bens: Client, stand: Touchpoint) -> None:
    voice: Feedback = FeedbackFactory(team=stand.team, touchpoint=stand, polarity="")
    place = reverse("feedback:voices_at", args=[stand.team.slug, stand.pk])
    tag = bens.get(place).headers["ETag"]
    voice.polarity = Polarity.POSITIVE
    voice.save()
    assert bens.get(place, headers={"If-None-Match": tag}).status_code == 200


def test_page_of_the_touchpoint_knows_the_tag_of_what_it_shows(bens: Client, stand: Touchpoint) -> None:
    FeedbackFactory(team=stand.team, touchpoint=stand)
    tag = bens.get(reverse("feedback:voices_at", args=[stand.team.slug, stand.pk])).headers["ETag"]
    page = bens.get(reverse("touchpoints:detail", args=[stand.team.slug, stand.pk])).text
    assert f'data-fresh-tag="{tag.replace('"', "&quot;")}"' in page
