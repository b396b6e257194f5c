"""Rating several touchpoints at once: who may, what is kept, what is said about mistakes."""

from __future__ import annotations

from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import signed_in
from tests.factories import TouchpointFactory
from touchpoints.priorities.forms import RATED
from touchpoints.priorities.waiting import AT_ONCE


def url(team: Team, query: str = "") -> str:
    return reverse("touchpoints:rate", args=[team.slug]) + query


def sheet(*rows, seen: dict[str, object] | None = None) -> dict[str, object]:
    """What the browser sends: each row's fields and what stood there before."""
    data: dict[str, object] = {"touchpoint": [row.pk for row, _fields in rows]}
    for row, fields in rows:
        data |= {f"t{row.pk}-{name}": value for name, value in fields.items()}
        data |= {f"initial-t{row.pk}-{name}": value for name, value in (seen or {}).items()}
    return data


def test_readers_and_strangers_rate_nothing(team: Team, rita: Membership, clara: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    for person, status in ((rita, 403), (clara, 404)):
        assert signed_in(person).get(url(team)).status_code == status
        assert signed_in(person).post(url(team), sheet((touchpoint, {"performance": 3}))).status_code == status
    signed_in(clara).post(url(clara.team), sheet((touchpoint, {"performance": 3})))
    touchpoint.refresh_from_db()
    assert touchpoint.performance is None


def test_form_asks_first_about_what_the_view_misses(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="Angebot", importance_customer=3, performance=3)
    TouchpointFactory(team=team, name="Hotline", importance_customer=3)
    browser = signed_in(ben)
    assert asked(browser.get(url(team, "?view=importance"))) == ["Hotline"]
    assert asked(browser.get(url(team, "?view=ice"))) == ["Angebot", "Hotline"]


def asked(page) -> list[str]:
    return [form.touchpoint.name for form in page.context["forms"]]


def test_form_asks_again_about_all_once_nothing_is_missing(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="Angebot", importance_customer=3, performance=3)
    assert asked(signed_in(ben).get(url(team))) == ["Angebot"]


def test_several_ratings_are_kept_at_once_and_stand_in_the_history(team: Team, ben: Membership) -> None:
    invoice, hotline, fax = (TouchpointFactory(team=team, name=name) for name in ("Rechnung", "Hotline", "Fax"))
    rated = sheet((invoice, {"importance_customer": 5, "performance": 2}), (hotline, {"effort": 3}), (fax, {}))
    answer = signed_in(ben).post(url(team), rated, follow=True)
    assert "2 Kontaktpunkte eingeschätzt." in answer.text
    invoice.refresh_from_db(), hotline.refresh_from_db()
    assert (invoice.importance_customer, invoice.performance, hotline.effort) == (5, 2, 3)
    assert [each.history.count() for each in (invoice, hotline, fax)] == [2, 2, 1]
    assert invoice.history.first().history_user == ben.user


def test_mistake_is_said_beside_its_field_and_nothing_is_kept(team: Team, ben: Membership) -> None:
    invoice, hotline = TouchpointFactory(team=team, name="Rechnung"), TouchpointFactory(team=team, name="Hotline")
    rows = ((invoice, {"performance": 6, "impact": "viel"}), (hotline, {"contacts_per_month": -1, "effort": 3}))
    answer = signed_in(ben).post(url(team), sheet(*rows, seen=dict.fromkeys(RATED, "")))
    assert answer.status_code == 422
    errors = {form.touchpoint.name: list(form.errors) for form in answer.context["forms"]}
    assert errors == {"Hotline": ["contacts_per_month"], "Rechnung": ["performance", "impact"]}
    assert f'id="id_t{invoice.pk}-performance_error"' in answer.text
    hotline.refresh_from_db()
    assert hotline.effort is None


def test_two_who_rate_at_the_same_time_do_not_take_back_each_others_figures(
    team: Team, anna: Membership, ben: Membership
) -> None:
    touchpoint, seen = TouchpointFactory(team=team, performance=2), {"performance": 2, "effort": ""}
    signed_in(anna).post(url(team), sheet((touchpoint, {"performance": 4, "effort": ""}), seen=seen))
    signed_in(ben).post(url(team), sheet((touchpoint, {"performance": 2, "effort": 7}), seen=seen))
    touchpoint.refresh_from_db()
    assert (touchpoint.performance, touchpoint.effort) == (4, 7)


def test_a_rating_can_be_taken_back(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, performance=2)
    signed_in(ben).post(url(team), sheet((touchpoint, {"performance": ""}), seen={"performance": 2}))
    touchpoint.refresh_from_db()
    assert touchpoint.performance is None


def test_many_are_asked_a_handful_at_a_time(team: Team, ben: Membership) -> None:
    touchpoints = [TouchpointFactory(team=team, name=f"Rechnung {number:02}") for number in range(AT_ONCE + 3)]
    browser = signed_in(ben)
    first = browser.get(url(team))
    assert asked(first) == [each.name for each in touchpoints[:AT_ONCE]]
    assert "danach warten noch 3" in first.text
    rows = [(each, {"performance": 3}) for each in touchpoints[:AT_ONCE]]
    second = browser.post(url(team), sheet(*rows), follow=True)
    assert asked(second) == [each.name for each in touchpoints[AT_ONCE:]]
    assert "danach" not in second.text
    rows = [(each, {}) for each in touchpoints[AT_ONCE:]]
    last = browser.post(second.request["PATH_INFO"] + "?" + second.request["QUERY_STRING"], sheet(*rows))
    assert last.headers["Location"] == f"/t/{team.slug}/touchpoints/priorities/?view=importance"


def test_one_touchpoint_alone_leads_back_to_its_page(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    TouchpointFactory(team=team)
    browser, address = signed_in(ben), url(team, f"?touchpoint={touchpoint.pk}")
    assert asked(browser.get(address)) == [touchpoint.name]
    answer = browser.post(address, sheet((touchpoint, {"impact": 8})))
    assert answer.headers["Location"] == touchpoint.get_absolute_url()


def test_forged_keys_are_passed_over(team: Team, ben: Membership) -> None:
    foreign = TouchpointFactory()
    data = {"touchpoint": ["x", "9" * 40, foreign.pk], f"t{foreign.pk}-performance": 3}
    assert signed_in(ben).post(url(team), data).status_code == 302
    foreign.refresh_from_db()
    assert foreign.performance is None
    assert signed_in(ben).get(url(team, "?touchpoint=x")).status_code == 200
