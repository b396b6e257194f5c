"""Praise reaches those who earned it, and the figures of complaints and praise are never one."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.errors import NoSuchMove
from feedback.models import Feedback, Mark, Polarity, Praise
from feedback.workspaces import figures, praising
from feedback.workspaces.figures import Side, side
from feedback.workspaces.trend_picture import TrendPicture
from feedback.workspaces.window import Step, step_of, window
from teams.models import Letter, Membership, Role
from tests.conftest import signed_in
from tests.factories import NOW, DepartmentFactory, MembershipFactory, TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory, ReasonFactory, TopicFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def voice(ben: Membership) -> Feedback:
    """Somebody is delighted."""
    return FeedbackFactory(team=ben.team, polarity="positive", text="So freundlich war noch niemand.")


def told() -> list[str]:
    return sorted(Letter.objects.values_list("to", flat=True))


def post(who: Membership, voice: Feedback, **said: Any) -> Any:
    return signed_in(who).post(reverse("feedback:praise", args=[who.team.slug, voice.pk]), said)


# --- Praise --------------------------------------------------------------------------------------


def test_praise_reaches_named_people_and_everyone_of_a_department_once(
    anna: Membership, ben: Membership, voice: Feedback
) -> None:
    field = DepartmentFactory(team=ben.team)
    inside = [MembershipFactory(team=ben.team, department=field, role=role).user for role in (Role.MEMBER, Role.READER)]
    praising.show(voice=voice, departments=[field], people=[ben.user, inside[0]], by=anna.user, at=NOW)
    everyone = sorted([ben.user.email, *(person.email for person in inside)])
    assert told() == everyone
    praising.show(voice=voice, departments=[field], people=[ben.user], by=anna.user, at=NOW + timedelta(days=400))
    assert told() == everyone, "once is enough"
    praise = Praise.objects.get()
    assert (praise.shown_at, praise.shown_by) == (NOW, anna.user)
    assert set(praise.people.all()) == {ben.user, *inside}


def test_who_shows_their_own_praise_needs_no_mail_about_it(ben: Membership, voice: Feedback) -> None:
    praising.show(voice=voice, people=[ben.user], by=ben.user, at=NOW)
    assert told() == [] and list(praising.mine(ben.team, ben.user)) == [voice]


def test_what_is_repeated_can_be_put_down_without_showing_anybody(ben: Membership, voice: Feedback) -> None:
    praising.show(voice=voice, repeat="Immer zurückrufen", by=ben.user, at=NOW)
    praise = Praise.objects.get()
    assert (praise.repeat, praise.shown_at) == ("Immer zurückrufen", None) and told() == []


def test_a_complaint_is_no_praise(ben: Membership) -> None:
    complaint = FeedbackFactory(team=ben.team)
    with pytest.raises(NoSuchMove):
        praising.show(voice=complaint, people=[ben.user], by=ben.user, at=NOW)
    assert post(ben, complaint, repeat="Ja").status_code == 302 and not Praise.objects.exists()


def test_praise_is_shown_by_hand_and_stands_on_the_page_of_the_person(
    anna: Membership, ben: Membership, rita: Membership, voice: Feedback
) -> None:
    assert post(anna, voice, people=[rita.pk], repeat="Lächeln").status_code == 302
    assert told() == [rita.user.email]
    address = reverse("feedback:positive", args=[ben.team.slug])
    for person, own in ((rita, [voice]), (ben, [])):
        page = signed_in(person).get(address)
        assert list(page.context["mine"]) == own and list(page.context["repeated"]) == [voice]
        assert page.context["fresh"] == []


def test_nobody_of_another_team_is_praised(ben: Membership, clara: Membership, voice: Feedback) -> None:
    assert post(ben, voice, people=[clara.pk]).status_code == 422
    assert post(ben, voice, departments=[DepartmentFactory(team=clara.team).pk]).status_code == 422
    assert post(ben, voice, people=["9" * 30]).status_code == 422
    assert post(clara, voice, people=[clara.pk]).status_code == 404
    assert told() == []


def test_praise_is_mine_in_the_team_in_which_it_was_said(ben: Membership, voice: Feedback, clara: Membership) -> None:
    praising.show(voice=voice, people=[ben.user], by=ben.user, at=NOW)
    assert not praising.mine(clara.team, ben.user).exists()


@pytest.mark.embedded
def test_my_praise_is_found_without_going_through_all_voices(ben: Membership) -> None:
    plan = praising.mine(ben.team, ben.user)[:10].explain()
    assert "feedback_praise_people_user_id" in plan and "feedback_newest" not in plan


# --- Figures, each side for itself ---------------------------------------------------------------


def test_there_is_no_figure_over_complaints_and_praise(ben: Membership) -> None:
    """A side knows one polarity; nothing adds two of them, and no page is given anything but sides."""
    known = {"polarity", "count", "trend", "reasons", "looked_into", "topics", "touchpoints"}
    assert {field.name for field in fields(Side)} == known
    for name in ("__add__", "__radd__", "__sub__", "__rsub__", "__iadd__"):
        assert not hasattr(Side, name)
    public = {name for name, value in vars(figures).items() if getattr(value, "__module__", "") == figures.__name__}
    assert {name for name in public if not name.startswith("_")} == {"Line", "Row", "Side", "side"}
    for page in ("figures", "figures_beside"):
        answer = signed_in(ben).get(reverse(f"feedback:{page}", args=[ben.team.slug]))
        assert [side.polarity for side in answer.context["sides"]] == ["negative", "positive"]


@pytest.mark.parametrize("page", ["list", "figures", "figures_beside", "negative", "positive"])
def test_no_page_shows_a_sum_or_a_difference_of_both(ben: Membership, page: str) -> None:
    day = ben.team.today(NOW) - timedelta(days=10)
    for polarity, many in (("negative", 53), ("positive", 34)):
        FeedbackFactory.create_batch(many, team=ben.team, polarity=polarity, said_on=day, text="Worte")
    shown = signed_in(ben).get(reverse(f"feedback:{page}", args=[ben.team.slug])).text.split("<main")[-1]
    words = set(shown.replace("<", " ").replace(">", " ").replace(",", " ").split())
    assert not words & {"87", "19", "−19", "-19"}
    if page == "figures":
        assert {"53", "34"} <= words


def test_figures_of_a_side_are_its_own(ben: Membership, clara: Membership) -> None:
    topic, reason = TopicFactory(team=ben.team), ReasonFactory(team=ben.team)
    place = TouchpointFactory(team=ben.team)
    for back in (0, 1, 8):
        said = FeedbackFactory(team=ben.team, reason=reason, touchpoint=place, said_on=TODAY - timedelta(days=back))
        Mark.objects.create(feedback=said, topic=topic)
    Mark.objects.create(feedback=FeedbackFactory(team=ben.team, polarity="positive"), topic=topic)
    FeedbackFactory(team=clara.team)
    FeedbackFactory(team=ben.team, said_on=TODAY - timedelta(days=200))
    FeedbackFactory(team=ben.team, polarity="")
    found = side(ben.team, Polarity.NEGATIVE, window(TODAY, Step.WEEK))
    assert (found.count, found.trend.counts[-2:]) == (3, (1, 2))
    for lines, row in ((found.topics, topic), (found.reasons, reason), (found.touchpoints, place)):
        assert [(line.pk, line.name, line.count, line.share) for line in lines] == [(row.pk, row.name, 3, 100)]
    trend = found.reasons[0].trend
    assert trend and trend.counts == found.trend.counts


def test_topics_and_touchpoints_are_counted_of_the_newest_and_that_is_said(
    ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "LOOKED_INTO", 3)
    today = ben.team.today(timezone.now())
    for back, polarity in ((1, "negative"), (1, "negative"), (2, "negative"), (2, "negative"), (1, "positive")):
        place = TouchpointFactory(team=ben.team)
        FeedbackFactory(team=ben.team, touchpoint=place, polarity=polarity, said_on=today - timedelta(days=back))
    found = side(ben.team, Polarity.NEGATIVE, window(today, Step.WEEK))
    assert (found.count, found.looked_into, len(found.touchpoints), found.is_cut) == (4, 2, 2, True)
    page = signed_in(ben).get(reverse("feedback:negative", args=[ben.team.slug])).text
    assert "die neuesten 2 Stimmen" in page


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    weeks, months = window(TODAY, Step.WEEK), window(TODAY, Step.MONTH)
    assert (weeks.first, weeks.starts[-1], len(weeks.starts)) == (date(2026, 9, 7), date(2026, 11, 23), 12)
    assert (months.first, months.starts[-1], len(months.starts)) == (date(2025, 12, 1), date(2026, 11, 1), 12)
    for when in (weeks, months):
        assert [when.place(day) for day in when.starts] == list(range(12)) and when.place(when.last) == 11
    assert window(date(2026, 1, 31), Step.MONTH).first == date(2025, 2, 1)
    assert (step_of("month"), step_of("year")) == (Step.MONTH, Step.WEEK)


def test_the_picture_has_a_bar_for_each_period_with_voices_and_says_so_in_words() -> None:
    picture = TrendPicture((0, 1, 400), ("1. Nov.", "8. Nov.", "15. Nov."))
    assert [(bar.height, bar.words) for bar in picture.bars] == [(2, "8. Nov.: 1"), (56, "15. Nov.: 400")]
    assert all(bar.y + bar.height == 60 for bar in picture.bars)
    assert picture.in_words == "Von 1. Nov. bis 15. Nov.: 0, 1, 400"
    assert TrendPicture((0,), ("1. Nov.",)).bars == []


def test_a_page_is_drawn_by_month_too(ben: Membership) -> None:
    for polarity in (Polarity.NEGATIVE, Polarity.POSITIVE):
        FeedbackFactory(team=ben.team, polarity=polarity, said_on=ben.team.today(timezone.now()))
    for page in ("negative", "positive", "figures"):
        answer = signed_in(ben).get(reverse(f"feedback:{page}", args=[ben.team.slug]) + "?by=month")
        assert "Stimmen je Monat" in answer.text
