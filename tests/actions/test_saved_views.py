"""Filters that people keep: for themselves, and for their team."""

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from actions.overview.saving import MOST, known
from teams.leaving import change, delete_account, end
from teams.models import Membership, Role, Team
from tests.conftest import queries_of, signed_in
from tests.factories import ActionFactory, SavedViewFactory


def url(team: Team, name: str = "saved_views", *args: object) -> str:
    return reverse(f"actions:{name}", args=[team.slug, *args])


def save(person: Membership, name: str, query: str = "state=overdue", page: str = "list", **more: str) -> int:
    address = url(person.team, "save_view", page)
    return int(signed_in(person).post(f"{address}?{query}", {"name": name, **more}).status_code)


def test_the_present_filter_is_kept_under_a_name_and_opens_again(team: Team, ben: Membership) -> None:
    assert save(ben, "Meine späten", "whose=mine&state=overdue&group=plan&page=3&nonsense=1", page="board") == 302
    view = team.saved_views.get()
    assert (view.owner, view.page, view.query) == (ben.user, "board", "whose=mine&state=overdue&group=plan")
    page = signed_in(ben).get(view.get_absolute_url())
    assert "Meine späten" in page.text
    assert page.context["group"] == "plan"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("page=2&month=2026-11&more=on&csrf=1", ""),
        ("sort=-due&q=rechnung", "q=rechnung&sort=-due"),
        ("state=&person=&q=", "state="),
        ("q=%00&region=S%C3%BCd", "region=S%C3%BCd"),
        ("q=" + "x" * 2000, ""),
    ],
)
def test_only_what_makes_up_a_filter_is_kept(asked: str, kept: str) -> None:
    assert known(QueryDict(asked)) == kept


def test_a_page_that_is_filtered_offers_to_keep_it(team: Team, rita: Membership) -> None:
    browser = signed_in(rita)
    assert "Filter speichern" not in browser.get(url(team, "list")).text
    assert "Filter speichern" in browser.get(url(team, "list"), {"state": "overdue"}).text


def test_a_name_stands_for_one_filter_of_a_person(team: Team, anna: Membership, ben: Membership) -> None:
    assert [save(ben, "Späte"), save(ben, "Späte"), save(anna, "Späte")] == [302, 422, 302]
    other = SavedViewFactory(team=team, owner=ben.user, name="Andere")
    assert signed_in(ben).post(url(team, "rename_view", other.pk), {"name": "Späte"}).status_code == 422


def test_nobody_keeps_more_than_thirty(team: Team, ben: Membership, clara: Membership) -> None:
    for _number in range(MOST):
        SavedViewFactory(team=team, owner=ben.user)
    SavedViewFactory(team=clara.team, owner=clara.user)
    assert save(ben, "Einer zu viel") == 422
    assert team.saved_views.count() == MOST


def test_others_see_what_is_shared_and_nothing_else(
    team: Team, anna: Membership, ben: Membership, rita: Membership, clara: Membership
) -> None:
    save(ben, "Für alle", is_shared="on")
    save(ben, "Nur meiner")
    page = signed_in(rita).get(url(team, "list")).text
    assert ("Für alle" in page, "Nur meiner" in page) == (True, False)
    assert "Für alle" not in signed_in(clara).get(url(clara.team, "list")).text


def test_who_only_reads_keeps_filters_but_shares_none(team: Team, rita: Membership) -> None:
    assert save(rita, "Meiner", is_shared="on") == 302
    assert team.saved_views.get().is_shared is False


def test_leads_change_and_remove_what_is_shared_members_their_own(
    team: Team, anna: Membership, ben: Membership, rita: Membership, clara: Membership
) -> None:
    shared = SavedViewFactory(team=team, owner=ben.user, is_shared=True)
    own = SavedViewFactory(team=team, owner=ben.user)
    for name in ("rename_view", "remove_view"):
        assert signed_in(rita).post(url(team, name, shared.pk)).status_code == 404
        assert signed_in(anna).post(url(team, name, own.pk)).status_code == 404
        assert signed_in(clara).post(url(clara.team, name, own.pk)).status_code == 404
    signed_in(anna).post(url(team, "rename_view", shared.pk), {"name": "Neu", "is_shared": "on"})
    shared.refresh_from_db()
    assert (shared.name, shared.owner) == ("Neu", ben.user)
    assert signed_in(anna).get(url(team, "remove_view", shared.pk)).status_code == 200
    signed_in(anna).post(url(team, "remove_view", shared.pk))
    signed_in(ben).post(url(team, "remove_view", own.pk))
    assert not team.saved_views.exists()


def test_an_unknown_page_has_no_filters(team: Team, ben: Membership) -> None:
    assert save(ben, "Nirgends", page="plans") == 404


def test_what_is_shared_stays_when_its_owner_leaves_and_the_rest_goes(
    team: Team, anna: Membership, ben: Membership
) -> None:
    SavedViewFactory(team=team, owner=ben.user, name="geteilt", is_shared=True)
    SavedViewFactory(team=team, owner=ben.user, name="eigen")
    change(membership=ben, role=Role.READER, department=None, at=timezone.now())
    assert team.saved_views.count() == 2, "who only reads from now on keeps them"
    end(membership=ben, at=timezone.now())
    view = team.saved_views.get()
    assert (view.name, view.owner) == ("geteilt", None)


def test_an_account_that_is_deleted_takes_its_own_filters_along(team: Team, anna: Membership, ben: Membership) -> None:
    SavedViewFactory(team=team, owner=ben.user, is_shared=True)
    SavedViewFactory(team=team, owner=ben.user)
    delete_account(user=ben.user, at=timezone.now())
    assert [view.owner for view in team.saved_views.all()] == [None]


def test_a_filter_belongs_to_somebody_or_to_the_team(team: Team) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        team.saved_views.create(owner=None, name="niemandes", is_shared=False)


def test_chips_and_the_list_of_filters_cost_the_same_for_one_and_three(team: Team, ben: Membership) -> None:
    browser = signed_in(ben)
    ActionFactory(team=team)
    SavedViewFactory(team=team, owner=ben.user)
    one = [queries_of(browser, url(team, name)) for name in ("list", "saved_views")]
    SavedViewFactory(team=team, owner=ben.user)
    SavedViewFactory(team=team, is_shared=True)
    assert [queries_of(browser, url(team, name)) for name in ("list", "saved_views")] == one
