"""Mail addresses, phone numbers and bank accounts are found in what customers say, and masked for good."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.collecting.personal import IBAN_LENGTHS, Found, Kind, found_in, masked

PHONES = [
    "+49 89 1234567",
    "+49 (0)89 123456-0",
    "+49-171-2345678",
    "+4917123456789",
    "+43 1 5134567",
    "+41 44 668 18 00",
    "+1 (555) 123-4567",
    "(+49) 89 1234567",
    "0049 171 2345678",
    "00491712345678",
    "001 555 123 4567",
    "089 1234567",
    "089/1234567",
    "089-123456-12",
    "089.123.456",
    "(089) 12 34 56",
    "0171/1234567",
    "0171 - 123 45 67",
    "01711234567",
    "06131 123",
    "0800 1234567",
    "04103/12345",
    "(01) 513 45 67",
    "01/5134567",
    "089\u2013123456",
    "+0049 171 2345678",
]
NO_PHONES = [
    "01.12.2026",
    "01.12.26",
    "2026-11-22",
    "01/12/2026",
    "01 12 2026",
    "09.00-17.00 Uhr",
    "08:30",
    "01.12.-05.12.2026",
    "0,99 €",
    "1.234,50 €",
    "+20 000 000 €",
    "01067 Dresden",
    "04103-04109 Leipzig",
    "Bestellung 0123456789",
    "Bestellnummer: 0171 2345678",
    "Auftrag Nr. 0123456789",
    "Kundennr. 0123456",
    "Rechnungs-Nr. 02345678",
    "order no. 0123456789",
    "Sendung 00340434161094042557",
    "Vorgang #0123456789",
    "AB-0123456789",
    "https://example.com/0891234567",
    "0123456789012345",
    "1234567890",
    "im Jahr 2026 100 000 Stück",
    "von 1990 bis 2026",
    "4006381333931",
    "8:2 gegen 100.000",
]
MAILS = [
    "hans@example.com",
    "hans.maier+bestellung@mail.example.co.uk",
    "jürgen@müller-söhne.de",
    "HANS_M@EXAMPLE.COM",
    "hans (at) example.com",
    "hans[at]example[dot]com",
    "hans{ät}example (punkt) com",
]
NO_MAILS = ["@example", "hans@", "hans@localhost", "a @ b.de", "5 € @ Kasse", "wir trafen uns (at) home"]
IBANS = [
    "DE89370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "de89 3704 0044 0532 0130 00",
    "AT611904300234573201",
    "CH93 0076 2011 6238 5295 7",
    "GB82 WEST 1234 5698 7654 32",
    "NL91-ABNA-0417-1643-00",
    "NO9386011117947",
]
NO_IBANS = ["DE88370400440532013000", "DE89 3704 0044 0532 0130", "XX89370400440532013000", "DE893704004405320130001"]


def kinds_of(text: str) -> list[tuple[str, str]]:
    """What is found, as kind and text."""
    return [(found.kind.value, found.text) for found in found_in(text)]


def _sentence(words: str) -> str:
    return f"Gestern war es schlimm, erreichbar bin ich so: {words} und sonst nicht."


@pytest.mark.parametrize("phone", PHONES)
def test_phone_numbers_are_found_as_people_write_them(phone: str) -> None:
    """Alone, within a sentence, at its end and between others."""
    assert kinds_of(phone) == [("phone", phone)]
    assert kinds_of(_sentence(phone)) == [("phone", phone)]
    assert kinds_of(f"Anrufen unter {phone}.") == [("phone", phone)]
    assert kinds_of(f"Tel.: {phone}, Fax {phone}") == [("phone", phone)] * 2
    assert kinds_of(f"{phone}\n12 Stück") == [("phone", phone)]


@pytest.mark.parametrize("number", NO_PHONES)
def test_dates_prices_and_order_numbers_are_no_phone_numbers(number: str) -> None:
    """Nothing is offered for masking that the voice needs."""
    assert kinds_of(number) == []
    assert kinds_of(f"Am Montag {number} und dann nichts.") == []


@pytest.mark.parametrize("mail", MAILS)
def test_mail_addresses_are_found_in_whatever_disguise(mail: str) -> None:
    """Without the dot or bracket that follows."""
    assert kinds_of(mail) == [("mail", mail)]
    assert kinds_of(f"Antwort an ({mail}).") == [("mail", mail)]
    assert kinds_of(f"<mailto:{mail}>") == [("mail", mail)]


@pytest.mark.parametrize("words", NO_MAILS)
def test_not_every_at_is_an_address(words: str) -> None:
    """An address has a domain with a dot."""
    assert kinds_of(words) == []


@pytest.mark.parametrize("iban", IBANS)
def test_ibans_are_found_by_their_checksum(iban: str) -> None:
    """However they are spaced, and without the word that follows."""
    assert kinds_of(iban) == [("iban", iban)]
    assert kinds_of(f"Geld zurück auf IBAN:{iban} vielen Dank") == [("iban", iban)]


@pytest.mark.parametrize("iban", NO_IBANS)
def test_what_fails_the_checksum_is_no_iban(iban: str) -> None:
    """One digit off, one short, one too many, or of no country."""
    assert "iban" not in dict(kinds_of(iban))


def test_a_word_before_it_makes_a_short_number_a_phone_number() -> None:
    """Within the same town nobody gives an area code."""
    assert kinds_of("Tel. 123456") == [("phone", "123456")]
    assert kinds_of("Meine Telefonnummer ist 12 34 56 7.") == [("phone", "12 34 56 7")]
    assert kinds_of("Telefon am 24.11.2026") == []
    assert kinds_of("Vertelefoniert habe ich 123456 Euro") == []


def test_two_numbers_in_a_row_are_two() -> None:
    """Without a comma between them, too."""
    assert kinds_of("089 1234567 0171 2345678") == [("phone", "089 1234567"), ("phone", "0171 2345678")]
    assert kinds_of("089 1234567 / 0171 2345678") == [("phone", "089 1234567"), ("phone", "0171 2345678")]


def test_what_is_counted_behind_a_number_stays() -> None:
    """The time of the call is no part of the number."""
    assert kinds_of("0171 2345678 12 Uhr") == [("phone", "0171 2345678")]
    assert kinds_of("0171 2345678 12:30") == [("phone", "0171 2345678")]


def test_all_kinds_stand_in_the_order_of_the_text() -> None:
    """Each once, and none within another."""
    text = "hans@example.com oder 0171 2345678, Konto DE89 3704 0044 0532 0130 00"
    assert [found.kind for found in found_in(text)] == [Kind.MAIL, Kind.PHONE, Kind.IBAN]


def test_only_what_was_chosen_is_masked() -> None:
    """The rest stays as it was said."""
    text = "Anruf 0171 2345678 oder hans@example.com, immer 0171 2345678"
    first, _mail, _last = found_in(text)
    assert masked(text, [first]) == "Anruf [Telefonnummer] oder hans@example.com, immer 0171 2345678"
    assert masked(text, []) == text
    whole = "Anruf [Telefonnummer] oder [E-Mail-Adresse], immer [Telefonnummer]"
    assert masked(text, found_in(text)) == whole


def _spelled(country: str, account: str) -> str:
    """An IBAN with the right check digits: 98 less the remainder of the account, the country and 00."""
    digits = "".join(str(int(sign, 36)) for sign in account + country + "00")
    return f"{country}{98 - int(digits) % 97:02}{account}"


accounts = st.sampled_from(sorted(IBAN_LENGTHS)).flatmap(
    lambda country: st.text("0123456789", min_size=IBAN_LENGTHS[country] - 4, max_size=IBAN_LENGTHS[country] - 4).map(
        lambda account: _spelled(country, account)
    )
)
pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*PHONES, *NO_PHONES, *MAILS, *IBANS, "Tel. ", "Bestellung ", " ", "\n", "0", "+", "(", "@", "/"]),
    st.text("0123456789 /-+().@aDE", max_size=30),
)
texts = st.lists(pieces, max_size=8).map("".join)


@given(accounts, st.integers(2, 6))
def test_every_right_iban_is_found_however_it_is_grouped(iban: str, group: int) -> None:
    """All countries; and with any one digit changed it is none any more."""
    grouped = " ".join(re.findall(f".{{1,{group}}}", iban))
    assert ("iban", grouped) in kinds_of(f"auf {grouped}, danke")
    wrong = f"{iban[:-1]}{(int(iban[-1]) + 1) % 10}"
    assert "iban" not in dict(kinds_of(wrong))


@given(texts)
def test_what_is_found_stands_there_and_nothing_overlaps(text: str) -> None:
    """Start, end and text agree, one after the other."""
    found = found_in(text)
    assert all(text[one.start : one.end] == one.text != "" for one in found)
    assert all(one.end <= next_one.start for one, next_one in pairwise(found))


@given(texts)
def test_masking_takes_the_words_and_leaves_the_rest(text: str) -> None:
    """Cut at what was found, the rest of the text is there in order; of what was found nothing is."""
    found = found_in(text)
    rest, start = [], 0
    for one in found:
        rest.append(text[start : one.start])
        start = one.end
    left = re.split(r"\[(?:E-Mail-Adresse|Telefonnummer|IBAN)\]", masked(text, found))
    assert left == [*rest, text[start:]]


def test_what_stands_right_behind_something_found_is_found_too() -> None:
    assert [text for _kind, text in kinds_of("a@b.de+c@d.de%e@f.de")] == ["a@b.de", "+c@d.de", "%e@f.de"]
    assert [text for _kind, text in kinds_of("+49 89 1234567/00000.+49 89 1234568")] == [
        "+49 89 1234567",
        "+49 89 1234568",
    ]


@given(texts)
def test_masked_text_holds_nothing_more_to_mask(text: str) -> None:
    """Masking again changes nothing."""
    assert found_in(masked(text, found_in(text))) == []


@pytest.mark.parametrize("sign", ["0", "0 ", "0-", "a@", "@", "a.", "DE89", "DE89 ", "(", "+0", "(at)", "089 1234567 "])
def test_a_long_text_of_one_sign_takes_no_long_time(sign: str) -> None:
    """The longest mail that comes in, of whatever somebody repeats: each place is looked at a few times only."""
    text = sign * (100_000 // len(sign))
    assert all(isinstance(one, Found) for one in found_in(text))
