"""Pictures of customer profiles: whatever comes becomes one small square JPEG that holds nothing but its pixels."""

from __future__ import annotations

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from journeys.models import Persona, Portrait

LARGEST = 5 * 1024 * 1024
"""Bytes."""
MOST_PIXELS = 25_000_000
SIDE, SHORTEST = 480, 48
"""Pixels of a picture's side: what is kept, and what it takes to recognise anybody."""
MOST_SCANS = 300
"""Passes over a JPEG; each costs as much as the whole picture, and a file has room for many thousands."""

CONTENT_TYPE = "image/jpeg"
QUALITY = 85
WHITE = "#ffffff"
FINE_GREY = "I;16"
FACE = (0.5, 0.35)
"""Where a picture is cut from, as shares of its width and height: faces are rather above the middle."""

BEGINNINGS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
START_OF_SCAN = b"\xff\xda"


def made_small(content: bytes) -> bytes:
    """The picture as it is kept, at most 480 by 480 pixels, upright, on white, without what a camera wrote beside it.

    Raises ValidationError for everything that is no PNG or JPEG of up to 5 MB and 25 megapixels.
    """
    if len(content) > LARGEST:
        raise ValidationError(_("Das Bild ist größer als 5 MB."))
    kind = next((kind for kind, beginning in BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise ValidationError(_("Das ist kein PNG oder JPEG, auch wenn die Datei so heißt."))
    try:
        return _encoded(_square(_opened(content, kind)))
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except Exception as broken:  # decoders stumble in ways of their own
        raise ValidationError(_("Das Bild lässt sich nicht lesen. Vielleicht ist die Datei beschädigt.")) from broken


@transaction.atomic
def keep(*, persona: Persona, picture: bytes) -> Portrait:
    """Give the profile this picture, which `made_small` made, in place of the one before."""
    values = {"content": picture, "content_type": CONTENT_TYPE, "digest": hashlib.sha256(picture).hexdigest()}
    portrait, _is_new = Portrait.objects.update_or_create(persona=persona, defaults=values)
    return portrait


def drop(*, persona: Persona) -> None:
    """Take the picture away; the initials stand in its place again."""
    Portrait.objects.filter(persona=persona).delete()


def _opened(content: bytes, kind: str) -> Image.Image:
    """The picture's head, checked before any of its pixels is unpacked."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets torn pictures pass, for everybody in the process
    image = Image.open(BytesIO(content), formats=[kind])
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if kind == "JPEG" and content.count(START_OF_SCAN) > MOST_SCANS:
        raise ValueError("more passes than any camera makes")
    if min(width, height) < SHORTEST:
        raise ValidationError(_("Das Bild ist kleiner als %(side)s × %(side)s Pixel.") % {"side": SHORTEST})
    return image


def _square(image: Image.Image) -> Image.Image:
    """The picture upright and small, and nothing but its colours."""
    image.draft("RGB", (2 * SIDE, 2 * SIDE))
    see_through = _eight_bits(image).convert("RGBA").reduce(max(1, min(image.size) // (2 * SIDE)))
    flat = Image.new("RGB", see_through.size, WHITE)
    flat.paste(see_through, mask=see_through)
    flat.info["exif"] = image.info.get("exif", b"")
    upright = ImageOps.exif_transpose(flat)
    side = min(SIDE, *upright.size)
    return ImageOps.fit(upright, (side, side), centering=FACE)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Finer greys, as scanners make them, would all be white else."""
    if image.mode != FINE_GREY:
        return image
    return image.point(lambda grey: grey / 256).convert("L")


def _encoded(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("Das Bild hat zu viele Pixel: höchstens 25 Millionen."))
