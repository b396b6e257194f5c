"""Customer profiles: their list, the page of one, writing about them together, removing them, the card on paper."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from feedback.models import Polarity
from journeys.models import Journey, JourneyStep, Persona
from journeys.personas import describing, pictures
from journeys.personas.printing import print_persona
from teams.encounters import latest
from teams.models import Membership, Team
from tests.conftest import queries_of, signed_in
from tests.factories import TouchpointFactory
from tests.feedback.of_feedback import FeedbackFactory
from tests.journeys.of_journeys import (
    JourneyFactory,
    JourneyPhaseFactory,
    JourneyStepFactory,
    PersonaFactory,
    PortraitFactory,
)
from tests.journeys.of_pictures import picture
from touchpoints.measuring.formulas import SMALL_GROUP
from touchpoints.models import Evidence

pytestmark = pytest.mark.django_db

SAID = {"evidence": "guess"}
LONG = "Ein Satz, der lange weitergeht und am Ende steht. "


def url(team: Team, name: str, *args: Any) -> str:
    return reverse(f"journeys:{name}", args=[team.slug, *args])


def page_of(who: Membership, name: str, *args: Any) -> str:
    response = signed_in(who).get(url(who.team, name, *args))
    assert response.status_code == 200
    return response.content.decode()


# --- The list --------------------------------------------------------------------------------------


def test_an_empty_list_says_what_belongs_here_and_offers_the_first(anna: Membership, rita: Membership) -> None:
    assert "Noch kein Kundenprofil" in (page := page_of(anna, "personas"))
    assert page.count(url(anna.team, "create_persona")) == 1
    assert url(anna.team, "create_persona") not in page_of(rita, "personas")


def test_a_card_shows_who_it_is_and_how_well_that_is_known(team: Team, ben: Membership) -> None:
    berta = PersonaFactory(team=team, name="Bauherrin Berta", summary="Saniert zum ersten Mal.", share=45)
    JourneyFactory(team=team, persona=berta)
    PersonaFactory(team=team, evidence=Evidence.CUSTOMERS)
    page = page_of(ben, "personas")
    for words in ("Saniert zum ersten Mal.", "45 % der Kunden", "vermutet", "Kunden gefragt", "1 Journey", "BB"):
        assert words in page


def test_the_list_costs_the_same_for_one_and_for_three(team: Team, ben: Membership) -> None:
    JourneyFactory(team=team, persona=PortraitFactory(persona__team=team).persona)
    browser, address = signed_in(ben), url(team, "personas")
    browser.get(address)
    one = queries_of(browser, address)
    for _more in range(2):
        JourneyFactory(team=team, persona=PortraitFactory(persona__team=team).persona)
        PersonaFactory(team=team)
    assert queries_of(browser, address) == one


def test_profiles_stand_in_order_on_several_pages(team: Team, ben: Membership) -> None:
    for number in range(50):
        PersonaFactory(team=team, name=f"Kundin {number:02}")
    assert "Kundin 47" in (first := page_of(ben, "personas"))
    assert "Kundin 48" not in first
    second = signed_in(ben).get(url(team, "personas"), {"page": "2"}).content.decode()
    assert "Kundin 48" in second


@pytest.mark.parametrize(("shares", "hinted"), [((60, 40), False), ((60, 41), True)])
def test_shares_are_added_up_and_more_than_all_is_hinted_at(
    team: Team, ben: Membership, shares: tuple[int, ...], hinted: bool
) -> None:
    for share in (*shares, None):
        PersonaFactory(team=team, share=share)
    page = page_of(ben, "personas")
    assert f"Zusammen stehen sie für {sum(shares)} % der Kunden." in page
    assert ("mehr als alle" in page) == hinted


def test_without_shares_nothing_is_added_up(team: Team, ben: Membership) -> None:
    PersonaFactory(team=team)
    assert "Zusammen" not in page_of(ben, "personas")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Bauherrin Berta", "BB"),
        ("ömer", "Ö"),
        ("🏠 Hausverwalter 🔧 Şahin", "HŞ"),
        ("ß-Kunde", "S"),
        ("👩‍🔧", ""),
        ("3 Brüder", "3B"),
        ("李 小龙", "李小"),
    ],
)
def test_initials_are_letters_whatever_else_stands_in_the_name(team: Team, name: str, initials: str) -> None:
    assert PersonaFactory(team=team, name=name).initials == initials


# --- One profile -----------------------------------------------------------------------------------


def test_the_page_tells_everything_and_leads_to_its_journeys(team: Team, ben: Membership) -> None:
    said = {name: f"Gesagt zu {name} <b>" for name in ("situation", "needs", "fears", "delights", "drives_away")}
    berta = PersonaFactory(team=team, source="12 Gespräche", share=0, media_use="Portale", **said)
    step = JourneyStepFactory(phase__journey__team=team, phase__journey__persona=berta)
    page = page_of(ben, "persona", berta.pk)
    for words in (*said.values(), "12 Gespräche", "0 % der Kunden", "Portale", "1 Schritt · 1 Lücke"):
        assert words.replace("<b>", "&lt;b&gt;") in page
    assert f'href="{step.journey.get_absolute_url()}"' in page


def test_who_may_write_is_offered_the_first_journey(team: Team, ben: Membership, rita: Membership) -> None:
    berta = PersonaFactory(team=team)
    draw = f"{url(team, 'create')}?persona={berta.pk}"
    assert draw in page_of(ben, "persona", berta.pk)
    assert draw not in (read := page_of(rita, "persona", berta.pk))
    assert url(team, "edit_persona", berta.pk) not in read


def test_the_page_costs_the_same_for_one_and_for_three_journeys(team: Team, ben: Membership) -> None:
    berta = PersonaFactory(team=team)
    browser, address = signed_in(ben), url(team, "persona", berta.pk)
    JourneyFactory(team=team, persona=berta)
    browser.get(address)
    one = queries_of(browser, address)
    for kind in ("target", "case"):
        JourneyFactory(team=team, persona=berta, kind=kind, case_name="Mai" if kind == "case" else "")
    assert queries_of(browser, address) == one


def test_the_page_and_the_card_tell_the_feeling_of_todays_ways_and_where_it_is_known_from(
    team: Team, ben: Membership
) -> None:
    berta = PersonaFactory(team=team, name="Bauherrin Berta")
    assert "Noch von keinem Schritt ihrer Ist-Wege" in page_of(ben, "persona", berta.pk)
    hotline = TouchpointFactory(team=team, name="Hotline")
    said = {"polarity": Polarity.NEGATIVE, "said_on": timezone.now().date()}
    FeedbackFactory.create_batch(SMALL_GROUP, team=team, touchpoint=hotline, **said)
    for occasion, kind, name, emotion in (
        ("Kaufen", "actual", "Angebot", 1),
        ("Reklamieren", "actual", "Formular", -2),
        ("Reklamieren", "target", "Rückruf", 2),
        ("Reklamieren", "case", "Anwalt", -2),
    ):
        way = JourneyFactory(
            team=team, persona=berta, occasion=occasion, kind=kind, case_name="4711" if kind == "case" else ""
        )
        JourneyStepFactory(phase__journey=way, name=name, emotion=emotion)
    phase = JourneyPhaseFactory(journey=berta.journeys.get(occasion="Kaufen"))
    JourneyStepFactory(phase=phase, touchpoint=hotline)
    JourneyStepFactory(phase=phase)
    JourneyStepFactory(phase__journey__team=team, emotion=2)
    page = " ".join(page_of(ben, "persona", berta.pk).split())
    worst = JourneyStep.objects.get(name="Formular")
    assert f'<a href="{worst.get_absolute_url()}">Formular</a>: −2, verärgert (vermutet)' in page
    assert "<dd>−0,7 unzufrieden</dd>" in page
    assert "n = 3 von 4 Schritten: 0 gemessen, 1 aus Kundenstimmen, 2 eingeschätzt" in page
    pages, card, _pictures = printed(berta)
    assert pages == 1
    assert "Mittel −0,7 unzufrieden · Schlechtester Schritt Formular (Reklamieren): −2, verärgert (vermutet)" in card
    assert "0 gemessen, 1 aus Kundenstimmen, 2 eingeschätzt" in card


def test_the_page_tells_who_changed_what(team: Team, ben: Membership) -> None:
    berta = PersonaFactory(team=team, name="Berta", share=20)
    response = signed_in(ben).post(url(team, "edit_persona", berta.pk), {**SAID, "name": "Berta", "share": "30"})
    assert response.status_code == 302
    page = page_of(ben, "persona", berta.pk)
    assert "Ben Yılmaz" in page
    assert "Anteil an den Kunden" in page


# --- Writing ---------------------------------------------------------------------------------------


def test_a_name_is_enough(team: Team, ben: Membership) -> None:
    response = signed_in(ben).post(url(team, "create_persona"), {**SAID, "name": "  Jäger\u202eJörg "})
    berta = team.personas.get()
    assert response.headers["Location"] == berta.get_absolute_url()
    assert (berta.name, berta.share, berta.evidence) == ("JägerJörg", None, Evidence.GUESS)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Das fehlt noch."),
        ("name", "\u200b", "Das fehlt noch."),
        ("name", "x" * 81, "höchstens 80 Zeichen"),
        ("name", "BAUHERRIN BERTA", "Ein Kundenprofil mit diesem Namen gibt es schon."),
        ("share", "101", "kleiner oder gleich 100"),
        ("share", "-1", "größer oder gleich 0"),
        ("share", "viele", "Das ist keine ganze Zahl."),
        ("needs", "x" * 2001, "höchstens 2000 Zeichen"),
        ("evidence", "geraten", "steht nicht zur Wahl"),
    ],
)
def test_what_does_not_pass_is_said_beside_its_field(
    team: Team, ben: Membership, field: str, typed: str, sentence: str
) -> None:
    PersonaFactory(team=team, name="Bauherrin Berta")
    response = signed_in(ben).post(url(team, "create_persona"), {**SAID, "name": "Neu", field: typed})
    assert response.status_code == 422
    assert sentence in response.context["form"].errors[field][0]
    assert team.personas.count() == 1


def test_another_team_may_have_the_same_name(team: Team, ben: Membership, clara: Membership) -> None:
    PersonaFactory(team=clara.team, name="Bauherrin Berta")
    response = signed_in(ben).post(url(team, "create_persona"), {**SAID, "name": "Bauherrin Berta"})
    assert response.status_code == 302


def test_the_longest_words_with_line_ends_are_kept(team: Team, ben: Membership) -> None:
    typed = "ä\r\n" * 1000
    signed_in(ben).post(url(team, "create_persona"), {**SAID, "name": "Berta", "needs": typed})
    assert team.personas.get().needs == ("ä\n" * 1000).strip()


def test_what_only_the_other_changed_stays(team: Team, ben: Membership) -> None:
    berta = PersonaFactory(team=team, name="Berta", needs="Ruhe", fears="Lärm")
    opened = {"seen": latest(berta), "told": latest(berta)}
    Persona.objects.get(pk=berta.pk).save()
    theirs = Persona.objects.get(pk=berta.pk)
    theirs.fears = "Staub"
    theirs.save()
    mine = {**SAID, **opened, "name": "Berta", "needs": "Tempo", "fears": "Lärm"}
    assert signed_in(ben).post(url(team, "edit_persona", berta.pk), mine).status_code == 302
    berta.refresh_from_db()
    assert (berta.needs, berta.fears) == ("Tempo", "Staub")


def test_where_both_wrote_the_second_is_told_and_may_insist(team: Team, ben: Membership) -> None:
    berta = PersonaFactory(team=team, name="Berta", needs="Ruhe")
    mine = {**SAID, "seen": latest(berta), "told": latest(berta), "name": "Berta", "needs": "Tempo"}
    theirs = Persona.objects.get(pk=berta.pk)
    theirs.needs = "Preis"
    theirs.save()
    browser = signed_in(ben)
    response = browser.post(url(team, "edit_persona", berta.pk), mine)
    assert response.status_code == 422
    assert "hat hier inzwischen „Preis“ geschrieben." in response.context["form"].errors["needs"][0]
    insisting = {**mine, "told": response.context["form"].data["told"]}
    assert browser.post(url(team, "edit_persona", berta.pk), insisting).status_code == 302
    berta.refresh_from_db()
    assert berta.needs == "Tempo"


def test_another_name_changes_the_maps_and_other_words_do_not(team: Team) -> None:
    journey = JourneyFactory(team=team)
    berta = journey.persona
    berta.needs = "Ruhe"
    describing.describe(persona=berta)
    journey.refresh_from_db()
    assert journey.version == 0
    berta.name = "Bauherrin Beate"
    describing.describe(persona=berta)
    journey.refresh_from_db()
    assert journey.version == 1


# --- Removing --------------------------------------------------------------------------------------


def test_removing_asks_once_and_takes_the_picture_along(team: Team, ben: Membership) -> None:
    berta = PortraitFactory(persona__team=team).persona
    browser, address = signed_in(ben), url(team, "remove_persona", berta.pk)
    assert "entfernen?" in browser.get(address).content.decode()
    assert team.personas.exists()
    assert browser.post(address).headers["Location"] == url(team, "personas")
    assert not team.personas.exists()
    assert browser.post(address).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_profile_with_journeys_stays_and_says_which(team: Team, ben: Membership, method: str) -> None:
    berta = PersonaFactory(team=team, name="Berta")
    for number in range(5):
        JourneyFactory(team=team, persona=berta, occasion=f"Anlass {number}")
    response = getattr(signed_in(ben), method)(url(team, "remove_persona", berta.pk), follow=True)
    assert "„Berta“ bleibt, solange es Journeys dazu gibt: Anlass 0 (Ist)" in (page := response.content.decode())
    assert "Anlass 2 (Ist), 2 weitere." in page
    assert team.personas.exists()


def test_the_deed_refuses_too(team: Team) -> None:
    journey: Journey = JourneyFactory(team=team)
    with pytest.raises(ValidationError, match="bleibt, solange"):
        describing.remove(persona=journey.persona)


# --- Strangers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["persona", "edit_persona", "remove_persona", "persona_pdf", "portrait"])
def test_a_profile_of_another_team_is_not_there(team: Team, ben: Membership, clara: Membership, name: str) -> None:
    strange = PortraitFactory(persona__team=clara.team).persona
    assert signed_in(ben).get(url(team, name, strange.pk)).status_code == 404
    assert signed_in(clara).get(url(team, name, strange.pk)).status_code == 404


# --- On paper --------------------------------------------------------------------------------------


def printed(persona: Persona) -> tuple[int, str, int]:
    """Pages, words and pictures of its card."""
    content = print_persona(persona, at=timezone.now())
    with pikepdf.open(io.BytesIO(content)) as paper:
        pictures_in_it = sum(len(page.get_images()) for page in paper.pages)
        pages = len(paper.pages)
    words = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return pages, " ".join(words.split()), pictures_in_it


def test_the_card_has_everything_on_one_page(team: Team, ben: Membership) -> None:
    said = {"needs": "Ruhe", "fears": "Lärm", "delights": "Anruf", "drives_away": "Warten", "situation": "Altbau"}
    berta = PersonaFactory(team=team, name="Berta", share=45, source="12 Gespräche", media_use="Portale", **said)
    JourneyFactory(team=team, persona=berta)
    pictures.keep(persona=berta, picture=pictures.made_small(picture()))
    pages, words, shown = printed(berta)
    assert (pages, shown) == (1, 1)
    for each in (*said.values(), "45 % der Kunden", "12 Gespräche", "Portale", "Heizung tauschen (Ist)", "vermutet"):
        assert each in words
    response = signed_in(ben).get(url(team, "persona_pdf", berta.pk))
    assert response.headers["Content-Type"] == "application/pdf"
    assert 'filename="berta-vertrieb-sued-' in response.headers["Content-Disposition"]


def test_without_a_picture_the_card_has_initials_and_words_are_never_markup(team: Team) -> None:
    pages, words, shown = printed(PersonaFactory(team=team, name="Öko Ömer", needs="<b>fett</b> & {{ mehr }}"))
    assert (pages, shown) == (1, 0)
    assert "ÖÖ" in words
    assert "<b>fett</b> & {{ mehr }}" in words


def test_a_name_of_emoji_alone_prints(team: Team, ben: Membership) -> None:
    persona = PersonaFactory(team=team, name="👩‍🔧🏠")
    response = signed_in(ben).get(url(team, "persona_pdf", persona.pk))
    assert 'filename="persona-vertrieb-sued-' in response.headers["Content-Disposition"]


def test_the_longest_words_are_not_cut_on_paper(team: Team) -> None:
    long = (LONG * 40)[:1970] + " Schluss"
    half = (LONG * 20)[:970] + " Ende"
    said = {"situation": long, "needs": long, "fears": long, "media_use": half, "delights": half, "drives_away": half}
    pages, words, _shown = printed(PersonaFactory(team=team, **said))
    assert pages == 2
    assert (words.count("Schluss"), words.count("Ende")) == (3, 3 + words.count("am Ende steht"))
