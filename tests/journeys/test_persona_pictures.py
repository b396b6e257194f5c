"""Pictures of customer profiles: what comes is made small and bare, and what is none is refused in a sentence."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw

from journeys.models import Persona, Portrait
from journeys.personas import pictures
from journeys.personas.pictures import made_small
from teams.models import Membership
from teams.pdf import ClosedFetcher
from tests.conftest import signed_in
from tests.journeys.of_journeys import PersonaFactory, PortraitFactory
from tests.journeys.of_pictures import grey_png, picture

pytestmark = pytest.mark.django_db

BROKEN = "Das Bild lässt sich nicht lesen."
NO_PICTURE = "Das ist kein PNG oder JPEG"
TOO_MANY_PIXELS = "Das Bild hat zu viele Pixel"
WHITE = (255, 255, 255)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


NOISE = saved(Image.effect_noise((100, 100), 90), "PNG")
PHOTO = saved(Image.effect_noise((100, 100), 90), "JPEG")


@pytest.fixture
def berta(ben: Membership) -> Persona:
    return PersonaFactory(team=ben.team, name="Berta")


def url(persona: Persona, name: str) -> str:
    return reverse(f"journeys:{name}", args=[persona.team.slug, persona.pk])


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def given(who: Membership, persona: Persona, content: bytes, name: str = "bild.png") -> Any:
    file = SimpleUploadedFile(name, content, "image/png")
    return signed_in(who).post(url(persona, "change_portrait"), {"picture": file})


def half_blue(width: int, height: int) -> Image.Image:
    """White with a blue upper half."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width, height // 2), fill="blue")
    return image


# --- Making small ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        *(picture(mode=mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")),
        *(picture(mode=mode, kind="JPEG") for mode in ("L", "RGB", "CMYK", "YCbCr")),
        picture(kind="JPEG", progressive=True),
        picture(mode="P", transparency=0),
        picture(mode="P", transparency=bytes(range(256))),
        picture(transparency=(1, 2, 3)),
        picture(save_all=True, append_images=[Image.new("RGB", (120, 160), "red")]),
        saved(Image.new("I;16", (120, 160), 40_000), "PNG"),
    ],
    ids=lambda content: f"{len(content)} bytes",
)
def test_pictures_of_every_kind_become_a_square_jpeg(content: bytes) -> None:
    image = opened(made_small(content))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (120, 120))


def test_a_large_picture_becomes_small(berta: Persona) -> None:
    content = picture(4000, 6000, kind="JPEG")
    assert opened(small := made_small(content)).size == (480, 480)
    assert len(small) < 10_000


def test_fine_greys_stay_grey() -> None:
    scanned = Image.new("I;16", (100, 100), 100 * 256)
    assert opened(made_small(saved(scanned, "PNG"))).getpixel((50, 50)) == (100, 100, 100)


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (100, 100), (200, 0, 0, 0))
    assert opened(made_small(saved(image, "PNG"))).getpixel((50, 50)) == WHITE


def test_what_a_camera_wrote_stays_behind_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to look at it
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[1] = "N"
    lying = half_blue(400, 400).rotate(90)
    for content in (
        saved(lying, "JPEG", exif=exif, comment=b"zu Hause", dpi=(300, 300), icc_profile=b"profile"),
        saved(lying, "PNG", exif=exif),
    ):
        image = opened(made_small(content))
        top, bottom = image.getpixel((200, 20)), image.getpixel((200, 380))
        assert bottom == WHITE
        assert isinstance(top, tuple)
        assert top[2] > 240
        assert top[0] < 20
        assert not image.getexif()
        assert not image.info.keys() & {"exif", "comment", "icc_profile", "dpi"}


def test_the_upper_part_of_a_tall_picture_is_kept() -> None:
    image = opened(made_small(saved(half_blue(200, 1000), "PNG")))
    assert image.getpixel((100, 5)) != WHITE


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
        (b"GIF89a" + bytes(50), NO_PICTURE),
        (b"%PDF-1.7", NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n", BROKEN),
        (b"\xff\xd8\xff", BROKEN),
        (b"\x89PNG\r\n\x1a\n" + picture(kind="GIF"), BROKEN),
        (NOISE[: len(NOISE) // 2], BROKEN),
        (PHOTO[: len(PHOTO) // 2], BROKEN),
        (NOISE[:200] + b"xxxx" + NOISE[204:], BROKEN),
        (picture(kind="JPEG") + b"\xff\xda" * 301, BROKEN),
        (grey_png(100, 100, (b"zTXt", b"k\0\0" + zlib.compress(bytes(2_000_000)))), BROKEN),
        (grey_png(0, 0), BROKEN),
        (grey_png(47, 4000), "kleiner als 48 × 48 Pixel"),
        (grey_png(5001, 5000), TOO_MANY_PIXELS),
        (grey_png(12_000, 12_000), TOO_MANY_PIXELS),
        (grey_png(2**31 - 1, 2**31 - 1), TOO_MANY_PIXELS),
        (picture() + bytes(5 * 1024 * 1024), "größer als 5 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_picture_or_a_bomb_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        made_small(content)


def test_a_picture_says_its_size_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "convert", lambda *_args: pytest.fail("unpacked"))
    with pytest.raises(ValidationError, match=TOO_MANY_PIXELS):
        made_small(grey_png(5001, 5000))


# --- Giving and taking away ------------------------------------------------------------------------


def test_a_picture_is_given_shown_replaced_and_taken_away(ben: Membership, berta: Persona) -> None:
    browser, shown = signed_in(ben), url(berta, "portrait")
    assert browser.get(shown).status_code == 404
    assert given(ben, berta, picture(), "gesicht.exe").headers["Location"] == berta.get_absolute_url()
    first = browser.get(shown)
    assert opened(first.content).size == (120, 120)
    assert f'src="{shown}"' in browser.get(berta.get_absolute_url()).content.decode()
    given(ben, berta, picture(200, 200, kind="JPEG"))
    assert browser.get(shown).headers["ETag"] != first.headers["ETag"]
    assert Portrait.objects.count() == 1
    browser.get(url(berta, "remove_portrait"))
    assert Portrait.objects.exists()
    browser.post(url(berta, "remove_portrait"))
    assert browser.get(shown).status_code == 404
    assert browser.post(url(berta, "remove_portrait")).status_code == 302


def test_a_picture_is_for_the_team_alone_and_nothing_but_a_picture(ben: Membership, berta: Persona) -> None:
    given(ben, berta, picture())
    answer = signed_in(ben).get(url(berta, "portrait"))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    again = signed_in(ben).get(url(berta, "portrait"), headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_reader_sees_a_picture_and_gives_none(rita: Membership, berta: Persona) -> None:
    PortraitFactory(persona=berta)
    assert signed_in(rita).get(url(berta, "portrait")).status_code == 200
    assert given(rita, berta, picture()).status_code == 403
    assert url(berta, "change_portrait") not in signed_in(rita).get(berta.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "leer"), (b"GIF89a", NO_PICTURE), (b"\xff\xd8\xff", BROKEN), (grey_png(30_000, 30_000), TOO_MANY_PIXELS)],
    ids=["empty", "gif", "torn", "bomb"],
)
def test_what_is_refused_is_said_beside_the_field_and_leaves_the_old_picture(
    ben: Membership, berta: Persona, content: bytes, sentence: str
) -> None:
    pictures.keep(persona=berta, picture=made_small(picture()))
    response = given(ben, berta, content)
    assert response.status_code == 422
    assert sentence in response.context["form"].errors["picture"][0]
    assert Portrait.objects.get().content


@pytest.mark.parametrize("sent", [{}, {"picture": "gesicht.png"}], ids=["nothing", "words"])
def test_without_a_file_it_is_asked_for(ben: Membership, berta: Persona, sent: dict[str, str]) -> None:
    response = signed_in(ben).post(url(berta, "change_portrait"), sent)
    assert response.status_code == 422
    assert "Noch ist kein Bild gewählt." in response.context["form"].errors["picture"]


def test_a_name_of_any_length_is_no_matter(ben: Membership, berta: Persona) -> None:
    assert given(ben, berta, picture(), "ä" * 400 + ".png").status_code == 302


@pytest.mark.parametrize("address", ["data:image/svg+xml,<svg/>", "data:text/html,hallo", "https://example.com/a.jpg"])
def test_printing_reads_no_other_address_than_a_picture_that_is_inside(address: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        ClosedFetcher().fetch(address)
