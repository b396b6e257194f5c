"""All voices: found, narrowed, paged by key; one voice and what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from feedback.errors import NoSuchMove
from feedback.models import Contact, Feedback, Mark, Polarity, Reason
from feedback.workspaces import placing, splitting
from feedback.workspaces.paging import page_of
from teams.models import Membership
from tests.conftest import queries_of, signed_in
from tests.factories import NOW, ActionFactory, TouchpointFactory
from tests.feedback.of_feedback import (
    ContactFactory,
    FeedbackFactory,
    ReasonFactory,
    RecoveryCaseFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def url(name: str, who: Membership, *keys: object) -> str:
    return reverse(f"feedback:{name}", args=[who.team.slug, *keys])


def texts(who: Membership, query: str) -> list[str]:
    page = signed_in(who).get(f"{url('list', who)}?{query}").context["page"]
    return [voice.text for voice in page.lines]


# --- The list ------------------------------------------------------------------------------------


def test_the_newest_voice_stands_first_and_those_of_other_teams_nowhere(ben: Membership, clara: Membership) -> None:
    FeedbackFactory(team=ben.team, text="Gestern", said_on=NOW.date() - timedelta(days=1))
    FeedbackFactory(team=ben.team, text="Heute")
    FeedbackFactory(team=clara.team, text="Fremd")
    assert texts(ben, "") == ["Heute", "Gestern"]


def test_each_filter_narrows_the_list(ben: Membership) -> None:
    place, reason = TouchpointFactory(team=ben.team), ReasonFactory(team=ben.team)
    topic = TopicFactory(team=ben.team)
    FeedbackFactory(team=ben.team, text="Anders", polarity="positive", via="mail")
    wanted = FeedbackFactory(
        team=ben.team,
        text="Gesucht",
        touchpoint=place,
        reason=reason,
        via="visit",
        said_on=NOW.date() - timedelta(days=9),
    )
    Mark.objects.create(feedback=wanted, topic=topic)
    until = (NOW.date() - timedelta(days=8)).isoformat()
    asked = ["polarity=negative", f"touchpoint={place.pk}", f"reason={reason.pk}", f"topic={topic.pk}", "via=visit"]
    for query in (*asked, f"until={until}", "&".join([*asked, f"until={until}"])):
        assert texts(ben, query) == ["Gesucht"], query
    assert texts(ben, f"since={until}") == ["Anders"]


def test_what_nobody_has_judged_can_be_asked_for(ben: Membership) -> None:
    FeedbackFactory(team=ben.team, text="Aha", polarity="")
    FeedbackFactory(team=ben.team)
    assert texts(ben, "polarity=open") == ["Aha"]


def test_a_mistyped_address_still_shows_voices(ben: Membership, clara: Membership) -> None:
    FeedbackFactory(team=ben.team, text="Da")
    foreign = TouchpointFactory(team=clara.team)
    query = f"polarity=both&via=dream&since=morgen&topic=9&reason=x&touchpoint={foreign.pk}&before=x.y&q=%00"
    assert texts(ben, query) == ["Da"]
    for before in (f"2026-11-24.{'9' * 40}", "9999-99-99.1", "."):
        assert texts(ben, f"before={before}") == ["Da"]


def test_pages_follow_each_other_without_a_gap_also_within_one_day(ben: Membership) -> None:
    for day in (0, 0, 0, 1, 1, 2):
        FeedbackFactory(team=ben.team, said_on=NOW.date() - timedelta(days=day))
    seen, before = [], ""
    for _page in range(3):
        page = page_of(ben.team.voices.all(), before, size=2)
        seen += [voice.pk for voice in page.lines]
        before = page.after
    assert seen == [voice.pk for voice in Feedback.objects.newest()]
    assert before == ""


def test_the_next_page_keeps_the_filter(ben: Membership) -> None:
    for number in range(51):
        FeedbackFactory(team=ben.team, text=f"Stimme {number}")
    answer = signed_in(ben).get(url("list", ben) + "?polarity=negative")
    following = answer.context["query"]
    assert "polarity=negative" in following and following in answer.text.replace("&amp;", "&")
    assert texts(ben, following) == ["Stimme 0"]


@pytest.mark.parametrize("page", ["list", "negative", "positive", "figures"])
def test_thirty_voices_cost_as_many_queries_as_three(ben: Membership, page: str) -> None:
    browser, counted = signed_in(ben), []
    topic = TopicFactory(team=ben.team)
    for size in (3, 27):
        for polarity in ("negative", "positive"):
            for _one in range(size):
                place, reason = TouchpointFactory(team=ben.team), ReasonFactory(team=ben.team, polarity=polarity)
                voice = FeedbackFactory(team=ben.team, polarity=polarity, touchpoint=place, reason=reason)
                Mark.objects.create(feedback=voice, topic=topic)
                if polarity == "negative":
                    RecoveryCaseFactory(feedback=FeedbackFactory(team=ben.team), owner=ben.user)
        browser.get(url(page, ben))
        counted.append(queries_of(browser, url(page, ben)))
    assert counted[0] == counted[1]


def test_only_the_lines_are_fetched_and_the_address_is_that_of_the_page(ben: Membership) -> None:
    answer = signed_in(ben).get(url("lines", ben) + "?polarity=negative")
    assert answer.headers["HX-Push-Url"] == url("list", ben) + "?polarity=negative"
    assert "<html" not in answer.text


def test_words_of_customers_are_never_markup(ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, text="<script>alert(1)</script>", source="javascript:alert(1)")
    for address in (
        url("list", ben),
        url("negative", ben),
        voice.get_absolute_url(),
        url("split_voice", ben, voice.pk),
    ):
        page = signed_in(ben).get(address).text
        assert "<script>alert" not in page and 'href="javascript:' not in page


# --- One voice -----------------------------------------------------------------------------------


def placed(who: Membership, voice: Feedback, **said: object) -> int:
    answers = {"polarity": "negative", "touchpoint": "", "reason": "", "strength": "", **said}
    return signed_in(who).post(url("place_voice", who, voice.pk), answers).status_code


def test_side_place_reason_and_strength_are_said_at_once(ben: Membership) -> None:
    voice, place, reason = (
        FeedbackFactory(team=ben.team, polarity=""),
        TouchpointFactory(team=ben.team),
        ReasonFactory(team=ben.team),
    )
    assert placed(ben, voice, touchpoint=place.name, reason=reason.pk, strength=3) == 302
    voice.refresh_from_db()
    assert (voice.polarity, voice.touchpoint, voice.reason, voice.strength) == ("negative", place, reason, 3)
    assert voice.judged_by == ben.user


def test_who_only_adds_the_strength_has_not_judged(anna: Membership, ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, judged_by=anna.user)
    assert placed(ben, voice, strength=1) == 302
    voice.refresh_from_db()
    assert (voice.judged_by, voice.strength) == (anna.user, 1)


def test_a_reason_belongs_to_one_side_only(ben: Membership) -> None:
    voice, delight = FeedbackFactory(team=ben.team), ReasonFactory(team=ben.team, polarity="positive")
    assert placed(ben, voice, reason=delight.pk) == 422
    with pytest.raises(NoSuchMove):
        placing.place(
            voice=voice, polarity="negative", touchpoint=None, reason=delight, strength=None, by=ben.user, at=NOW
        )
    voice.refresh_from_db()
    assert voice.reason is None


def test_what_belongs_to_another_team_is_no_choice(ben: Membership, clara: Membership) -> None:
    voice = FeedbackFactory(team=ben.team)
    assert placed(ben, voice, touchpoint=TouchpointFactory(team=clara.team).pk) == 422
    assert placed(ben, voice, reason=ReasonFactory(team=clara.team).pk) == 422
    assert placed(ben, FeedbackFactory(team=clara.team)) == 404


def test_the_page_says_what_led_to_a_topic_and_what_came_of_the_voice(rita: Membership) -> None:
    voice = ContactFactory(feedback__team=rita.team).feedback
    Mark.objects.create(feedback=voice, topic=TopicFactory(team=rita.team, name="Lieferzeit"), words=["zu spät"])
    voice.actions.add(ActionFactory(team=rita.team, what="Pakete früher packen"))
    page = signed_in(rita).get(voice.get_absolute_url()).text
    for words in ("Lieferzeit", "„zu spät“", "Pakete früher packen", "Gisela Groß", "wird gelöscht am"):
        assert words in page
    assert "<form" not in page.split('id="content"')[-1].split("<main")[-1].split("</main>")[0]


# --- A voice of two minds ------------------------------------------------------------------------

MIXED = "Die Beratung war großartig, aber die Lieferung kam zu spät. Danke."


def test_a_sentence_that_turns_is_offered_in_two_parts() -> None:
    assert splitting.parts_of(MIXED) == ["Die Beratung war großartig", "aber die Lieferung kam zu spät.", "Danke."]
    assert splitting.parts_of("Schnell und freundlich") == ["Schnell", "und freundlich"]
    assert splitting.parts_of("Toll") == ["Toll"]
    assert len(splitting.parts_of("Gut. " * 900)) == splitting.MOST


def halves(who: Membership, voice: Feedback, sides: dict[int, str]) -> tuple[Feedback, Feedback]:
    seen = splitting.sign_of(voice.text)
    return splitting.split(voice=voice, sides=sides, seen=seen, by=who.user, at=NOW)


def test_a_mixed_voice_becomes_a_good_and_a_bad_one_of_the_same_day_and_source(ben: Membership) -> None:
    place = TouchpointFactory(team=ben.team)
    voice = ContactFactory(
        feedback__team=ben.team,
        feedback__text=MIXED,
        feedback__polarity="",
        feedback__touchpoint=place,
        feedback__reference="A-17",
        feedback__via="mail",
    ).feedback
    bad, good = halves(ben, voice, {0: "positive", 1: "negative", 2: ""})
    assert (bad.text, good.text) == ("aber die Lieferung kam zu spät.\nDanke.", "Die Beratung war großartig\nDanke.")
    assert (bad.polarity, good.polarity) == ("negative", "positive")
    for name in ("via", "said_on", "touchpoint", "reference", "source", "answer", "team"):
        assert getattr(bad, name) == getattr(good, name) == getattr(voice, name), name
    assert Contact.objects.get().feedback == bad, "the bad half is what wants an answer"
    assert bad.judged_by == good.judged_by == ben.user


def test_splitting_invents_no_words(ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, text=MIXED)
    halves(ben, voice, {0: "positive", 1: "negative"})
    said = set(MIXED.replace(",", "").split())
    for half in Feedback.objects.all():
        assert set(half.text.split()) <= said


def test_each_half_needs_words(ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, text=MIXED)
    for sides in ({}, {0: "positive"}, {0: "negative", 1: "negative"}, {7: "positive", 0: "negative"}, {0: "neutral"}):
        with pytest.raises(NoSuchMove):
            halves(ben, voice, sides)
    with pytest.raises(NoSuchMove):
        splitting.split(voice=voice, sides={0: "positive", 1: "negative"}, seen="", by=ben.user, at=NOW)
    assert Feedback.objects.count() == 1


def test_splitting_by_hand(ben: Membership) -> None:
    voice = FeedbackFactory(team=ben.team, text=MIXED)
    browser, address = signed_in(ben), url("split_voice", ben, voice.pk)
    seen = browser.get(address).context["seen"]
    assert browser.post(address, {"seen": seen, "part-0": "positive"}).status_code == 422
    answer = browser.post(address, {"seen": seen, "part-0": "positive", "part-1": "negative", "part-2": "negative"})
    assert answer.status_code == 302 and Feedback.objects.count() == 2
    assert browser.post(address, {"seen": seen, "part-0": "positive", "part-1": "negative"}).status_code == 422


# --- Reasons -------------------------------------------------------------------------------------


def test_the_team_edits_its_list_of_reasons(ben: Membership) -> None:
    browser, address = signed_in(ben), url("reasons", ben, "negative")
    assert browser.post(address, {"name": "Zu spät"}).status_code == 302
    assert browser.post(address, {"name": "zu spät"}).status_code == 422, "each reason once"
    assert browser.post(url("reasons", ben, "positive"), {"name": "Zu spät"}).status_code == 302, "on the other side"
    reason = Reason.objects.get(polarity=Polarity.NEGATIVE)
    assert browser.post(url("rename_reason", ben, reason.pk), {"name": "Verspätet"}).status_code == 302
    voice = FeedbackFactory(team=ben.team, reason=reason)
    assert browser.get(url("remove_reason", ben, reason.pk)).status_code == 200
    assert browser.post(url("remove_reason", ben, reason.pk)).status_code == 302
    voice.refresh_from_db()
    assert voice.reason is None and Reason.objects.count() == 1
    assert browser.get(url("reasons", ben, "neutral")).status_code == 404
