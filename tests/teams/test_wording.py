"""What people type is made fit to be kept, and nothing of it is lost."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from teams.models import Membership, Team, User
from teams.wording import cleaned, initials
from tests.conftest import signed_in
from tests.factories import DepartmentFactory, MeetingFactory, SeriesFactory, StageFactory, TouchpointFactory
from tests.touchpoints.tables import a_run, sentences
from touchpoints.tagging import names_in

TURNED = "\u202eEin\u2028Name\u202c"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Rechnung   später  ", "Rechnung später"),
        ("eins\r\n\r\n  zwei", "eins\nzwei"),
        ("null\x00byte", "null byte"),
        ("Tab\tund\x07Klingel", "Tab und Klingel"),
        ("halbes \ud83d Zeichen", "halbes Zeichen"),
        ("\u202eegnat\u202c", "egnat"),
        ("un\u200bsicht\ufeffbar", "unsichtbar"),
        ("\U0001fae9", "\U0001fae9"),  # an emoji of Unicode 16
        ("u\u0308ber", "über"),
        ("👩‍🔧 bleibt 👩‍🔧", "👩‍🔧 bleibt 👩‍🔧"),
        ("Yılmaz & <b>Söhne</b>", "Yılmaz & <b>Söhne</b>"),
        ("\u2029", ""),
        ("\u200b\u200b", ""),
        ("\u200d\u2060 \u00ad", ""),
        ("\u3164\u2800\ufe0f", ""),
        ("oben\n\u2060\nunten", "oben\nunten"),
    ],
)
def test_invisible_and_superfluous_signs_go_and_words_stay(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_can_be_stored_and_cleaning_twice_changes_nothing(typed: str) -> None:
    once = cleaned(typed)
    assert "\x00" not in once
    once.encode()
    assert cleaned(once) == once


@pytest.mark.parametrize("factory", [DepartmentFactory, SeriesFactory, StageFactory, TouchpointFactory])
@pytest.mark.django_db
def test_names_are_kept_as_one_readable_line_wherever_they_come_from(factory: type) -> None:
    row = factory(name=TURNED)
    assert row.name == "Ein Name"
    row.refresh_from_db()
    assert row.name == "Ein Name"


def test_so_are_titles_of_rounds(db: None) -> None:
    meeting = MeetingFactory(title=TURNED, customer=TURNED)
    assert (meeting.title, meeting.customer) == ("Ein Name", "Ein Name")


def test_so_are_teams_and_people(team: Team, ben: Membership) -> None:
    signed_in(ben).post("/profile/", {"name": TURNED, "language": "de", "time_zone": "Europe/Berlin"})
    team.name = TURNED
    team.save()
    assert (User.objects.get(pk=ben.user.pk).name, team.name) == ("Ein Name", "Ein Name")


def test_a_name_of_invisible_signs_is_no_name(team: Team, anna: Membership) -> None:
    response = signed_in(anna).post(reverse("touchpoints:stages", args=[team.slug]), {"name": "\u202e\u200b"})
    assert response.status_code == 422
    assert not team.stages.filter(name="").exists()


def test_two_names_that_look_the_same_are_the_same(team: Team, anna: Membership) -> None:
    StageFactory(team=team, name="Kauf")
    response = signed_in(anna).post(reverse("touchpoints:stages", args=[team.slug]), {"name": "Kauf\u200b"})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anna Keller", "AK"),
        ("Anna Maria Keller", "AK"),
        ("özlem", "Ö"),
        ("anna@example.com", "A"),
        ("Ben (Gast)", "B"),
        ("", "?"),
        ("–", "?"),
    ],
)
def test_initials_are_first_and_last_letter(name: str, letters: str) -> None:
    assert initials(name) == letters


INVISIBLE = ["\u200b", "\u200d\u2060", "\u00ad\u3164", "\u2800 \ufe0f"]


@pytest.mark.parametrize("typed", INVISIBLE)
def test_a_name_that_shows_nothing_is_no_name(team: Team, anna: Membership, typed: str) -> None:
    touchpoint = TouchpointFactory(team=team)
    at = [team.slug, touchpoint.pk]
    browser = signed_in(anna)
    for address, field, more in [
        (reverse("touchpoints:create", args=[team.slug]), "name", {"kind": "direct", "status": "active"}),
        (reverse("touchpoints:stages", args=[team.slug]), "name", {}),
        (reverse("touchpoints:add_resource", args=at), "name", {"kind": "system"}),
        (reverse("touchpoints:create_metric", args=at), "name", {"type": "csat", "better": "higher"}),
        (reverse("touchpoints:create_checklist", args=at), "name", {"lines": "Gegrüßt?"}),
        (reverse("touchpoints:create_survey", args=[team.slug]), "title", {"open_until": "2030-01-01"}),
        (reverse("teams:departments", args=[team.slug]), "name", {}),
    ]:
        assert browser.post(address, {field: typed, **more}).status_code == 422, address
    assert names_in(f"{typed}, Praxen") == ["Praxen"]


@pytest.mark.parametrize("typed", INVISIBLE)
def test_nor_is_it_one_in_a_table(team: Team, typed: str) -> None:
    assert [(row, column) for row, column, _why in sentences(a_run(team, f"{typed}|direkt"))] == [(2, "Name")]
