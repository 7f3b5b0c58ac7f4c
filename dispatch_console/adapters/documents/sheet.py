"""Drawing in millimetres from the top left corner, with the shipped fonts, so that layouts read like their measures."""

from bisect import bisect_left
from pathlib import Path

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dispatch_console.adapters.documents import scripts
from dispatch_console.paths import RESOURCES

# of van and driver on top of a sheet: whoever rings him needs the whole name
DRIVER_SIZES = (10.5, 9.5, 8.5, 7.5)
REGULAR, MEDIUM, SEMIBOLD, BOLD, EXTRABOLD = (
    f"Inter-{weight}" for weight in ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")
)
CODE = "InterCode-SemiBold"
BLACK, WHITE = 0.0, 1.0
# signs that no line of a sheet can hold
LONGEST = 1000


def load_fonts() -> None:
    """Register the fonts once per process."""
    known = set(pdfmetrics.getRegisteredFontNames())
    for name in (REGULAR, MEDIUM, SEMIBOLD, BOLD, EXTRABOLD, CODE, *scripts.FONTS):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, RESOURCES / "fonts" / f"{name}.ttf"))


class Sheet:
    """A page of `width` x `height` mm. y grows downwards; text is placed by its baseline."""

    def __init__(self, file: Path, width: float, height: float, title: str) -> None:
        load_fonts()
        self.width, self.height = width, height
        self._file, self._half = file, file.with_name(f"{file.name}.part")
        self.canvas = Canvas(str(self._half), pagesize=(width * mm, height * mm), pageCompression=1)
        self.canvas.setTitle(title)

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
        words = " ".join(words.split())
        self.canvas.setFillGray(grey)
        wide = width_of(words, size, font)
        left = x - {"right": wide, "centre": wide / 2}.get(align, 0.0)
        for name, part in scripts.runs(words, font):
            self.canvas.setFont(name, size)
            self.canvas.drawString(left * mm, (self.height - y) * mm, part)
            left += float(pdfmetrics.stringWidth(part, name, size)) / mm
        return wide

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.3) -> None:
        self.canvas.setStrokeGray(BLACK)
        self.canvas.setLineWidth(width * mm)
        self.canvas.line(x1 * mm, (self.height - y1) * mm, x2 * mm, (self.height - y2) * mm)

    def box(self, x: float, y: float, w: float, h: float, *, line: float = 0.3, fill: float | None = None) -> None:
        self.canvas.setLineWidth(line * mm)
        self.canvas.setStrokeGray(BLACK)
        if fill is not None:
            self.canvas.setFillGray(fill)
        self.canvas.rect(
            x * mm, (self.height - y - h) * mm, w * mm, h * mm, stroke=int(line > 0), fill=int(fill is not None)
        )

    def disc(self, x: float, y: float, diameter: float, *, fill: float = BLACK) -> None:
        self.canvas.setFillGray(fill)
        self.canvas.circle(x * mm, (self.height - y) * mm, diameter / 2 * mm, stroke=0, fill=1)

    def qr(self, x: float, y: float, size: float, words: str) -> None:
        """Draw a QR code, version 1, level Q, with its quiet zone of four modules inside `size`."""
        self._modules(segno.make_qr(words, version=1, error="q", boost_error=False), x, y, size)

    def qr_medium(self, x: float, y: float, size: float, words: str) -> None:
        """Draw a QR code of level M as large as its text needs, without a quiet zone, `size` wide."""
        code = segno.make_qr(words, error="m", boost_error=False, encoding="utf-8")
        quiet = size * 4 / (code.symbol_size(border=0)[0])
        self._modules(code, x - quiet, y - quiet, size + 2 * quiet)

    def _modules(self, code: segno.QRCode, x: float, y: float, size: float) -> None:
        module = size / (code.symbol_size(border=0)[0] + 8)
        self.canvas.setFillGray(BLACK)
        for row, cells in enumerate(code.matrix):
            for column, dark in enumerate(cells):
                if dark:
                    left, top = x + (column + 4) * module, y + (row + 4) * module
                    self.canvas.rect(
                        left * mm, (self.height - top - module) * mm, module * mm, module * mm, stroke=0, fill=1
                    )

    def code128(self, x: float, y: float, height: float, module: float, words: str) -> float:
        """Draw a Code 128 without its text; x is the first bar. Returns the width in mm."""
        bars = Code128(words, barHeight=height * mm, barWidth=module * mm, quiet=0, humanReadable=0)
        self.canvas.setFillGray(BLACK)
        bars.drawOn(self.canvas, x * mm, (self.height - y - height) * mm)
        return float(bars.width) / mm

    def next_page(self) -> None:
        self.canvas.showPage()

    def save(self) -> None:
        """Write the file whole or not at all: one that a full disk cut never stands under its name. Errors: OSError."""
        self.canvas.showPage()
        try:
            self.canvas.save()
            self._half.replace(self._file)
        finally:
            self._half.unlink(missing_ok=True)


def width_of(words: str, size: float, font: str) -> float:
    return scripts.width(words, size, font) / mm


def code_width(words: str, module: float) -> float:
    return float(Code128(words, barHeight=10, barWidth=module * mm, quiet=0).width) / mm


def fitted(words: str, width: float, font: str, sizes: tuple[float, ...]) -> tuple[str, float]:
    """Return the text in the largest size that fits; at the smallest, its middle is cut."""
    words = _measurable(words)
    for size in sizes:
        if width_of(words, size, font) <= width:
            return words, size
    return shortened(words, width, font, sizes[-1]), sizes[-1]


def _measurable(words: str) -> str:
    """Join the text into one line and cut out its middle beyond `LONGEST` signs: measuring takes time for each."""
    words = " ".join(words.split())
    if len(words) <= LONGEST:
        return words
    return f"{words[: LONGEST // 2]}…{words[-LONGEST // 2 :]}"


def shortened(words: str, width: float, font: str, size: float) -> str:
    """Cut in the middle, so that the house number stays."""
    words = _measurable(words)
    if width_of(words, size, font) <= width:
        return words

    def cut(keep: int) -> str:
        left = (keep + 1) // 2
        return f"{words[:left]}…{words[len(words) - (keep - left) :]}"

    # the more is kept, the wider it is
    wide = bisect_left(range(2, len(words)), True, key=lambda keep: width_of(cut(keep), size, font) > width)
    return cut(wide + 1) if wide else "…"


def wrapped(words: str, width: float, font: str, size: float, lines: int) -> list[str]:
    """Return at most `lines` lines; what is left over is cut with an ellipsis."""
    rows: list[str] = [""]
    left = words.split()
    while left:
        longer = f"{rows[-1]} {left[0]}".strip()
        if not rows[-1] or width_of(_measurable(longer), size, font) <= width:
            rows[-1] = longer
        elif len(rows) < lines:
            rows.append(left[0])
        else:
            rows[-1] = " ".join([rows[-1], *left])
            break
        left = left[1:]
    return [shortened(part, width, font, size) for part in rows]
