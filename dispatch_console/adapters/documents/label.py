"""The parcel's label, 100 x 150 mm: readable in the van, without phone or door code on the outside.

One layout for an office printer (PDF) and a label printer (ZPL II).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from dispatch_console.adapters.documents.sheet import (
    BOLD,
    EXTRABOLD,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    Sheet,
    code_width,
    fitted,
    wrapped,
)
from dispatch_console.adapters.documents.zpl import ZplSheet
from dispatch_console.domain.papers.facts import LabelFacts
from dispatch_console.language import tr

# millimetres
WIDTH, HEIGHT = 100, 150
MODULE = 0.5


class LabelSheet(Protocol):
    """What a label is drawn on, in millimetres from its top left corner; as `Sheet` has them."""

    def text(
        self, x: float, y: float, words: str, size: float, font: str = ..., *, align: str = ..., grey: float = ...
    ) -> float: ...

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = ...) -> None: ...

    def box(self, x: float, y: float, w: float, h: float, *, line: float = ..., fill: float | None = ...) -> None: ...

    def qr(self, x: float, y: float, size: float, words: str) -> None: ...

    def code128(self, x: float, y: float, height: float, module: float, words: str) -> float: ...


def draw_label(file: Path, labels: Sequence[LabelFacts]) -> None:
    """Write a PDF, one page a parcel."""
    sheet = Sheet(file, WIDTH, HEIGHT, tr("Label {order}", order=labels[0].order))
    for number, facts in enumerate(labels):
        if number:
            sheet.next_page()
        _draw(sheet, facts)
    sheet.save()


def label_zpl(labels: Sequence[LabelFacts]) -> bytes:
    """Return the labels in ZPL II for a printer of 203 dpi, a format a parcel."""
    formats = []
    for facts in labels:
        sheet = ZplSheet(WIDTH, HEIGHT)
        _draw(sheet, facts)
        formats.append(sheet.format())
    return b"".join(formats)


def _draw(sheet: LabelSheet, facts: LabelFacts) -> None:
    sheet.text(3, 5.2, facts.sender.name, 7.5, BOLD)
    sheet.text(3, 8.8, facts.sender.address, 7, REGULAR)
    sheet.text(97, 5.2, facts.packed, 7, REGULAR, align="right")
    sheet.text(97, 8.8, ", ".join(part for part in (facts.weight, facts.print_of) if part), 7, REGULAR, align="right")
    sheet.line(3, 10.4, 97, 10.4, 0.4)
    sheet.text(3, 14, tr("Order"), 7, SEMIBOLD)
    order, size = fitted(facts.order, 70, EXTRABOLD, (33, 28, 22, 16))
    sheet.text(3, 24.5, order, size, EXTRABOLD)
    sheet.box(76, 12.6, 21, 15.6, line=0, fill=0)
    sheet.text(86.5, 15.8, tr("Parcel"), 7, SEMIBOLD, align="centre", grey=1)
    count, size = fitted(f"{facts.position}/{facts.of}", 19, EXTRABOLD, (27, 22, 16))
    sheet.text(86.5, 25.6, count, size, EXTRABOLD, align="centre", grey=1)
    sheet.line(3, 29.6, 97, 29.6, 0.6)
    y = _recipient(sheet, facts)
    _route(sheet, facts, max(y + 4, 68))
    sheet.line(3, 112.8, 97, 112.8, 0.6)
    width = code_width(facts.code, MODULE)
    sheet.code128((100 - width) / 2, 115, 19, MODULE, facts.code)
    sheet.text(50, 140, f"{facts.code[:3]} {facts.code_spaced}", 13, "InterCode-SemiBold", align="centre")
    sheet.text(50, 145.6, tr("Found this parcel? Ring {phone}.", phone=facts.sender.phone), 7, REGULAR, align="centre")


def _recipient(sheet: LabelSheet, facts: LabelFacts) -> float:
    size = 22 if len(facts.name) <= 21 else 19 if len(facts.name) <= 26 else 15.5
    y = 30.5
    for part in wrapped(facts.name, 94, BOLD, size, 2):
        y += size * 0.39
        sheet.text(3, y, part, size, BOLD)
    street = " ".join(part for part in (facts.street, facts.flat) if part)
    one_line, size = fitted(street, 94, MEDIUM, (22, 20, 18, 16))
    if one_line == street:
        y += size * 0.4
        sheet.text(3, y, street, size, MEDIUM)
    else:
        for part in (facts.street, facts.flat):
            if part:
                words, size = fitted(part, 94, MEDIUM, (18, 16))
                y += size * 0.41
                sheet.text(3, y, words, size, MEDIUM)
    town, size = fitted(facts.town, 94, BOLD, (22, 18, 14))
    y += size * 0.4
    sheet.text(3, y, town, size, BOLD)
    return y


def _route(sheet: LabelSheet, facts: LabelFacts, y: float) -> None:
    for left, wide, title, words in (
        (3, 19, tr("Route"), facts.route),
        (22, 23, tr("Stop"), facts.stop),
        (45, 24, tr("Place"), ""),
    ):
        sheet.box(left, y, wide, 19.5, line=0.5)
        sheet.text(left + 1.8, y + 3.8, title, 7, SEMIBOLD)
        if words:
            shown, size = fitted(words, wide - 3, EXTRABOLD, (40, 30, 22, 14))
            sheet.text(left + wide / 2, y + 17, shown, size, EXTRABOLD, align="centre")
    for number, part in enumerate(wrapped(facts.place, 20.5, BOLD, 8, 3)):
        sheet.text(46.8, y + 9 + number * 3.6, part, 8, BOLD)
    sheet.qr(70, y - 2.5, 28, facts.code)
    sheet.text(3, y + 24.4, facts.promise, 10, BOLD)
    x = 3.0
    for mark in facts.marks[:3]:
        words, size = fitted(mark, 40, BOLD, (13, 11, 9))
        width = min(44.0, 6 + len(words) * size * 0.22)
        sheet.box(x, y + 27.6, width, 11, line=0.7)
        sheet.text(x + width / 2, y + 34.9, words, size, BOLD, align="centre")
        x += width + 2
