"""The picture of the demo company's best customer, drawn here so that it belongs to nobody."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 960
SKY, SUN, HEDGE, COAT, SKIN, HAIR, INK = "#dcebe6", "#f4c95d", "#5f8f6b", "#b5533c", "#eac2a0", "#c9c4bd", "#3a2c28"


def portrait() -> bytes:
    """A friendly face before a hedge, as PNG."""
    picture = Image.new("RGB", (SIDE, SIDE), SKY)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((640, 60, 860, 280), fill=SUN)
    for left in range(-80, SIDE, 150):
        draw.ellipse((left, 560, left + 260, 860), fill=HEDGE)
    draw.rectangle((0, 700, SIDE, SIDE), fill=HEDGE)
    draw.rounded_rectangle((200, 720, 760, 1100), radius=180, fill=COAT)
    draw.rectangle((420, 640, 540, 780), fill=SKIN)
    draw.ellipse((270, 190, 690, 640), fill=HAIR)
    draw.ellipse((400, 110, 560, 260), fill=HAIR)
    draw.ellipse((320, 270, 640, 700), fill=SKIN)
    draw.pieslice((310, 220, 650, 480), 180, 360, fill=HAIR)
    for left in (365, 495):
        draw.ellipse((left, 410, left + 100, 500), outline=INK, width=10)
        draw.ellipse((left + 38, 442, left + 62, 468), fill=INK)
    draw.line((465, 450, 495, 450), fill=INK, width=10)
    draw.arc((410, 500, 550, 620), 20, 160, fill=INK, width=12)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
