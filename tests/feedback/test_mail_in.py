"""A mail that the mail server hands over becomes one voice, whatever is in it, and none is lost."""

from __future__ import annotations

import io
import os
import re
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
from django.core.mail import EmailMessage as Letter
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.collecting import mail_in, mail_reading
from feedback.collecting.hypertext import text_of
from feedback.collecting.mail_in import take_in
from feedback.collecting.mail_reading import LONGEST_ID, read
from feedback.management.commands import receive_mail
from feedback.models import Contact, Feedback, Listening, Via
from feedback.models.voice import LONGEST
from teams.letters import post
from teams.models import Language, Team
from tests.factories import TeamFactory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_mail(text: str | None = "Der Techniker kam nicht.", **headers: str) -> bytes:
    """A mail by Max; a header named as an argument with "_" for "-" takes the place of the usual one."""
    mail = EmailMessage()
    usual = {
        "From": "Max Groß <max@example.org>",
        "To": "stimmen@example.com",
        "Subject": "Termin",
        "Date": "Sat, 21 Nov 2026 23:30:00 +0000",
        "Message-ID": "<one@example.org>",
    }
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            mail[name] = value
    if text is not None:
        mail.set_content(text)
    return mail.as_bytes()


def taken(team: Team, raw: bytes, **options: Any) -> Feedback:
    """The voice that a mail becomes."""
    voice = take_in(team=team, raw=raw, at=NOW, **options).voice
    assert voice is not None
    return Feedback.objects.get(pk=voice.pk)


def piped(team: str, raw: bytes, *options: str) -> str:
    """What the command says of a mail."""
    said = io.StringIO()
    call_command("receive_mail", team, *options, stdin=io.BytesIO(raw), stdout=said)
    return said.getvalue()


def code_of(team: str, raw: bytes) -> int:
    """With which code the command ends that does not take a mail."""
    with pytest.raises(CommandError) as refused:
        piped(team, raw)
    return refused.value.returncode


def test_a_mail_is_a_voice_of_its_sender(team: Team) -> None:
    """Subject and words, the day in the team's zone, how to answer and for how long that is kept; nobody judged it."""
    voice = taken(team, a_mail())
    assert (voice.text, voice.via) == ("Termin\nDer Techniker kam nicht.", Via.MAIL)
    assert voice.key == f"sha256:{sha256(b'<one@example.org>').hexdigest()}"
    assert voice.said_on == date(2026, 11, 22)
    assert (voice.polarity, voice.judged_by, voice.recorded_by) == ("", None, None)
    assert (voice.contact.name, voice.contact.address) == ("Max Groß", "max@example.org")
    assert voice.contact.forget_on == date(2026, 11, 22) + timedelta(days=90)


def test_the_contact_is_kept_as_long_as_the_team_wishes(team: Team) -> None:
    """By its own number of days."""
    Listening.objects.create(team=team, days_contact_kept=3)
    assert taken(team, a_mail()).contact.forget_on == date(2026, 11, 25)


@pytest.mark.parametrize("written", ["vertrieb-sued", "Vertrieb-Sued", "VERTRIEB-SUED"])
def test_addresses_may_be_written_in_any_letters(team: Team, written: str) -> None:
    """The mail server hands over the part before the @ as the sender wrote it."""
    piped(written, a_mail())
    assert team.voices.count() == 1


def test_the_same_mail_is_one_voice_however_often_it_comes(team: Team) -> None:
    """By its id; in another team it is another."""
    first = taken(team, a_mail())
    again = take_in(team=team, raw=a_mail("Noch einmal zugestellt."), at=NOW)
    assert (again.voice, again.reason) == (None, mail_in.MAIL_ONCE)
    assert team.voices.get() == first
    assert taken(TeamFactory(), a_mail()) != first


@pytest.mark.parametrize("told", ["", "<>", f"<{'x' * LONGEST_ID}@example.org>"])
def test_a_mail_without_a_usable_id_is_known_by_its_bytes(team: Team, told: str) -> None:
    """The same bytes are the same mail, others another."""
    raw = a_mail(Message_ID=told)
    assert taken(team, raw).key.startswith("sha256:")
    assert take_in(team=team, raw=raw, at=NOW).voice is None
    assert take_in(team=team, raw=a_mail("Etwas anderes.", Message_ID=told), at=NOW).voice is not None


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Sun, 22 Nov 2026 08:00:00 +0100", date(2026, 11, 22)),
        ("Wed, 18 Nov 2026 08:00:00 -0000", date(2026, 11, 18)),
        ("22.11.2026 08:00", date(2026, 11, 22)),
        ("", date(2026, 11, 22)),
        ("gestern", date(2026, 11, 22)),
        ("Fri, 1 Jan 2999 00:00:00 +0000", date(2026, 11, 22)),
        ("Thu, 1 Jan 1970 00:00:00 +0000", date(2026, 11, 22)),
        ("Sun, 99 Nov 99999999 08:00:00 +9999", date(2026, 11, 22)),
    ],
)
def test_the_day_is_that_of_the_mail_unless_its_clock_is_wrong(team: Team, told: str, day: date) -> None:
    """Then it is today."""
    raw = a_mail(Date="").replace(b"Subject:", f"Date: {told}\nSubject:".encode(), 1)
    assert taken(team, raw).said_on == day


def test_what_is_quoted_and_signed_is_left_out_and_said_so(team: Team) -> None:
    """The voice is what the customer wrote now."""
    words = "Es tropft immer noch.\n\nAm 20.11.2026 um 10:00 schrieb Service <s@example.com>:\n> Wir kommen gern.\n"
    assert taken(team, a_mail(words, Subject="AW: Termin")).text == (
        "Termin\nEs tropft immer noch.\n[Zitierter Verlauf weggelassen]"
    )


def test_a_mail_of_quotes_alone_is_taken_whole(team: Team) -> None:
    """Better too much than nothing."""
    assert "Wir kommen gern." in taken(team, a_mail("> Wir kommen gern.\n")).text


def test_what_a_colleague_passes_on_was_said_by_the_customer(team: Team) -> None:
    """On their day and with their address."""
    words = (
        "Zur Info, Ben\n\n---------- Weitergeleitete Nachricht ----------\nVon: Gisela Groß <gisela@example.org>\n"
        "Datum: Fr., 20. Nov. 2026 um 09:12 Uhr\nBetreff: Rechnung\n"
        "An: <service@example.com>\n\nDie Rechnung ist falsch."
    )
    voice = taken(team, a_mail(words, Subject="Fwd: Rechnung"))
    assert voice.text.splitlines()[0] == "Die Rechnung ist falsch."
    assert voice.said_on == date(2026, 11, 20)
    assert (voice.contact.name, voice.contact.address) == ("Gisela Groß", "gisela@example.org")


def test_a_page_is_read_as_text(team: Team) -> None:
    """What a mail has besides as text goes first; scripts and styles are not read."""
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "max@example.org", "<two@example.org>"
    page = (
        "<html><head><title>T</title><style>p{color:red}</style></head><body><p>Guten&nbsp;Tag,</p>"
        "<div>es <b>tropft</b>"
        "<br>&uuml;berall.</div><script>alert(1)</script><blockquote>Wir kommen gern.</blockquote></body></html>"
    )
    mail.set_content(page, subtype="html")
    words = "Guten Tag,\nes tropft\nüberall.\n[Zitierter Verlauf weggelassen]"
    assert taken(team, mail.as_bytes()).text == words
    both = EmailMessage()
    both["Message-ID"] = "<three@example.org>"
    both.set_content("Als Text.")
    both.add_alternative("<p>Als Seite.</p>", subtype="html")
    assert taken(team, both.as_bytes()).text == "Als Text."


def test_attachments_are_left_out_and_said_so(team: Team) -> None:
    """Their number alone: their names and contents stay with the mail server."""
    mail = EmailMessage()
    mail["Message-ID"] = "<four@example.org>"
    mail.set_content("Siehe Fotos.")
    mail.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="max-gross.jpg")
    assert taken(team, mail.as_bytes()).text == "Siehe Fotos.\n[Ein Anhang, nicht übernommen]"
    mail.replace_header("Message-ID", "<five@example.org>")
    mail.add_attachment("noch etwas", filename="notiz.txt")
    assert taken(team, mail.as_bytes()).text == "Siehe Fotos.\n[2 Anhänge, nicht übernommen]"


def test_a_mail_without_any_words_is_a_voice_all_the_same(team: Team) -> None:
    """Somebody of the team looks for it in the mailbox."""
    assert taken(team, a_mail("", Subject="")).text == "[Ohne Text]"
    assert taken(team, a_mail(None, Message_ID="<six@example.org>")).text == "Termin"


def test_notes_are_in_the_teams_language(db: None) -> None:
    """Whoever runs the command."""
    team = TeamFactory(language=Language.ENGLISH)
    with patch.object(mail_in, "_", lambda text: f"en {text}"):
        assert taken(team, a_mail("", Subject="")).text == "en [Ohne Text]"


def test_a_mail_of_a_megabyte_is_shortened_and_said_so(team: Team) -> None:
    """To what a voice holds."""
    voice = taken(team, a_mail("Es tropft überall. \n" * 60_000))
    assert len(voice.text) <= LONGEST
    assert voice.text.endswith("[Gekürzt]")


@pytest.mark.parametrize(
    ("charset", "told"),
    [("utf-8", "utf-8"), ("iso-8859-1", "iso-8859-1"), ("cp1252", "unknown-8bit"), ("utf-8", "klingon"), ("utf-8", "")],
)
def test_letters_are_read_whatever_the_mail_claims(team: Team, charset: str, told: str) -> None:
    """Umlauts arrive as umlauts."""
    head = f'From: max@example.org\nContent-Type: text/plain; charset="{told}"\nContent-Transfer-Encoding: 8bit\n\n'
    assert taken(team, head.encode() + "Es tröpfelt früh.".encode(charset)).text == "Es tröpfelt früh."


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("max@example.org", "", "max@example.org"),
        ('"Groß, Max" <max@example.org>', "Groß, Max", "max@example.org"),
        ("=?utf-8?q?M=E2=80=AEax?= <max@example.org>", "Max", "max@example.org"),
        ("=?utf-8?b?!!!?= <max@example.org>", "", "max@example.org"),
        ("=?klingon?q?Max?= <max@example.org>", "", "max@example.org"),
        ("nobody", "", ""),
        ("", "", ""),
        ("x" * 5000 + "@example.org", "", ""),
    ],
)
def test_no_header_is_believed(team: Team, sender: str, name: str, address: str) -> None:
    """Turned around, broken, huge or missing: what can be read is kept, in one readable line."""
    raw = a_mail(From="").replace(b"Subject:", f"From: {sender}\nSubject:".encode(), 1)
    voice = taken(team, raw)
    contact = Contact.objects.filter(feedback=voice).first()
    assert (contact.address if contact else "") == address
    assert not contact or not name or contact.name == name
    assert "\u202e" not in str(contact)


def test_an_answer_goes_where_the_form_says(team: Team) -> None:
    """A form on a website writes with its own address."""
    voice = taken(team, a_mail(From="noreply@example.com", Reply_To="Gisela <gisela@example.org>"))
    assert (voice.contact.name, voice.contact.address) == ("Gisela", "gisela@example.org")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "Auto-Generated; something"},
        {"Return_Path": "<>"},
        {"From": "Mail Delivery Subsystem <MAILER-DAEMON@example.org>"},
        {"From": "postmaster@example.org"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
    ],
)
def test_what_machines_write_is_no_voice(team: Team, headers: dict[str, str]) -> None:
    """Auto-replies and bounces; the command is content, so that no bounce of a bounce goes out."""
    receipt = take_in(team=team, raw=a_mail(**headers), at=NOW)
    assert receipt.voice is None
    assert receipt.reason
    assert piped(team.slug, a_mail(**headers)).startswith("not taken: ")
    assert not Feedback.objects.exists()


def test_bounces_and_loops_are_no_voice(team: Team) -> None:
    """A delivery report by its kind, a circle by its stations; a few stations are usual."""
    report = b'Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: text/plain\n\nUnzustellbar\n--b--\n'
    assert take_in(team=team, raw=report, at=NOW).reason == "bounce"
    assert take_in(team=team, raw=b"Received: from a by b\n" * 100 + a_mail(), at=NOW).reason == "loop"
    assert take_in(team=team, raw=b"Received: from a by b\n" * 12 + a_mail(), at=NOW).voice is not None


def test_a_person_says_that_it_was_not_submitted_by_a_machine(team: Team) -> None:
    """ "no" is a word of the standard, too."""
    assert taken(team, a_mail(Auto_Submitted="no")).text.startswith("Termin")


def test_our_own_letters_do_not_come_back(team: Team) -> None:
    """Two programs that write to each other would do so for ever."""
    letter = post(key="invitation:1", message=Letter("Einladung", "Willkommen", to=["stimmen@example.com"]), at=NOW)
    assert take_in(team=team, raw=bytes(letter.mime), at=NOW).reason == "Auto-Submitted: auto-generated"


def test_mailing_lists_are_taken_only_where_they_are_wanted(team: Team) -> None:
    """A newsletter is no voice; a group address that passes mails on may be."""
    raw = a_mail(List_Id="<neues.example.org>")
    assert take_in(team=team, raw=raw, at=NOW).reason == "mailing list"
    assert piped(team.slug, raw, "--lists").startswith("voice ")


def test_the_command_takes_one_mail_from_its_input(team: Team) -> None:
    """And says which voice it is; the second time that there is none to take."""
    said = piped(team.slug, a_mail())
    assert said == f"voice {Feedback.objects.get().pk}\n"
    assert piped(team.slug, a_mail()) == "not taken: repeated\n"


def test_an_unknown_team_is_no_user(team: Team) -> None:
    """The mail server tells the sender."""
    assert code_of("nobody", a_mail()) == os.EX_NOUSER


@pytest.mark.parametrize("raw", [b"", b" \n\n"])
def test_no_mail_is_no_data(team: Team, raw: bytes) -> None:
    """A pipe that was opened by mistake."""
    assert code_of(team.slug, raw) == os.EX_DATAERR


def test_too_large_a_mail_is_refused_before_it_is_read_in(team: Team) -> None:
    """The sender learns of it; nothing is stored in part."""
    with patch.object(receive_mail, "LARGEST", 1000):
        assert code_of(team.slug, a_mail("x" * 2000)) == os.EX_DATAERR
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("fault", [OperationalError("away"), RuntimeError("a mistake of ours"), MemoryError()])
def test_whatever_goes_wrong_the_mail_server_tries_again(team: Team, fault: Exception) -> None:
    """The database may be away, or we have made a mistake: the mail stays where it is."""
    with patch.object(receive_mail, "take_in", side_effect=fault):
        assert code_of(team.slug, a_mail()) == os.EX_TEMPFAIL
    with patch("feedback.keeping.keep_many", side_effect=fault):
        assert code_of(team.slug, a_mail()) == os.EX_TEMPFAIL
    assert not Feedback.objects.exists()
    piped(team.slug, a_mail())
    assert Feedback.objects.count() == 1


def test_a_mail_nested_without_end_is_a_voice(team: Team) -> None:
    """What cannot be read is left out."""
    raw = b"Subject: Tief\nMessage-ID: <deep@example.org>\n"
    for level in range(600):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    assert taken(team, raw).text.startswith("Tief")


@pytest.mark.parametrize(
    ("sign", "reader"), [("<a ", "parse_starttag"), ("</a ", "parse_endtag"), ("<!--", "parse_comment")]
)
def test_a_page_of_tags_that_never_end_is_read_once(monkeypatch: pytest.MonkeyPatch, sign: str, reader: str) -> None:
    """Not once more from each of them, which takes minutes for a page of half a megabyte."""
    reads = Mock(side_effect=getattr(HTMLParser, reader))
    monkeypatch.setattr(HTMLParser, reader, lambda parser, *place: reads(parser, *place))
    assert text_of(f"<p>Zu spät geliefert.</p>{sign * 1000}").startswith("Zu spät geliefert.")
    assert reads.call_count <= 2


def test_the_end_of_a_page_that_breaks_off_is_read() -> None:
    """Whatever stands behind a tag that never ends."""
    assert text_of("<p>Gut</p><!-- Schl&uuml;ss <b>fehlt</b>").split() == ["Gut", "<!--", "Schlüss", "fehlt"]


def test_a_sender_of_nothing_but_brackets_is_nobody() -> None:
    """The words count all the same."""
    mail = read(a_mail(From="").replace(b"Subject:", b"From: " + b"(" * 3000 + b"\nSubject:"))
    assert (mail.name, mail.address, mail.subject) == ("", "", "Termin")


broken = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"From: ",
            b"Date: ",
            b"Subject: ",
            b"Message-ID: <",
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
            b"Content-Type: text/html; charset=\xff\n",
            b"Content-Transfer-Encoding: base64\n",
            b"Content-Transfer-Encoding: x-uuencode\n",
            b"Content-Disposition: attachment; filename*=utf-7''%ff\n",
            b"=?utf-8?b?/////?=",
            b"=?utf-16?q?x?=",
            b"\n\n",
            b"\n ",
            b"\0",
            a_mail(),
        ]
    ),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(broken, max_size=8).map(b"".join))
def test_whatever_bytes_come_they_are_read(raw: bytes) -> None:
    """No error, and nothing longer than it may be."""
    mail = read(raw)
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", mail.key)
    assert len(mail.name) <= 120
    assert len(mail.address) <= 200
    assert "\0" not in f"{mail.key}{mail.name}{mail.address}{mail.subject}{mail.text}"


def test_only_the_standard_library_reads_mails() -> None:
    """What reads what strangers send is small and known."""
    source = Path(mail_reading.__file__).read_text()
    assert {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))} <= {
        "__future__",
        "re",
        "collections",
        "contextlib",
        "dataclasses",
        "email",
        "hashlib",
        "feedback",
        "teams",
    }
