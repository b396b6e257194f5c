"""What only a browser can show of the room: keys, lost connections, drafts, clocks, tabs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Request, Route, expect

from meetings.models import Phase
from teams.models import Membership
from tests.browser.conftest import Enter
from tests.browser.scene import a_room
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

IDEA = "Rechnung erst mit der Versandbestätigung auslösen"
OTHER_IDEA = "Den Lieferstatus auf die Rechnung drucken"


def test_a_double_click_pins_one_card(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    visitor = enter(ben.user).go_in(room.meeting)
    visitor.card.press_sequentially(IDEA)
    visitor.page.get_by_role("button", name="Anpinnen").dblclick()
    expect(visitor.wall).to_contain_text("An der Wand hängt 1 Kärtchen verdeckt")
    visitor.pin(OTHER_IDEA)
    expect(visitor.wall).to_contain_text("An der Wand hängen 2 Kärtchen verdeckt")
    assert sorted(room.meeting.cards.values_list("text", flat=True)) == [OTHER_IDEA, IDEA]


def test_a_reload_after_a_deed_finds_the_room(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    visitor = enter(ben.user).go_in(room.meeting)
    address = visitor.page.url
    visitor.pin(IDEA)
    expect(visitor.page).to_have_url(address)
    visitor.page.reload()
    visitor.is_in("ideas")
    expect(visitor.desk).to_contain_text(IDEA)


# --- Keys -----------------------------------------------------------------------------------------


def test_the_keyboard_alone_is_enough(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    moderator, visitor = enter(anna.user).go_in(room.meeting), enter(ben.user, **PHONE).go_in(room.meeting)
    keyboard = visitor.page.keyboard
    visitor.is_in("ideas")
    for text in (IDEA, OTHER_IDEA):
        tab_to(visitor, visitor.card)
        keyboard.type(text)
        keyboard.press("Control+Enter")
        expect(visitor.desk.locator(".card.mine", has_text=text)).to_be_visible()
    tab_to(visitor, visitor.page.get_by_role("button", name="Ich bin fertig"))
    keyboard.press("Enter")
    expect(moderator.wall).to_contain_text("1 von 2 ist fertig.")

    for button, phase in (("Aufdecken und diskutieren", "discussion"), ("Zur Abstimmung", "vote")):
        tab_to(moderator, moderator.page.get_by_role("button", name=button))
        moderator.page.keyboard.press("Enter")
        moderator.is_in(phase)
    visitor.is_in("vote")
    tab_to(visitor, visitor.page.get_by_role("radio").first)
    keyboard.press("ArrowDown")
    expect(visitor.page.get_by_role("radio", name=OTHER_IDEA)).to_be_checked()
    tab_to(visitor, visitor.page.get_by_role("button", name="Abstimmen"))
    keyboard.press("Enter")
    expect(visitor.desk).to_contain_text("Meine Stimme ist abgegeben")
    ballot = room.open_vote.ballots.get(participant=room.ben)
    assert ballot.card
    assert ballot.card.text == OTHER_IDEA


def tab_to(visitor: Visitor, goal: Locator) -> None:
    """Press Tab until the focus is there, and see that it can be seen."""
    for _step in range(80):
        if goal.evaluate("element => element === document.activeElement"):
            break
        visitor.page.keyboard.press("Tab")
    expect(goal).to_be_focused()
    assert goal.evaluate("element => element.matches(':focus-visible')")


def test_a_question_mark_shows_the_keys_and_single_keys_can_be_switched_off(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    visitor = enter(ben.user).go_in(a_room(anna, ben).meeting)
    visitor.page.keyboard.press("?")
    expect(visitor.page.get_by_role("dialog")).to_contain_text("Tasten in dieser Runde")
    visitor.page.get_by_label("einzelne Tasten wirken").uncheck()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("dialog")).to_be_hidden()
    visitor.page.keyboard.press("i")
    expect(visitor.card).not_to_be_focused()
    visitor.page.keyboard.press("?")
    visitor.page.get_by_label("einzelne Tasten wirken").check()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("dialog")).to_be_hidden()
    visitor.page.keyboard.press("i")
    expect(visitor.card).to_be_focused()
    expect(visitor.card).to_have_value("")


# --- Lost connections and drafts ------------------------------------------------------------------


def test_who_is_offline_reads_that_the_text_is_safe_and_catches_up(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben)
    moderator, visitor = enter(anna.user).go_in(room.meeting), enter(ben.user).go_in(room.meeting)
    visitor.is_in("ideas")
    visitor.context.set_offline(True)
    expect(visitor.page.locator("#offline")).to_have_text("offline, Text ist gesichert")
    visitor.card.press_sequentially(IDEA)
    expect(visitor.desk).to_contain_text("Text ist auf diesem Gerät gesichert")
    moderator.pin(OTHER_IDEA)
    visitor.context.set_offline(False)
    expect(visitor.page.locator("#offline")).to_be_hidden()
    expect(visitor.wall).to_contain_text("An der Wand hängt 1 Kärtchen verdeckt")
    expect(visitor.desk).to_contain_text("Entwurf gesichert")
    assert room.meeting.cards.get(author=room.ben).text == IDEA


def test_the_offline_bar_goes_with_a_short_gap_in_which_nothing_happened(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    visitor = enter(ben.user).go_in(a_room(anna, ben).meeting)
    visitor.is_in("ideas")
    visitor.context.set_offline(True)
    expect(visitor.page.locator("#offline")).to_be_visible()
    visitor.context.set_offline(False)
    expect(visitor.page.locator("#offline")).to_be_hidden()


def test_a_draft_survives_a_reload_in_the_middle_of_a_word(enter: Enter, anna: Membership, ben: Membership) -> None:
    visitor = enter(ben.user).go_in(a_room(anna, ben).meeting)
    visitor.card.press_sequentially("Rechnung erst mit der Versandbest")
    visitor.page.reload()
    expect(visitor.card).to_have_value("Rechnung erst mit der Versandbest")


def test_what_is_typed_after_signing_out_in_another_tab_is_there_after_signing_in_again(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben)
    visitor = enter(ben.user).go_in(room.meeting)
    visitor.is_in("ideas")
    visitor.context.clear_cookies(name="sessionid")
    visitor.card.press_sequentially(IDEA)
    expect(visitor.desk).to_contain_text("Text ist auf diesem Gerät gesichert")
    visitor.press("Anpinnen")
    expect(visitor.page.get_by_role("heading", name="Anmelden")).to_be_visible()
    visitor.sign_in(ben.user).go_in(room.meeting)
    expect(visitor.card).to_have_value(IDEA)
    expect(visitor.desk).to_contain_text("Entwurf gesichert")
    assert room.meeting.cards.get().text == IDEA


def test_a_draft_stays_under_the_pen_when_the_silence_ends(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    moderator, visitor = enter(anna.user).go_in(room.meeting), enter(ben.user).go_in(room.meeting)
    visitor.card.press_sequentially("Rechnung erst mit der ")
    moderator.press("Aufdecken und diskutieren")
    visitor.is_in("discussion")
    expect(visitor.card).to_be_focused()
    visitor.page.keyboard.type("Versandbestätigung")
    expect(visitor.card).to_have_value("Rechnung erst mit der Versandbestätigung")


def test_what_stands_beside_the_button_goes_along_to_the_plan(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    card = room.pin(room.ben, IDEA)
    room.pin(room.cem, OTHER_IDEA)
    room.to(Phase.VOTE).vote(card, card, card, card)
    moderator = enter(anna.user).go_in(room.meeting)
    word, reason = moderator.page.get_by_label("Das letzte Wort"), moderator.page.get_by_label("Grund", exact=True)
    moderator.is_in("vote")
    moderator.unfold("Ergebnis beiseitelegen")
    reason.fill("Das Budget")
    word.fill("Danke für den Mut.")
    moderator.press("Zum To-do-Plan")
    moderator.is_in("plan")
    expect(word).to_have_value("Danke für den Mut.")
    assert room.meeting.closing_word == "Danke für den Mut."
    expect(reason).to_have_value("Das Budget")
    expect(reason).to_be_visible()
    word.fill("Danke euch allen.")
    moderator.page.on("dialog", lambda dialog: dialog.accept())
    moderator.unfold("Mehr")
    moderator.press("Eine Phase zurück")
    moderator.is_in("vote")
    expect(word).to_have_value("Danke euch allen.")
    moderator.page.get_by_role("link", name="Zum Inhalt").focus()
    moderator.page.keyboard.press("n")
    moderator.is_in("plan")
    assert room.meeting.closing_word == "Danke euch allen."
    assert not moderator.complaints


def test_a_note_that_does_not_get_through_holds_up_no_round(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    room.pin(room.ben, IDEA)
    room.pin(room.cem, OTHER_IDEA)
    room.to(Phase.DISCUSSION)
    moderator = enter(anna.user).go_in(room.meeting)
    moderator.press("Es beginnt: Ben")
    moderator.page.route("**/note/", lambda route: None)
    moderator.page.get_by_label("Notiz zum Kärtchen").fill("Geht schnell")
    moderator.press("Nächste Person: Cem")
    expect(moderator.wall.locator("[aria-current]")).to_contain_text(OTHER_IDEA)
    assert not moderator.complaints


def test_what_is_pressed_while_something_else_is_on_its_way_comes_after_it(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben, Phase.PLAN)
    moderator = enter(anna.user).go_in(room.meeting)
    moderator.is_in("plan")
    held: list[Route] = []
    moderator.page.route("**/next-touchpoint/", lambda route: held.append(route))
    moderator.page.locator("#next_touchpoint").select_option(label="Es gibt keinen nächsten")
    moderator.press("Festlegen")
    moderator.page.locator("#close_no_action_reason").fill("Die Geschäftsleitung entscheidet zuerst.")
    moderator.press("Runde abschließen")
    held[0].continue_()
    moderator.is_in("closed")
    assert room.meeting.minutes.content["no_action_reason"] == "Die Geschäftsleitung entscheidet zuerst."
    assert not moderator.complaints


def test_where_streams_do_not_get_through_the_page_polls(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    visitor = enter(ben.user)
    visitor.context.route("**/live/**", lambda route: route.abort())
    visitor.go_in(room.meeting)
    moderator = enter(anna.user).go_in(room.meeting)
    moderator.pin(IDEA)
    expect(visitor.wall).to_contain_text("An der Wand hängt 1 Kärtchen verdeckt")
    moderator.press("Aufdecken und diskutieren")
    visitor.is_in("discussion")
    expect(moderator.page.locator("#live-people li", has_text="Ben").locator(".presence.on")).to_be_visible()
    expect(visitor.page.locator("#offline")).to_be_hidden()


def test_before_a_stream_is_tried_again_the_page_asks_for_a_new_token(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    visitor = enter(ben.user)
    visitor.context.route("**/live/**", lambda route: route.abort())
    known: list[str | None] = []

    def note(asked: Request) -> None:
        if "/snapshot/" in asked.url:
            known.append(asked.headers.get("if-none-match"))

    visitor.page.on("request", note)
    visitor.go_in(a_room(anna, ben).meeting)
    expect(visitor.page.locator("#offline")).to_be_hidden()
    visitor.page.wait_for_timeout(7_000)
    assert known[:3] == [None, None, None]
    assert known[3:] and all(known[3:])


def test_a_tab_that_slept_in_the_background_catches_up(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    moderator, visitor = enter(anna.user).go_in(room.meeting), enter(ben.user).go_in(room.meeting)
    visitor.is_in("ideas")
    sleep = visitor.context.new_cdp_session(visitor.page)
    sleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    moderator.pin(IDEA)
    moderator.press("Aufdecken und diskutieren")
    moderator.is_in("discussion")
    sleep.send("Page.setWebLifecycleState", {"state": "active"})
    visitor.is_in("discussion")
    expect(visitor.wall).to_contain_text(IDEA)


# --- Clocks ---------------------------------------------------------------------------------------


def test_a_wrong_clock_on_the_desk_changes_nothing(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    visitor = enter(ben.user)
    visitor.page.clock.install(time=room.now + timedelta(hours=3))
    visitor.go_in(room.meeting)
    visitor.is_in("ideas")
    minutes, seconds = visitor.page.locator("#phase-clock").inner_text().split(":")
    remaining = room.meeting.clocks.get(phase=Phase.IDEAS).remaining(at=room.later(seconds=0))
    assert 0 <= remaining.total_seconds() - (60 * int(minutes) + int(seconds)) <= 30


@pytest.mark.parametrize(("seconds", "words"), [(64, "Noch eine Minute."), (6, "Die Zeit ist um.")])
def test_a_screen_reader_hears_the_last_minute_and_the_end(
    enter: Enter, anna: Membership, ben: Membership, seconds: int, words: str
) -> None:
    room = a_room(anna, ben, Phase.ACTUAL_STATE).to(Phase.IDEAS)
    room.meeting.clocks.filter(phase=Phase.IDEAS).update(planned=timedelta(seconds=seconds))
    visitor = enter(ben.user).go_in(room.meeting)
    announcer = visitor.page.locator("[aria-live=assertive]")
    expect(announcer).to_have_text("")
    expect(announcer).to_have_text(words)
    expect(visitor.page.locator(".clock")).to_have_class(re.compile("soon" if seconds > 60 else "late|soon"))


# --- People and tabs ------------------------------------------------------------------------------


def test_a_guest_who_was_shown_out_reads_so_kindly(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben, Phase.LOBBY)
    moderator = enter(anna.user).go_in(room.meeting)
    guest = enter().come_as_guest(room.meeting.join_code, "Rosa Klein")
    guest.is_in("lobby")
    expect(moderator.page.locator("#live-people")).to_contain_text("Rosa Klein")
    moderator.page.on("dialog", lambda dialog: dialog.accept())
    moderator.unfold("Mehr")
    moderator.unfold("Jemanden hinausbitten")
    moderator.press("Rosa Klein hinausbitten")
    expect(guest.page.get_by_role("heading", name="Danke fürs Dabeisein")).to_be_visible()
    expect(moderator.page.locator("#live-people")).not_to_contain_text("Rosa Klein")


def test_a_member_who_was_shown_out_is_let_in_again(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    moderator, member = enter(anna.user).go_in(room.meeting), enter(ben.user, **PHONE).go_in(room.meeting)
    member.is_in("ideas")
    moderator.page.on("dialog", lambda dialog: dialog.accept())
    moderator.unfold("Mehr")
    moderator.unfold("Jemanden hinausbitten")
    moderator.press("Ben Yılmaz hinausbitten")
    expect(member.page.locator("main")).to_contain_text("Anna Keller kann wieder hereinlassen")
    moderator.unfold("Mehr")
    moderator.unfold("Jemanden wieder hereinlassen")
    moderator.press("Ben Yılmaz hereinlassen")
    expect(moderator.page.locator("#live-people")).to_contain_text("Ben Yılmaz")
    member.page.get_by_role("link", name="Wieder in den Raum").click()
    member.is_in("ideas")


def test_the_moderators_menu_closes_like_a_menu_and_leaves_the_side_free(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben)
    room.pin(room.ben)
    moderator = enter(anna.user).go_in(room.to(Phase.DISCUSSION).meeting)
    moderator.is_in("discussion")
    moderator.page.on("dialog", lambda dialog: dialog.accept())
    menu = moderator.page.locator(".more-panel")
    ways = (
        lambda: moderator.page.keyboard.press("Escape"),
        lambda: moderator.page.get_by_role("heading", level=1).click(),
        lambda: moderator.page.get_by_role("link", name="Wand für den Beamer").click(),
        lambda: moderator.press("+1 min"),
        lambda: moderator.press("Eine Phase zurück"),
    )
    for close in ways:
        moderator.unfold("Mehr")
        menu.wait_for()
        box, side = menu.bounding_box(), moderator.page.locator(".room-aside").bounding_box()
        assert box
        assert side
        assert box["x"] + box["width"] <= side["x"]
        close()
        expect(menu).to_be_hidden()
    moderator.is_in("ideas")


def test_a_phone_shows_the_code_and_not_the_square_to_point_a_phone_at(
    enter: Enter, anna: Membership, ben: Membership
) -> None:
    room = a_room(anna, ben, Phase.LOBBY)
    laptop, phone = enter(anna.user).go_in(room.meeting), enter(ben.user, **PHONE).go_in(room.meeting)
    expect(laptop.desk.locator(".join-qr")).to_be_visible()
    expect(phone.desk.locator(".join-qr")).to_be_hidden()
    expect(phone.desk).not_to_contain_text("QR-Code", use_inner_text=True)
    expect(phone.desk.get_by_text(room.meeting.join_code, exact=True)).to_be_visible()


def test_two_tabs_of_the_moderator_go_one_step_together(enter: Enter, anna: Membership, ben: Membership) -> None:
    room = a_room(anna, ben)
    room.pin(room.ben)
    tabs = [enter(anna.user).go_in(room.meeting) for _tab in range(2)]
    for tab in tabs:
        tab.is_in("ideas")
        tab.page.evaluate("setTimeout(() => document.querySelector('[data-shortcut=n]').click(), 500)")
    for tab in tabs:
        tab.is_in("discussion")
    assert room.meeting.phase == Phase.DISCUSSION


def test_everyone_reads_the_room_in_their_own_language(enter: Enter, anna: Membership, ben: Membership) -> None:
    ben.user.language = "en"
    ben.user.save()
    room = a_room(anna, ben)
    moderator, visitor = enter(anna.user).go_in(room.meeting), enter(ben.user).go_in(room.meeting)
    for screen in (moderator, visitor):
        screen.is_in("ideas")
    moderator.press("Aufdecken und diskutieren")
    for screen, language in ((moderator, "de"), (visitor, "en")):
        with translation.override(language):
            expect(screen.page.locator("#live-phases [aria-current]")).to_contain_text(str(Phase.DISCUSSION.label))
        expect(screen.page.locator("html")).to_have_attribute("lang", language)
