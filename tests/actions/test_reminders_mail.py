"""What a reminder says: its subject, its words, its links, its thread, in the person's language."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from actions.models import Action, Reminder
from teams.letters import message_id
from teams.models import Membership, Team, User
from tests.actions.reminding import LONG_AGO, TODAY, an_action, days, mails, run, text_of
from tests.factories import NOW, ActionFactory, TouchpointFactory

MORNING = NOW.replace(hour=7)


def subjects() -> list[str]:
    """The subjects of all letters."""
    return [str(mail["Subject"]) for mail in mails()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "moment", "subject"),
    [
        ({"due_on": days(2)}, MORNING, "Am Donnerstag fällig: Hotline besetzen"),
        ({"due_on": days(1)}, MORNING, "Morgen fällig: Hotline besetzen"),
        ({"due_on": TODAY}, MORNING, "Heute fällig: Hotline besetzen"),
        ({"due_on": days(4)}, MORNING + timedelta(days=3), "Morgen fällig: Hotline besetzen"),
        ({"due_on": days(-1)}, MORNING, "Überfällig: Hotline besetzen"),
        ({"follow_up_on": TODAY}, MORNING, "Was wurde daraus? Hotline besetzen"),
        ({"assigned_at": MORNING - timedelta(minutes=10)}, MORNING, "Neu zugeteilt: Hotline besetzen"),
    ],
)
def test_a_subject_says_what_is_the_matter(
    ben: Membership, fields: dict[str, object], moment: object, subject: str
) -> None:
    an_action(ben, what="Hotline besetzen", **fields)
    run(moment)  # type: ignore[arg-type]
    assert subjects() == [subject]


@pytest.mark.django_db
def test_a_long_action_is_shortened_in_the_subject_alone(ben: Membership) -> None:
    an_action(ben, what="Wort " * 50, due_on=TODAY)
    run()
    (mail,) = mails()
    assert len(str(mail["Subject"])) < 100
    assert "Wort " * 49 in text_of(mail)


@pytest.mark.django_db
def test_the_lead_reads_whose_action_it_is_and_gets_no_deeds_for_it(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=days(-10), what="Hotline besetzen")
    run()
    mail = next(mail for mail in mails() if str(mail["Subject"]).startswith("Im Team überfällig: "))
    assert mail["To"] == anna.user.email
    assert "mit dieser Maßnahme kommt Ben Yılmaz offenbar nicht voran" in text_of(mail)
    assert "seit 10 Tagen überfällig · Ben Yılmaz" in text_of(mail)
    assert "/m/" not in text_of(mail)


@pytest.mark.django_db
def test_what_is_blocked_is_met_gently(ben: Membership) -> None:
    an_action(ben, due_on=days(-1), status="blocked", blocked_reason="Das Budget fehlt noch.")
    run()
    (mail,) = mails()
    assert "Was bringt sie wieder in Gang" in text_of(mail)
    assert "Woran es stockt: Das Budget fehlt noch." in text_of(mail)


@pytest.mark.django_db
def test_a_mail_leads_to_the_action_and_lets_settle_it_at_once(ben: Membership) -> None:
    touchpoint = TouchpointFactory(team=ben.team, name="Rechnung")
    action = an_action(ben, due_on=TODAY, touchpoint=touchpoint)
    run()
    (mail,) = mails()
    for kind in ("plain", "html"):
        text = text_of(mail, kind)
        assert f"http://localhost:8000/t/vertrieb-sued/actions/{action.pk}/" in text
        assert text.count("http://localhost:8000/m/") == 3
        assert "Erledigt" in text
        assert "Rechnung" in text


@pytest.mark.django_db
def test_a_follow_up_is_answered_from_the_mail(ben: Membership) -> None:
    an_action(ben, due_on=days(-9), status="done", done_at=LONG_AGO, follow_up_on=TODAY)
    run()
    (mail,) = mails()
    assert "Was wurde daraus?: http://localhost:8000/m/w-" in text_of(mail)


@pytest.mark.django_db
def test_the_mail_speaks_the_persons_language(ben: Membership) -> None:
    User.objects.filter(pk=ben.user.pk).update(language="en")
    an_action(ben, due_on=TODAY)
    run()
    (mail,) = mails()
    assert '<html lang="en">' in text_of(mail, "html")


@pytest.mark.django_db
def test_names_and_texts_are_never_markup(ben: Membership) -> None:
    an_action(ben, due_on=TODAY, what="<script>alert(1)</script> & Co")
    run()
    (mail,) = mails()
    assert "&lt;script&gt;" in text_of(mail, "html")
    assert "<script>alert(1)</script> & Co" in text_of(mail)


@pytest.mark.django_db
def test_a_text_of_many_lines_stays_out_of_the_headers(ben: Membership) -> None:
    an_action(ben, due_on=TODAY, what="Eins\r\nBcc: alle@example.com")
    run()
    (mail,) = mails()
    assert mail["Bcc"] is None
    assert str(mail["Subject"]) == "Heute fällig: Eins Bcc: alle@example.com"


# --- Headers --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_mails_about_one_action_stand_in_one_thread(ben: Membership) -> None:
    action, other = an_action(ben, due_on=days(1)), an_action(ben, due_on=days(40))
    run()
    run(NOW + timedelta(days=1))
    run(NOW + timedelta(days=2))
    assert {mail["References"] for mail in mails()} == {message_id(f"thread:action:{action.pk}")}
    assert {mail["In-Reply-To"] for mail in mails()} == {message_id(f"thread:action:{action.pk}")}
    assert len({mail["Message-ID"] for mail in mails()}) == len(mails()) == 3
    assert other.pk != action.pk


@pytest.mark.django_db
def test_a_mail_about_several_actions_ties_none_of_their_threads_together(ben: Membership) -> None:
    for _number in range(2):
        an_action(ben, due_on=TODAY)
    run()
    (mail,) = mails()
    assert mail["References"] == message_id(f"thread:reminders:{ben.team.pk}")


@pytest.mark.django_db
def test_every_mail_can_be_stopped_by_the_mail_programs_own_button(ben: Membership) -> None:
    an_action(ben, due_on=TODAY, follow_up_on=TODAY)
    run()
    (mail,) = mails()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith(
        f"<http://localhost:8000/reminders/stop/{ben.user.pk}-due_today-follow_up."
    )
    assert mail["List-Unsubscribe"].strip("<>") in text_of(mail)


class Links(HTMLParser):
    """Collects where a mail leads to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.django_db
def test_a_mail_loads_nothing_and_leads_nowhere_else(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=days(-10))
    run()
    for mail in mails():
        assert all(link.startswith("http://localhost:8000/") for link in Links(text_of(mail, "html")).found)


# --- The digest -----------------------------------------------------------------------------------

MONDAY = date(2026, 11, 30)
MONDAY_MORNING = MORNING + timedelta(days=6)


def digests() -> list[str]:
    """The texts of the digests."""
    return [text_of(mail) for mail in mails() if str(mail["Subject"]).startswith("Wochenüberblick")]


@pytest.mark.django_db
def test_a_lead_gets_an_overview_on_monday_morning(anna: Membership, ben: Membership) -> None:
    an_action(ben, what="Liegt", due_on=days(-10))
    an_action(ben, what="Stockt", status="blocked", blocked_reason="Kein Geld.", due_on=days(50))
    an_action(ben, what="Kommt", due_on=date(2026, 12, 3))
    an_action(None, team=anna.team, what="Gefragt", follow_up_on=date(2026, 12, 2), due_on=days(40))
    an_action(ben, what="Fertig", status="done", done_at=NOW, due_on=days(3))
    an_action(ben, what="Längst", status="done", done_at=LONG_AGO, due_on=days(-40))
    an_action(ben, what="Später", due_on=days(60))
    run(MONDAY_MORNING - timedelta(seconds=1))
    assert digests() == []
    run(MONDAY_MORNING)
    (text,) = digests()
    headings = [
        "Überfällig (1)",
        "Stockt (1)",
        "Diese Woche fällig (1)",
        "Folgetermine (1)",
        "Letzte Woche erledigt (1)",
    ]
    assert [heading for heading in headings if heading not in text] == []
    for what in ("Liegt", "Stockt", "Kommt", "Gefragt", "Fertig"):
        assert f"- {what} · " in text
    assert "Längst" not in text
    assert "Später" not in text


@pytest.mark.django_db
def test_a_digest_comes_once_a_week_and_to_leads_alone(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=days(-100))
    for day in range(15):
        run(MONDAY_MORNING + timedelta(days=day))
    assert len(digests()) == 3
    assert set(Reminder.objects.filter(kind="digest").values_list("person", flat=True)) == {anna.user.pk}


@pytest.mark.django_db
def test_an_english_digest_tells_its_day_as_the_english_do(anna: Membership, ben: Membership) -> None:
    anna.user.language = "en"
    anna.user.save()
    an_action(ben, due_on=days(-10))
    run(MONDAY_MORNING)
    assert [subject for mail in mails() if "from 30 November" in (subject := str(mail["Subject"]))]


@pytest.mark.django_db
def test_with_nothing_to_say_there_is_no_digest(anna: Membership) -> None:
    an_action(anna, due_on=days(300))
    run(MONDAY_MORNING)
    assert digests() == []
    assert Reminder.objects.get(day=MONDAY).state == Reminder.State.NEEDLESS


@pytest.mark.django_db
def test_on_a_free_monday_the_digest_comes_on_the_next_working_day(anna: Membership, ben: Membership) -> None:
    easter_monday = date(2027, 3, 29)
    an_action(ben, due_on=days(-10))
    monday = MORNING + (easter_monday - TODAY)
    run(monday)
    assert digests() == []
    run(monday + timedelta(days=1))
    assert len(digests()) == 1


@pytest.mark.django_db
def test_a_digest_of_last_week_is_not_sent_any_more(anna: Membership, ben: Membership) -> None:
    an_action(ben, due_on=days(-10))
    run(MONDAY_MORNING - timedelta(hours=20))
    run(MONDAY_MORNING + timedelta(days=7, hours=1))
    assert Reminder.objects.get(kind="digest", day=MONDAY).state == Reminder.State.NEEDLESS
    assert len(digests()) == 1


@pytest.mark.django_db
def test_a_digest_with_very_much_to_say_is_cut(anna: Membership) -> None:
    ActionFactory.create_batch(9, team=anna.team, due_on=days(-10))
    Action.objects.update(created_at=LONG_AGO)
    Team.objects.update(created_at=LONG_AGO)
    run(MONDAY_MORNING)
    (text,) = digests()
    assert "Überfällig (9)" in text
    assert text.count("- Rechnung erst") == 7
