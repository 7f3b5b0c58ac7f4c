"""Drawing in millimetres as ZPL II, for label printers of 203 dpi (8 dots a millimetre).

Source: ZPL II Programming Guide (Zebra). Words that the printer's own font surely has are sent as words, all others as
a picture: a printer leaves out in silence what its font lacks. Nothing that stands on a label can become a command:
every sign that ZPL reads is written as its hexadecimal byte (`^FH`).
"""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from dispatch_console.adapters.documents import scripts
from dispatch_console.adapters.documents.sheet import BLACK, REGULAR, code_width, load_fonts, width_of
from dispatch_console.paths import RESOURCES

DOTS = 8
POINT_MM = 25.4 / 72
# signs that ZPL reads itself, and the one that begins a hexadecimal byte
_READ_BY_ZPL = frozenset("^~\\_")
# what the printer's own font has on every model: Latin-1 without its controls
_OWN_FONT = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))))


class ZplSheet:
    """One label of `width` x `height` mm. y grows downwards; text is placed by its baseline, as on a `Sheet`."""

    def __init__(self, width: float, height: float) -> None:
        load_fonts()
        # CI28: what follows is UTF-8
        self._fields = ["^XA^CI28", f"^PW{_dots(width)}^LL{_dots(height)}^LH0,0^PQ1"]

    def format(self) -> bytes:
        """Return the label as the printer takes it."""
        return "\n".join([*self._fields, "^XZ", ""]).encode()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        font: str = REGULAR,
        *,
        align: str = "left",
        grey: float = BLACK,
    ) -> float:
        """Draw plain text at size in pt; whatever it holds is only text. Returns its width in mm."""
        words = "".join(sign for sign in " ".join(words.split()) if ord(sign) >= 0x20)
        wide = width_of(words, size, font)
        if not words:
            return wide
        left = x - {"right": wide, "centre": wide / 2}.get(align, 0.0)
        reverse = "^FR" if grey > BLACK else ""
        if _OWN_FONT.issuperset(words):
            height = _dots(size * POINT_MM)
            place = {"right": "R", "centre": "C"}.get(align, "L")
            # the block is a little wider than the words, and must not push them over a rule
            slack = {"right": DOTS, "centre": DOTS // 2}.get(align, 0)
            # the printer's font is narrower than ours: a block as wide as ours never breaks the line
            self._fields.append(
                f"^FT{max(0, _dots(left) - slack)},{_dots(y)}{reverse}^A0N,{height},{height}"
                f"^FB{max(1, _dots(wide) + DOTS)},1,0,{place}^FH^FD{escaped(words)}^FS"
            )
        else:
            self._picture(left, y, _drawn(words, size, font), reverse)
        return wide

    def _picture(self, left: float, y: float, drawn: tuple[Image.Image, int], reverse: str) -> None:
        image, ascent = drawn
        row = (image.width + 7) // 8
        # in ZPL a set bit is black
        data = Image.eval(image, lambda value: 255 - value).convert("1").tobytes().hex().upper()
        size = row * image.height
        top = max(0, _dots(y) - ascent)
        self._fields.append(f"^FO{_dots(left)},{top}{reverse}^GFA,{size},{size},{row},{data}^FS")

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.3) -> None:
        """Draw a level or upright line."""
        thick = max(1, _dots(width))
        wide, high = max(thick, _dots(x2 - x1)), max(thick, _dots(y2 - y1))
        self._fields.append(f"^FO{_dots(x1)},{_dots(y1)}^GB{wide},{high},{thick}^FS")

    def box(self, x: float, y: float, w: float, h: float, *, line: float = 0.3, fill: float | None = None) -> None:
        wide, high = _dots(w), _dots(h)
        thick = min(wide, high) if fill == BLACK else max(1, _dots(line))
        self._fields.append(f"^FO{_dots(x)},{_dots(y)}^GB{wide},{high},{thick}^FS")

    def qr(self, x: float, y: float, size: float, words: str) -> None:
        """Draw a QR code of level Q in a square of `size`, with its quiet zone of four modules inside."""
        module = max(1, int(size * DOTS / 29))
        quiet = 4 * module
        # without `QA,` the printer takes the first signs for its settings
        self._fields.append(f"^FO{_dots(x) + quiet},{_dots(y) + quiet}^BQN,2,{module}^FH^FDQA,{escaped(words)}^FS")

    def code128(self, x: float, y: float, height: float, module: float, words: str) -> float:
        """Draw a Code 128 without its text; x is the first bar. Returns its width in mm."""
        self._fields.append(
            f"^FO{_dots(x)},{_dots(y)}^BY{max(1, _dots(module))}^BCN,{_dots(height)},N,N,N,A^FH^FD{escaped(words)}^FS"
        )
        return code_width(words, module)


def escaped(words: str) -> str:
    """Return words as the data of a field that begins with `^FH`: nothing in them is a command."""
    return "".join(f"_{ord(sign):02X}" if sign in _READ_BY_ZPL else sign for sign in words)


@lru_cache(maxsize=256)
def _drawn(words: str, size: float, font: str) -> tuple[Image.Image, int]:
    """Return words as black on white, in dots, and how far their baseline is below the top."""
    height = size * POINT_MM * DOTS
    parts = [
        (ImageFont.truetype(str(RESOURCES / "fonts" / f"{name}.ttf"), height), part)
        for name, part in scripts.runs(words, font)
    ]
    ascent = max(face.getmetrics()[0] for face, _ in parts)
    descent = max(face.getmetrics()[1] for face, _ in parts)
    wide = sum(face.getlength(part) for face, part in parts)
    image = Image.new("L", (max(1, int(wide) + 2), ascent + descent), 255)
    pen, left = ImageDraw.Draw(image), 0.0
    for face, part in parts:
        # letter by letter as it comes: the order and the joining of letters are done already
        pen.text((left, ascent), part, font=face, fill=0, anchor="ls")
        left += face.getlength(part)
    return image.point(lambda value: 255 if value > 127 else 0), ascent


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS)
