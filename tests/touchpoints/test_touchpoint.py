"""One touchpoint: captured, changed, marked, retired; and who changed what."""

import pytest
from django.urls import reverse

from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, MeetingFactory, StageFactory, TouchpointFactory, UserFactory
from touchpoints.models import Status, Touchpoint


def url(team: Team, name: str, *args: int) -> str:
    return reverse(f"touchpoints:{name}", args=[team.slug, *args])


ENTRY = {
    "name": "Rechnung",
    "kind": "direct",
    "actual_state": "Kommt vor der Ware.",
    "target_state": "Kommt mit ihr.",
    "evidence": "guess",
    "status": "active",
}


def test_stranger_neither_sees_nor_changes_a_touchpoint(team: Team, clara: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    browser = signed_in(clara)
    for name in ("detail", "edit"):
        assert browser.get(url(team, name, touchpoint.pk)).status_code == 404
        assert browser.get(url(clara.team, name, touchpoint.pk)).status_code == 404
    assert browser.post(url(clara.team, "retire", touchpoint.pk)).status_code == 404


def test_reader_reads_and_changes_nothing(team: Team, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    browser = signed_in(rita)
    page = browser.get(url(team, "detail", touchpoint.pk))
    assert "<button" not in page.text.partition("<main")[2]
    assert browser.post(url(team, "edit", touchpoint.pk), ENTRY).status_code == 403
    assert browser.post(url(team, "mark_key", touchpoint.pk), {"key": ""}).status_code == 403
    assert browser.get(url(team, "create")).status_code == 403


def test_what_a_colleague_removes_in_the_same_moment_is_not_found(
    team: Team, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    touchpoint, mark = TouchpointFactory(team=team), Touchpoint.mark_key

    def mark_what_is_gone(self: Touchpoint, is_key: bool) -> None:
        Touchpoint.objects.all().delete()
        mark(self, is_key)

    monkeypatch.setattr(Touchpoint, "mark_key", mark_what_is_gone)
    assert signed_in(ben).post(url(team, "mark_key", touchpoint.pk), {"key": "on"}).status_code == 404


def test_member_captures_a_touchpoint_and_sees_both_states(team: Team, ben: Membership) -> None:
    answer = signed_in(ben).post(url(team, "create"), ENTRY, follow=True)
    touchpoint = team.touchpoints.get()
    assert answer.redirect_chain == [(touchpoint.get_absolute_url(), 302)]
    assert "Kommt vor der Ware." in answer.text
    assert "Kommt mit ihr." in answer.text


def test_name_that_is_taken_is_said_beside_the_field_and_nothing_typed_is_lost(team: Team, ben: Membership) -> None:
    TouchpointFactory(team=team, name="rechnung")
    answer = signed_in(ben).post(url(team, "create"), ENTRY)
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["Einen Kontaktpunkt mit diesem Namen gibt es schon."]
    assert "Kommt vor der Ware." in answer.text


def test_same_name_may_stand_in_another_team(team: Team, ben: Membership) -> None:
    TouchpointFactory(name="Rechnung")
    signed_in(ben).post(url(team, "create"), ENTRY)
    assert team.touchpoints.count() == 1


def test_stage_owner_and_department_of_another_team_are_no_choices(team: Team, ben: Membership) -> None:
    foreign = {"stage": StageFactory().pk, "owner": UserFactory().pk}
    answer = signed_in(ben).post(url(team, "create"), ENTRY | foreign)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"stage", "owner"}


def test_reader_cannot_be_made_responsible(team: Team, ben: Membership, rita: Membership) -> None:
    assert list(signed_in(ben).get(url(team, "create")).context["form"].fields["owner"].queryset) == [ben.user]


def test_history_says_who_changed_what_from_what_to_what(team: Team, anna: Membership, ben: Membership) -> None:
    signed_in(ben).post(url(team, "create"), ENTRY)
    touchpoint = team.touchpoints.get()
    stage = StageFactory(team=team, name="Kauf")
    signed_in(anna).post(url(team, "edit", touchpoint.pk), ENTRY | {"is_key": "on", "stage": stage.pk})
    newest, beginning = signed_in(ben).get(url(team, "detail", touchpoint.pk)).context["changes"]
    assert beginning.who == "Ben Yılmaz"
    assert newest.who == "Anna Keller"
    assert [(str(f.label), f.old, f.new) for f in newest.fields] == [
        ("Kaufphase", "–", "Kauf"),
        ("Super-Touchpoint", "nein", "ja"),
    ]


def test_retired_touchpoint_keeps_everything_and_can_come_back(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    ActionFactory(team=team, touchpoint=touchpoint)
    browser = signed_in(ben)
    browser.post(url(team, "retire", touchpoint.pk), {"reason": "Seit dem Umzug ohne Empfang."})
    touchpoint.refresh_from_db()
    assert touchpoint.status == Status.RETIRED
    assert touchpoint.status_reason == "Seit dem Umzug ohne Empfang."
    assert touchpoint.actions.count() == 1
    browser.post(url(team, "reactivate", touchpoint.pk))
    touchpoint.refresh_from_db()
    assert touchpoint.is_active


def test_nobody_retires_a_touchpoint_without_a_reason(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    answer = signed_in(ben).post(url(team, "retire", touchpoint.pk), {"reason": "  "})
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"] == ["Wer einen Kontaktpunkt stilllegt, schreibt den Grund dazu."]
    touchpoint.refresh_from_db()
    assert touchpoint.is_active


@pytest.mark.parametrize(("posted", "is_key"), [({"key": ""}, True), ({}, False)])
def test_key_touchpoint_is_marked_in_a_click(team: Team, ben: Membership, posted: dict[str, str], is_key: bool) -> None:
    touchpoint = TouchpointFactory(team=team, is_key=not is_key)
    signed_in(ben).post(url(team, "mark_key", touchpoint.pk), posted)
    touchpoint.refresh_from_db()
    assert touchpoint.is_key is is_key


def test_change_by_a_link_alone_is_refused(team: Team, ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    for name in ("reactivate", "mark_key"):
        assert signed_in(ben).get(url(team, name, touchpoint.pk)).status_code == 405


def test_page_shows_actions_and_rounds_at_the_same_cost_for_one_and_three(team: Team, anna: Membership) -> None:
    touchpoint = TouchpointFactory(team=team)
    address, browser = url(team, "detail", touchpoint.pk), signed_in(anna)
    something_at(touchpoint)
    one = queries_of(browser, address)
    something_at(touchpoint)
    something_at(touchpoint)
    assert queries_of(browser, address) == one
    assert "Rechnung kommt vor der Ware an" in browser.get(address).text


def something_at(touchpoint) -> None:
    ActionFactory(team=touchpoint.team, touchpoint=touchpoint, responsible=UserFactory())
    MeetingFactory(team=touchpoint.team, touchpoint=touchpoint)
    touchpoint.save()


def test_markup_in_a_state_is_text(team: Team, rita: Membership) -> None:
    touchpoint = TouchpointFactory(team=team, actual_state="<script>alert(1)</script>")
    assert "<script>alert(1)" not in signed_in(rita).get(url(team, "detail", touchpoint.pk)).text
