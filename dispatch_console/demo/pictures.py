"""Pictures of the invented products: plain silhouettes, drawn here."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

INK, PALE = "#3F4853", "#B9C0C8"
SIDE = 240

Draw = Callable[[ImageDraw.ImageDraw], None]


def picture(kind: str) -> bytes:
    """Return a PNG of a kind of product, one of `KINDS`."""
    # drawn large and made smaller: edges are soft
    image = Image.new("RGB", (SIDE * 2, SIDE * 2), "#FFFFFF")
    KINDS[kind](ImageDraw.Draw(image))
    file = BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def _mug(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((280, 170, 400, 320), outline=INK, width=28)
    pen.rounded_rectangle((110, 120, 320, 380), 24, fill=INK)
    pen.rectangle((110, 120, 320, 150), fill=PALE)


def _bowl(pen: ImageDraw.ImageDraw) -> None:
    pen.pieslice((70, 20, 410, 380), 0, 180, fill=INK)
    pen.rectangle((70, 190, 410, 215), fill=PALE)
    pen.rectangle((190, 375, 290, 400), fill=INK)


def _lamp(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((232, 40, 248, 200), fill=INK)
    pen.pieslice((90, 170, 390, 470), 180, 360, fill=INK)
    pen.pieslice((190, 270, 290, 380), 0, 180, fill=PALE)


def _bag(fill: str) -> Draw:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.polygon(
            [(140, 70), (340, 70), (370, 130), (370, 420), (110, 420), (110, 130)], fill=fill, outline=INK, width=10
        )
        pen.rectangle((140, 70, 340, 105), fill=PALE)
        pen.rectangle((170, 210, 310, 350), fill="#FFFFFF", outline=INK, width=8)
        pen.ellipse((215, 235, 265, 325), outline=INK, width=8)

    return draw


def _blanket(pen: ImageDraw.ImageDraw) -> None:
    for top in (130, 215, 300):
        pen.rounded_rectangle((80, top, 400, top + 76), 34, fill=INK)
        pen.rectangle((110, top + 34, 370, top + 42), fill=PALE)


def _knife(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(60, 330), (290, 170), (320, 205), (120, 335)], fill=PALE, outline=INK, width=6)
    pen.polygon([(285, 165), (410, 75), (435, 110), (320, 208)], fill=INK)


def _pan(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((50, 150, 330, 390), fill=INK)
    pen.ellipse((90, 180, 290, 350), fill=PALE)
    pen.polygon([(310, 230), (440, 150), (455, 180), (325, 265)], fill=INK)


def _gift(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((90, 200, 390, 420), fill=INK)
    pen.rectangle((70, 140, 410, 210), fill=INK)
    pen.rectangle((215, 140, 265, 420), fill=PALE)
    pen.ellipse((150, 60, 240, 145), outline=INK, width=18)
    pen.ellipse((240, 60, 330, 145), outline=INK, width=18)


def _table(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((40, 170, 440, 215), 8, fill=INK)
    for left in (80, 370):
        pen.rectangle((left, 215, left + 30, 410), fill=INK)
    pen.rectangle((110, 300, 370, 320), fill=PALE)


KINDS: dict[str, Draw] = {
    "mug": _mug,
    "bowl": _bowl,
    "lamp": _lamp,
    "dark": _bag(INK),
    "light": _bag("#FFFFFF"),
    "blanket": _blanket,
    "knife": _knife,
    "pan": _pan,
    "gift": _gift,
    "table": _table,
}
