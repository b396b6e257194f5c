"""The minutes as PDF: printed once, mailed once, whoever dies in between."""

import hashlib
import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from meetings import printing
from meetings.models import Minutes
from teams.models import Letter, Membership
from teams.pdf import ClosedFetcher, print_html
from tests.conftest import signed_in
from tests.factories import NOW
from tests.meetings.rounds import IDEA, a_held_round

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=30)


def minute_letters() -> int:
    """How many letters with minutes are in the ledger."""
    return Letter.objects.filter(key__startswith="minutes-").count()


def test_minutes_are_printed_with_their_hash_and_mailed_to_all_with_an_account(
    anna: Membership, ben: Membership
) -> None:
    minutes = a_held_round(anna, ben)
    printing.print_minutes(minutes_pk=minutes.pk, at=LATER)
    minutes.refresh_from_db()
    assert minutes.state == Minutes.State.PRINTED
    assert minutes.sha256 == hashlib.sha256(minutes.pdf or b"").hexdigest()
    assert minute_letters() == 3


def test_printing_again_changes_nothing_and_mails_nobody(anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    printing.print_minutes(minutes_pk=minutes.pk, at=LATER)
    minutes.refresh_from_db()
    printing.print_minutes(minutes_pk=minutes.pk, at=LATER + timedelta(days=1))
    assert Minutes.objects.get(pk=minutes.pk).sha256 == minutes.sha256
    assert minute_letters() == 3


def test_a_second_worker_leaves_alone_what_the_first_is_printing(anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    Minutes.objects.filter(pk=minutes.pk).update(claimed_until=LATER + printing.LEASE)
    printing.print_minutes(minutes_pk=minutes.pk, at=LATER)
    assert Minutes.objects.get(pk=minutes.pk).state == Minutes.State.WAITING
    assert printing.waiting(LATER) == []


def test_another_worker_takes_over_when_the_first_died(anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    Minutes.objects.filter(pk=minutes.pk).update(claimed_until=LATER)
    assert printing.waiting(LATER) == [minutes.pk]
    printing.print_minutes(minutes_pk=minutes.pk, at=LATER)
    assert Minutes.objects.get(pk=minutes.pk).state == Minutes.State.PRINTED


def test_two_prints_that_end_together_keep_the_first_and_mail_once(
    anna: Membership, ben: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = a_held_round(anna, ben)
    render = printing.render_pdf

    def overtaken(row: Minutes) -> bytes:
        monkeypatch.setattr(printing, "render_pdf", render)
        printing.print_minutes(minutes_pk=row.pk, at=LATER + printing.LEASE)
        return b"%PDF late"

    monkeypatch.setattr(printing, "render_pdf", overtaken)
    printing.print_minutes(minutes_pk=minutes.pk, at=LATER)
    minutes.refresh_from_db()
    assert bytes(minutes.pdf or b"") != b"%PDF late"
    assert minute_letters() == 3


def test_the_pdf_is_tagged_has_a_title_bookmarks_and_the_teams_language(anna: Membership, ben: Membership) -> None:
    with pikepdf.open(io.BytesIO(printing.render_pdf(a_held_round(anna, ben)))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "de"
        assert "Rechnung kommt vor der Ware an" in str(pdf.docinfo["/Title"])
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Rechnung kommt vor der Ware an"]
            assert "Entscheidung" in [item.title for item in outline.root[0].children]


def test_a_card_is_never_markup(anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    minutes.content["cards"][0]["text"] = "<img src='file:///etc/passwd'><b>fett</b>"
    assert printing.render_pdf(minutes).startswith(b"%PDF")
    assert IDEA not in minutes.content["cards"][0]["text"]


def test_printing_fetches_nothing() -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        ClosedFetcher().fetch("file:///etc/passwd")
    assert print_html("<p><img alt='x' src='http://127.0.0.1:1/x.png'></p>").startswith(b"%PDF")


def test_the_record_names_the_pdfs_hash_and_addenda_wait_until_it_is_known(anna: Membership, ben: Membership) -> None:
    minutes = a_held_round(anna, ben)
    page, browser = minutes.meeting.get_absolute_url(), signed_in(anna)
    addenda = reverse("meetings:addenda_pdf", args=[anna.team.slug, minutes.meeting_id])
    assert "SHA-256" not in browser.get(page).content.decode()
    assert browser.get(addenda).status_code == 202
    printing.print_minutes(minutes_pk=minutes.pk, at=LATER)
    minutes.refresh_from_db()
    assert minutes.sha256 in browser.get(page).content.decode()
    assert browser.get(addenda).headers["Content-Type"] == "application/pdf"
