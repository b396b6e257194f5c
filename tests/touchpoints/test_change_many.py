"""Many touchpoints are changed at once: picked in the list, told before, done after."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teams.history import changes
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import DepartmentFactory, StageFactory, TagFactory, TouchpointFactory
from touchpoints.exchange.changing_many import Changes, change
from touchpoints.models import Evidence, Kind, Status, Touchpoint


def url(team: Team, *touchpoints: Touchpoint, query: str = "") -> str:
    address = reverse("touchpoints:change_many", args=[team.slug])
    return f"{address}?{query}" + "".join(f"&touchpoint={touchpoint.pk}" for touchpoint in touchpoints)


def list_url(team: Team) -> str:
    return reverse("touchpoints:list", args=[team.slug])


def post(by: Membership, touchpoints: list[Touchpoint], **typed: Any) -> Any:
    return signed_in(by).post(url(by.team, *touchpoints, query="kind=direct"), typed)


@pytest.fixture
def three(team: Team) -> list[Touchpoint]:
    return [TouchpointFactory(team=team, name=name) for name in ("Angebot", "Hotline", "Rechnung")]


def test_stranger_and_reader_change_nothing(
    team: Team, three: list[Touchpoint], clara: Membership, rita: Membership
) -> None:
    assert signed_in(clara).post(url(team, *three), {"is_key": "yes", "sure": "yes"}).status_code == 404
    assert signed_in(rita).post(url(team, *three), {"is_key": "yes", "sure": "yes"}).status_code == 403
    signed_in(clara).post(url(clara.team, *three), {"is_key": "yes", "sure": "yes"})
    assert not team.touchpoints.filter(is_key=True).exists()


def test_lines_can_be_picked_by_writers_alone(
    team: Team, three: list[Touchpoint], ben: Membership, rita: Membership
) -> None:
    page = signed_in(ben).get(list_url(team), {"pick": "on", "kind": "direct"}).text
    assert len(ticks(page)) == 3
    everything = "&amp;".join(f"touchpoint={touchpoint.pk}" for touchpoint in three)
    assert f"?kind=direct&amp;{everything}" in page
    assert 'name="touchpoint"' not in signed_in(rita).get(list_url(team), {"pick": "on"}).text
    assert 'name="touchpoint"' not in signed_in(ben).get(list_url(team)).text


def test_picking_costs_no_query_more(team: Team, three: list[Touchpoint], ben: Membership) -> None:
    browser = signed_in(ben)
    assert queries_of(browser, f"{list_url(team)}?pick=on") == queries_of(browser, list_url(team))


def ticks(page: str) -> dict[int, bool]:
    """By primary key, whether the box of a touchpoint is ticked."""
    boxes = re.findall(r'<input type="checkbox" name="touchpoint" value="(\d+)" form="many"( checked)?', page)
    return {int(pk): bool(is_ticked) for pk, is_ticked in boxes}


def test_what_is_ticked_stays_so_while_one_searches(
    team: Team, three: list[Touchpoint], ben: Membership, clara: Membership
) -> None:
    angebot, hotline, _rechnung = (touchpoint.pk for touchpoint in three)
    asked: dict[str, Any] = {"pick": "on", "touchpoint": [angebot, hotline, TouchpointFactory(team=clara.team).pk, "x"]}
    page = signed_in(ben).get(reverse("touchpoints:lines", args=[team.slug]), asked | {"q": "Hotline"}).text
    assert ticks(page) == {angebot: True, hotline: True}
    assert "1 weiterer ist angekreuzt" in page
    page = signed_in(ben).get(list_url(team), asked).text
    assert list(ticks(page).values()) == [True, True, False]
    assert "angekreuzt</summary>" not in page


def test_what_is_ticked_stays_so_where_a_filter_finds_nothing(
    team: Team, three: list[Touchpoint], ben: Membership
) -> None:
    asked: dict[str, Any] = {"pick": "on", "touchpoint": [three[0].pk], "q": "Fax"}
    page = signed_in(ben).get(list_url(team), asked).text
    assert ticks(page) == {three[0].pk: True}
    assert "Alle auf dieser Seite" not in page


def test_pages_are_turned_with_what_is_ticked(team: Team, ben: Membership) -> None:
    TouchpointFactory.create_batch(101, team=team)
    first = signed_in(ben).get(list_url(team), {"pick": "on", "page": "2"}).text
    turn = f'form="many" formaction="{list_url(team)}" name="page" value='
    assert f'{turn}"1"' in first
    assert f'{turn}"3"' in first
    assert '<input type="hidden" name="pick" value="on">' in first
    assert signed_in(ben).get(f"{list_url(team)}?pick=on&page=2&page=3").context["page"].number == 3


def test_ticks_of_another_page_cost_one_query_however_many(
    team: Team, three: list[Touchpoint], ben: Membership
) -> None:
    browser, there = signed_in(ben), f"{list_url(team)}?pick=on&q=Fax"
    none = queries_of(browser, there)
    for some in (three[:1], three):
        assert queries_of(browser, there + "".join(f"&touchpoint={each.pk}" for each in some)) == none + 1


def test_too_many_at_once_are_said_so_and_stay_ticked(team: Team, three: list[Touchpoint], ben: Membership) -> None:
    answer = signed_in(ben).get(url(team, *three, query="q=o" + "&touchpoint=1" * 198), follow=True)
    assert "höchstens 200 Kontaktpunkte ändern, angekreuzt sind 201" in answer.text
    assert ticks(answer.text)[three[1].pk]


def test_whoever_picked_nothing_is_sent_back_to_pick(team: Team, ben: Membership) -> None:
    answer = signed_in(ben).get(url(team, query="kind=direct&touchpoint=x&touchpoint=99999999999999999999"))
    assert answer.headers["Location"] == f"{list_url(team)}?kind=direct&pick=on"


def test_it_is_told_what_changes_for_how_many_before_it_is_done(
    team: Team, three: list[Touchpoint], ben: Membership
) -> None:
    kauf = StageFactory(team=team, name="Kauf")
    Touchpoint.objects.filter(pk=three[0].pk).update(stage=kauf)
    answer = post(ben, three, stage=kauf.pk, is_key="yes", tags_on="Neukunden, neukunden")
    assert answer.context["told"] == [
        ("Kaufphase", "Kauf", 2),
        ("Super-Touchpoint", "ja", 3),
        ("Zielgruppen dazu", "Neukunden", 3),
    ]
    assert answer.context["count"] == 3
    assert f'<input type="hidden" name="stage" value="{kauf.pk}">' in answer.text
    assert team.touchpoints.filter(stage=kauf).count() == 1
    assert not team.tags.exists()


def test_all_are_changed_and_each_history_says_so_once(team: Team, three: list[Touchpoint], ben: Membership) -> None:
    kauf, vertrieb = StageFactory(team=team, name="Kauf"), DepartmentFactory(team=team, name="Vertrieb")
    three[0].tags.add(TagFactory(team=team, name="Praxen"))
    answer = post(
        ben,
        three,
        stage=kauf.pk,
        department=vertrieb.pk,
        owner=ben.user.pk,
        is_key="yes",
        kind="indirect",
        channel="Telefon",
        evidence="customers",
        status="changing",
        tags_on="Neukunden",
        tags_off="Praxen",
        sure="yes",
    )
    assert answer.headers["Location"] == f"{list_url(team)}?kind=direct"
    for touchpoint in team.touchpoints.prefetch_related("tags"):
        assert (touchpoint.stage, touchpoint.department, touchpoint.owner) == (kauf, vertrieb, ben.user)
        assert (touchpoint.is_key, touchpoint.status) == (True, Status.CHANGING)
        assert (touchpoint.kind, touchpoint.channel, touchpoint.evidence) == ("indirect", "Telefon", "customers")
        assert [tag.name for tag in touchpoint.tags.all()] == ["Neukunden"]
        latest = changes(touchpoint)[0]
        assert latest.who == "Ben Yılmaz"
        assert {"Kaufphase", "Bereich", "Verantwortlich", "Zielgruppen"} <= {field.label for field in latest.fields}


def test_the_team_is_locked_before_any_touchpoint_as_an_import_does_it(team: Team, three: list[Touchpoint]) -> None:
    with CaptureQueriesContext(connection) as queries:
        change(team.touchpoints.all(), Changes({"is_key": True}), team=team)
    tables = [re.findall(r'FROM "(\w+)"', query["sql"])[0] for query in queries if "FROM" in query["sql"]]
    assert tables[:2] == ["teams_team", "touchpoints_touchpoint"]


def test_what_is_so_already_gets_no_entry_in_its_history(team: Team, three: list[Touchpoint], ben: Membership) -> None:
    three[0].mark_key(True)
    before = three[0].history.count()
    answer = signed_in(ben).post(url(team, *three), {"is_key": "yes", "sure": "yes"}, follow=True)
    assert "2 Kontaktpunkte sind geändert." in answer.text
    assert three[0].history.count() == before


def test_a_field_can_be_emptied_for_all(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, stage=StageFactory(team=team), owner=ben.user)
    post(ben, [touchpoint], stage="none", owner="none", sure="yes")
    touchpoint.refresh_from_db()
    assert (touchpoint.stage, touchpoint.owner) == (None, None)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, None, "Noch ist nichts gewählt, das sich ändern soll."),
        ({"status": "retired"}, "status_reason", "Wer Kontaktpunkte stilllegt, schreibt den Grund dazu."),
        ({"status_reason": "Fax ist vorbei"}, "status", "Zu einem Grund gehört ein Status."),
        ({"tags_on": "x" * 41}, "tags_on", "„xxxxxxxxxxxxxxxxxxxx…“ ist zu lang für eine Zielgruppe."),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    three: list[Touchpoint], ben: Membership, typed: dict[str, str], field: str | None, sentence: str
) -> None:
    answer = post(ben, three, **typed, sure="yes")
    assert answer.status_code == 422
    assert answer.context["form"].errors[field or "__all__"] == [sentence]


def test_what_belongs_to_another_team_is_no_choice(three: list[Touchpoint], ben: Membership, clara: Membership) -> None:
    for field, row in (
        ("stage", StageFactory(team=clara.team)),
        ("department", DepartmentFactory(team=clara.team)),
        ("owner", clara.user),
    ):
        assert post(ben, three, **{field: row.pk}, sure="yes").status_code == 422


def test_what_is_not_chosen_stays_as_it_is(team: Team, ben: Membership) -> None:
    known = {"kind": Kind.INDIRECT, "channel": "Brief", "evidence": Evidence.STAFF}
    touchpoint = TouchpointFactory(team=team, **known)
    post(ben, [touchpoint], is_key="yes", kind="", channel=" ", evidence="", sure="yes")
    touchpoint.refresh_from_db()
    assert touchpoint.is_key
    assert {name: getattr(touchpoint, name) for name in known} == known


def test_one_can_go_back_and_finds_what_was_typed(three: list[Touchpoint], ben: Membership) -> None:
    answer = post(ben, three, is_key="yes", back="yes")
    assert '<option value="yes" selected>' in answer.text


def test_asking_costs_the_same_for_one_and_three(team: Team, three: list[Touchpoint], ben: Membership) -> None:
    browser = signed_in(ben)
    assert queries_of(browser, url(team, three[0])) == queries_of(browser, url(team, *three))


def test_telling_costs_the_same_for_one_and_three(team: Team, three: list[Touchpoint], ben: Membership) -> None:
    costs = []
    for chosen in (three[:1], three):
        with CaptureQueriesContext(connection) as queries:
            post(ben, chosen, is_key="yes")
        costs.append(len(queries))
    assert costs[0] == costs[1]
