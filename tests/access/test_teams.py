"""Every address of a team × every role: strangers find nothing, wrong roles are refused, nobody sees an error page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from teams.middleware import GUEST_SESSION_KEY
from tests.access.asking import asked, is_sent_to_sign_in
from tests.access.matrix import ADDRESSES, ANONYMOUS, GUEST, STRANGER, Address
from tests.access.world import World


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_every_view_is_marked_as_the_matrix_says(address: Address) -> None:
    assert address.marked_for == address.open_to


def is_right(role: str, address: Address, response: HttpResponse) -> bool:
    """Whether the answer is the one that this role must get at this address."""
    if role == STRANGER:
        return response.status_code == 404
    if role in address.open_to:
        return response.status_code < 500 and not is_sent_to_sign_in(response)
    if role in (GUEST, ANONYMOUS):
        return is_sent_to_sign_in(response)
    return response.status_code == 403


@pytest.mark.django_db(transaction=True)  # a request that locks rows opens its own transaction
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_role_gets_what_is_open_to_it_and_nothing_else(world: World, method: str) -> None:
    wrong = [
        (address.name, role, response.status_code)
        for address in ADDRESSES
        for role, browser in world.browsers.items()
        if not is_right(role, address, response := asked(browser, method, world.url(address)))
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_belongs_to_another_team_is_not_found_under_ones_own(world: World, method: str) -> None:
    found = [
        (address.name, response.status_code)
        for address in ADDRESSES
        if "<int:" in address.route
        and (response := asked(world.browsers["stranger"], method, world.url(address, slug=world.clara.team.slug)))
        and response.status_code not in (404, 405)
    ]
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guest_of_one_round_finds_no_other(world: World, method: str) -> None:
    browser = Client()
    session = browser.session
    session[GUEST_SESSION_KEY] = {str(world.closed.pk + 1000): world.guest.pk}
    session.save()
    for address in ADDRESSES:
        if GUEST in address.open_to:
            response = asked(browser, method, world.url(address))
            assert response.status_code in (302, 403, 404, 405), address.name
            assert world.card.text not in response.content.decode(), address.name
