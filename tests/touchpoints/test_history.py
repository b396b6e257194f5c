"""The history of a touchpoint: told, compared and brought back."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import MembershipFactory, StageFactory, TagFactory, TouchpointFactory
from touchpoints.describing import describe
from touchpoints.models import Status, Tag, Touchpoint


def url(touchpoint: Touchpoint, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[touchpoint.team.slug, touchpoint.pk, *args])


def written(touchpoint: Touchpoint, *tags: Tag, **values: object) -> int:
    """Change the touchpoint; the number of the version that it led to."""
    for name, value in values.items():
        setattr(touchpoint, name, value)
    describe(touchpoint, tags=tags)
    return int(touchpoint.history.latest("history_id").history_id)


def restored(browser: Client, touchpoint: Touchpoint, version: int) -> list[str]:
    """What the page says after bringing a version back."""
    answer = browser.post(url(touchpoint, "restore", version))
    assert answer.status_code == 302
    touchpoint.refresh_from_db()
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_page_tells_every_change_with_the_way_back(team: Team, ben: Membership, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    written(touchpoint, goal="Dank")
    page = signed_in(ben).get(url(touchpoint, "history"))
    assert [len(change.fields) for change in page.context["changes"]] == [1, 0]
    assert page.text.count("Diesen Stand zurückholen</button>") == 1
    assert "zurückholen</button>" not in signed_in(rita).get(url(touchpoint, "history")).text


def test_long_history_goes_on_behind_a_link(team: Team, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    for number in range(51):
        touchpoint.goal = f"Ziel {number}"
        touchpoint.save()
    first = signed_in(rita).get(url(touchpoint, "history"))
    rest = signed_in(rita).get(url(touchpoint, "history"), {"until": first.context["older"]})
    told = [*first.context["changes"], *rest.context["changes"]]
    assert [change.fields[0].new for change in told[:-1]] == [f"Ziel {number}" for number in range(50, -1, -1)]
    assert told[-1].fields == []
    assert rest.context["older"] is None


def test_any_two_versions_stand_side_by_side_the_older_first(team: Team, rita: Membership) -> None:
    touchpoint, tag = TouchpointFactory(team=team, name="Rechnung"), TagFactory(team=team, name="Praxen 🩺")
    one = written(touchpoint, goal="Schnell bezahlt")
    written(touchpoint, goal="Dazwischen")
    other = written(touchpoint, tag, goal="Für Übermorgen", is_key=True)
    page = signed_in(rita).get(url(touchpoint, "compare"), {"one": other, "other": one})
    differing = {(field.label, field.old, field.new) for field in page.context["fields"] if field.differs}
    assert differing == {
        ("Ziel des Kontaktpunkts", "Schnell bezahlt", "Für Übermorgen"),
        ("Super-Touchpoint", "nein", "ja"),
        ("Zielgruppen", "–", "Praxen 🩺"),
    }
    assert "Dazwischen" not in page.text


@pytest.mark.parametrize("query", ["", "one=1", "one=x&other=y", f"one={'9' * 30}&other=1"])
def test_half_a_comparison_leads_back(team: Team, rita: Membership, query: str) -> None:
    touchpoint = TouchpointFactory(team=team)
    answer = signed_in(rita).get(f"{url(touchpoint, 'compare')}?{query}")
    assert answer.headers["Location"] == url(touchpoint, "history")


def test_versions_of_another_touchpoint_are_neither_compared_nor_brought_back(
    team: Team, ben: Membership, clara: Membership
) -> None:
    mine, foreign = TouchpointFactory(team=team), TouchpointFactory(team=clara.team)
    one, other = written(foreign, goal="geheim"), written(foreign, goal="sehr geheim")
    assert signed_in(ben).get(url(mine, "compare"), {"one": one, "other": other}).status_code == 302
    assert signed_in(ben).post(url(mine, "restore", one)).status_code == 404


def test_reader_brings_nothing_back(team: Team, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    assert signed_in(rita).post(url(touchpoint, "restore", touchpoint.history.get().pk)).status_code == 403


@pytest.mark.parametrize("version", [10**20 - 1, 2**63, 0])
def test_number_that_no_version_has_is_not_found(team: Team, ben: Membership, version: int) -> None:
    assert signed_in(ben).post(url(TouchpointFactory(team=team), "restore", version)).status_code == 404


def test_version_comes_back_whole_and_as_a_change_of_its_own(team: Team, ben: Membership) -> None:
    stage, tag = StageFactory(team=team), TagFactory(team=team)
    touchpoint = TouchpointFactory(team=team)
    version = written(touchpoint, tag, goal="Dank 🎉", stage=stage, importance_customer=4)
    written(touchpoint, goal="", stage=None, importance_customer=None, name="Ganz anders")
    before = touchpoint.history.count()
    assert restored(signed_in(ben), touchpoint, version) == ["Der frühere Stand gilt wieder."]
    assert (touchpoint.goal, touchpoint.stage, touchpoint.importance_customer) == ("Dank 🎉", stage, 4)
    assert list(touchpoint.tags.all()) == [tag]
    assert touchpoint.history.count() == before + 1
    assert touchpoint.history.latest("history_id").history_user == ben.user


def test_what_is_gone_stays_as_it_is_with_a_sentence(team: Team, ben: Membership) -> None:
    stage, tag, left = StageFactory(team=team), TagFactory(team=team), MembershipFactory(team=team)
    touchpoint = TouchpointFactory(team=team)
    version = written(touchpoint, tag, stage=stage, owner=left.user, goal="Dank")
    written(touchpoint, stage=None, owner=ben.user, goal="")
    stage.delete()
    tag.delete()
    left.delete()
    sentences = restored(signed_in(ben), touchpoint, version)
    assert [sentence.split()[0].rstrip(":") for sentence in sentences[:3]] == [
        "Kaufphase",
        "Verantwortlich",
        "Zielgruppen",
    ]
    assert (touchpoint.stage, touchpoint.owner, touchpoint.goal) == (None, ben.user, "Dank")


def test_name_that_another_bears_now_is_left(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, name="Rechnung")
    version = touchpoint.history.get().pk
    written(touchpoint, name="Faktura")
    TouchpointFactory(team=team, name="RECHNUNG")
    assert "Der Name bleibt" in restored(signed_in(ben), touchpoint, version)[0]
    assert touchpoint.name == "Faktura"


def test_retired_comes_back_with_its_reason_and_never_without_one(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    touchpoint.retire(reason="Umzug")
    version = touchpoint.history.latest("history_id")
    touchpoint.reactivate()
    restored(signed_in(ben), touchpoint, version.pk)
    assert (touchpoint.status, touchpoint.status_reason) == (Status.RETIRED, "Umzug")
    touchpoint.reactivate()
    type(version).objects.filter(pk=version.pk).update(status_reason="")
    assert "Der Status bleibt" in restored(signed_in(ben), touchpoint, version.pk)[0]
    assert touchpoint.status == Status.ACTIVE


def test_history_costs_the_same_for_one_and_three_changes(team: Team, rita: Membership) -> None:
    touchpoint, tag = TouchpointFactory(team=team), TagFactory(team=team)
    browser = signed_in(rita)
    written(touchpoint, tag, goal="a")
    once = queries_of(browser, url(touchpoint, "history"))
    written(touchpoint, goal="b")
    written(touchpoint, tag, goal="c", owner=MembershipFactory(team=team).user)
    assert queries_of(browser, url(touchpoint, "history")) == once
