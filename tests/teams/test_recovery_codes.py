"""Recovery codes: how many are left, and what to do when none is."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from teams.models import Membership
from tests.conftest import signed_in

CODES = reverse("mfa_view_recovery_codes")
NEW_CODES = reverse("mfa_generate_recovery_codes")


@pytest.fixture
def codes(ben: Membership) -> RecoveryCodes:
    """Ten codes beside an authenticator app."""
    cache.clear()
    TOTP.activate(ben.user, generate_totp_secret())
    return RecoveryCodes.activate(ben.user)


@pytest.fixture
def confirmed(ben: Membership, codes: RecoveryCodes) -> Client:
    """Ben has just confirmed with one of his codes that it is him."""
    browser = signed_in(ben)
    browser.post(reverse("mfa_reauthenticate"), {"code": codes.get_unused_codes()[0]})
    return browser


def unused(ben: Membership) -> list[str]:
    stored = Authenticator.objects.get(user=ben.user, type=Authenticator.Type.RECOVERY_CODES)
    return list(RecoveryCodes(stored).get_unused_codes())


def test_codes_that_are_left_can_be_taken_away(confirmed: Client, ben: Membership) -> None:
    page = confirmed.get(CODES).text
    assert "Noch 9 von 10 Codes sind unbenutzt." in page
    assert all(code in page for code in unused(ben))
    assert f'<a class="button primary" href="{reverse("mfa_download_recovery_codes")}"' in page


def test_when_all_codes_are_used_up_the_next_step_is_to_make_new_ones(
    confirmed: Client, codes: RecoveryCodes, ben: Membership
) -> None:
    for code in unused(ben):
        assert codes.validate_code(code)
    page = confirmed.get(CODES).text
    assert "Alle Codes sind verbraucht." in page
    assert 'class="codes"' not in page
    assert f'<a class="button primary" href="{NEW_CODES}"' in page
    assert "gelten dann nicht mehr" not in confirmed.get(NEW_CODES).text


def test_new_codes_replace_the_old_ones_and_the_page_says_so_before(confirmed: Client, ben: Membership) -> None:
    old = set(unused(ben))
    assert "Die bisherigen gelten dann nicht mehr." in confirmed.get(NEW_CODES).text
    assert confirmed.post(NEW_CODES).headers["Location"] == CODES
    assert not old & set(unused(ben))
