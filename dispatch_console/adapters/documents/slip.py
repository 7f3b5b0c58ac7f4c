"""The packing slip, A5 (A4 where that is too small): what was ordered and packed, and a return slip below the cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch_console.adapters.documents.sheet import (
    BOLD,
    CODE,
    EXTRABOLD,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    Sheet,
    fitted,
    load_fonts,
    shortened,
    width_of,
    wrapped,
)
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import SlipFacts, SlipLine
from dispatch_console.language import mark, tr

LEFT = 10.0
A5, A4 = (148.0, 210.0), (210.0, 297.0)
# where the table begins below a name of two lines, and what is kept free for the foot and the return slip, mm
TABLE, FOOT, RETURN = 58.0, 12.0, 70.0
ROW, PAD = 3.7, 3.3
# parcels that are listed with their codes
MOST_PARCELS = 6
MODULE = 0.38
REASONS = (
    mark("Changed my mind"),
    mark("Wrong item"),
    mark("Damaged"),
    mark("Does not fit"),
    mark("Arrived too late"),
    mark("Other"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table with its words as they are broken. `below`: what stands under the name, with its font."""

    line: SlipLine
    names: Sequence[str]
    below: Sequence[tuple[str, str]]

    @property
    def height(self) -> float:
        return PAD + ROW * (len(self.names) + len(self.below))


def draw_slip(file: Path, facts: SlipFacts) -> int:
    """Write the PDF. Returns the number of pages."""
    load_fonts()
    size = A5 if len(_pages(facts, A5)) == 1 else A4
    pages = _pages(facts, size)
    sheet = Sheet(file, *size, tr("Packing slip {order}", order=facts.order))
    for number, rows in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _page(sheet, facts, rows, last=number == len(pages))
        foot = sheet.height - 6.5
        printed = tr("Packing slip {order}, print {print_number}", order=facts.order, print_number=facts.print_number)
        sheet.text(LEFT, foot, printed, 7.5)
        page = tr("Page {number} of {pages}", number=number, pages=len(pages))
        sheet.text(sheet.width - LEFT, foot, page, 7.5, align="right")
    sheet.save()
    return len(pages)


def _pages(facts: SlipFacts, size: tuple[float, float]) -> list[list[_Row]]:
    """Lay the lines out on pages; the last one has room for what stands below the table."""
    width, height = size
    room = height - TABLE - FOOT
    last = height - TABLE - RETURN - _height_below(facts)
    pages: list[list[_Row]] = [[]]
    for row in (_row(line, width) for line in facts.lines):
        if pages[-1] and sum(one.height for one in pages[-1]) + row.height > room:
            pages.append([])
        pages[-1].append(row)
    if sum(row.height for row in pages[-1]) > last:
        pages.append([])
    return pages


def _row(line: SlipLine, width: float) -> _Row:
    room = width - 2 * LEFT - 37 - 28
    to_follow = line.ordered - line.packed
    below = [(line.shares, REGULAR)] if line.shares else []
    if to_follow:
        below.append((tr("{to_follow} to follow", to_follow=to_follow), BOLD))
    return _Row(line, wrapped(line.name, room, REGULAR, 8.5, 2), below)


def _height_below(facts: SlipFacts) -> float:
    listed = min(len(facts.parcels), MOST_PARCELS + 1) + (2 if facts.papers else 0)
    return 12 + 4.0 * max(listed, len(facts.checked)) + 6 + 4.2 + 3


def _page(sheet: Sheet, facts: SlipFacts, rows: Sequence[_Row], *, last: bool) -> None:
    right = sheet.width - LEFT
    sheet.text(LEFT, 13.2, facts.sender.name, 13, EXTRABOLD)
    sheet.text(right, 10.8, facts.sender.address, 7.5, align="right")
    sheet.text(right, 14.4, facts.sender.phone, 7.5, align="right")
    sheet.line(LEFT, 19, right, 19, 0.5)
    sheet.text(LEFT, 27.4, tr("Packing slip"), 18, EXTRABOLD)
    order, size = fitted(facts.order, 56, CODE, (14, 12, 10))
    sheet.text(LEFT, 35.4, order, size, CODE)
    sheet.text(LEFT, 41, facts.ordered, 8.5)
    sheet.text(LEFT, 45.4, facts.packed, 8.5)
    middle = sheet.width / 2 + 2
    sheet.text(middle, 25.5, tr("Deliver to"), 7.5)
    y = 30.3
    for part in wrapped(facts.name, right - middle, BOLD, 11, 2):
        sheet.text(middle, y, part, 11, BOLD)
        y += 4.9
    for part in (facts.street, facts.town):
        sheet.text(middle, y, shortened(part, right - middle, REGULAR, 11), 11)
        y += 4.9
    sheet.text(middle, y + 0.3, facts.promise, 8.5)
    y = _table(sheet, rows, max(51.0, y + 5))
    if last:
        _below(sheet, facts, y)
        _return_slip(sheet, facts)


def _table(sheet: Sheet, rows: Sequence[_Row], y: float) -> float:
    right = sheet.width - LEFT
    columns = (right - 37, right - 23, right - 12.5)
    sheet.text(LEFT, y, tr("Article"), 7.5, SEMIBOLD)
    sheet.text(LEFT + 20, y, tr("Item"), 7.5, SEMIBOLD)
    for x, title in zip((*columns, right - 4), (tr("Ordered"), tr("Packed"), tr("Parcel"), "OK"), strict=True):
        sheet.text(x, y, title, 7.5, SEMIBOLD, align="centre")
    y += 1.9
    sheet.line(LEFT, y, right, y)
    for row in rows:
        line = row.line
        words, size = fitted(line.sku, 19, CODE, (8, 7, 6))
        sheet.text(LEFT, y + 4.4, words, size, CODE)
        for number, part in enumerate(row.names):
            sheet.text(LEFT + 20, y + 4.4 + number * ROW, part, 8.5)
        for number, (part, font) in enumerate(row.below, len(row.names)):
            words, size = fitted(part, columns[0] - LEFT - 28, font, (8.5, 7, 6))
            sheet.text(LEFT + 20, y + 4.4 + number * ROW, words, size, font)
        for x, figures, font in zip(
            columns, (str(line.ordered), str(line.packed), line.parcels), (REGULAR, BOLD, REGULAR), strict=True
        ):
            words, size = fitted(figures, 11, font, (9, 7, 5))
            sheet.text(x, y + 4.4, words, size, font, align="centre")
        sheet.box(right - 6.2, y + 1.3, 4.4, 4.4, line=0.25)
        y += row.height
        sheet.line(LEFT, y, right, y)
    return y


def _below(sheet: Sheet, facts: SlipFacts, y: float) -> None:
    right, middle = sheet.width - LEFT, sheet.width / 2 + 4
    ordered, packed = sum(line.ordered for line in facts.lines), sum(line.packed for line in facts.lines)
    sheet.text(LEFT, y + 5, tr("{packed} of {ordered} pieces packed", packed=packed, ordered=ordered), 9, BOLD)
    top = y + 12
    sheet.text(LEFT, top, tr("In these parcels"), 8.5, BOLD)
    sheet.text(middle, top, tr("Checked before sealing"), 8.5, BOLD)
    y = top
    for part_of, code in facts.parcels[:MOST_PARCELS]:
        y += 4
        sheet.text(LEFT, y, part_of, 8.5)
        sheet.text(LEFT + 7.4, y, code, 8.5, CODE)
    if len(facts.parcels) > MOST_PARCELS:
        y += 4
        sheet.text(LEFT, y, tr("and {count} more", count=len(facts.parcels) - MOST_PARCELS), 8.5)
    if facts.papers:
        for part in wrapped(tr("Papers: {papers}", papers=", ".join(facts.papers)), middle - LEFT - 6, REGULAR, 8.5, 2):
            y += 4
            sheet.text(LEFT, y, part, 8.5)
    for number, part in enumerate(facts.checked, 1):
        sheet.text(middle, top + 4 * number, shortened(part, right - middle, REGULAR, 8.5), 8.5)
    y = max(y, top + 4 * len(facts.checked)) + 6
    width = sheet.text(LEFT, y, tr("Something wrong?"), 8.5, BOLD) + 1.2
    said = tr("Tell the driver, or ring {phone} within 14 days.", phone=facts.sender.phone)
    returns = tr("You may return anything unused within 30 days; put the part below into the parcel.")
    for x, below, part in ((LEFT + width, 0.0, said), (LEFT, 4.2, returns)):
        words, size = fitted(part, right - x, REGULAR, (8.5, 7.5, 6.5))
        sheet.text(x, y + below, words, size)


def _return_slip(sheet: Sheet, facts: SlipFacts) -> None:
    right, cut = sheet.width - LEFT, sheet.height - 64
    sheet.text(LEFT, cut - 1.2, tr("Cut here"), 6.5)
    sheet.canvas.saveState()
    sheet.canvas.setDash(3, 2)
    sheet.line(0, cut, sheet.width, cut, 0.25)
    sheet.canvas.restoreState()
    width = sheet.text(LEFT, cut + 7, tr("Return slip"), 12, EXTRABOLD)
    sheet.text(LEFT + width + 3, cut + 7, facts.order, 12, CODE)
    x = LEFT
    share = (right - LEFT - 8) / 128
    for title, wide in (
        (tr("Article"), 30),
        (tr("Pieces"), 18),
        (tr("Article"), 30),
        (tr("Pieces"), 18),
        (tr("Date"), 32),
    ):
        sheet.box(x, cut + 10.5, wide * share, 9.4, line=0.3)
        sheet.text(x + 1, cut + 13.2, title, 6, MEDIUM)
        x += wide * share + 2
    for number, words in enumerate(map(tr, REASONS)):
        tick, top = LEFT + (number % 3) * (right - LEFT) / 3, cut + 23 + (number // 3) * 7.2
        sheet.box(tick, top, 5, 5, line=0.3)
        sheet.text(tick + 6.4, top + 3.7, words, 8.5)
    code = Code(CodeKind.DOCUMENT, facts.document)
    bars = sheet.code128(LEFT + 3.8, cut + 39, 8, MODULE, str(code))
    shown = f"{code.kind} {code.spaced}"
    sheet.text(LEFT + 3.8 + bars / 2, cut + 50, shown, 8, CODE, align="centre")
    beside = LEFT + 12 + max(bars, width_of(shown, 8, CODE))
    sheet.text(beside, cut + 43, tr("Return to: {sender}, return desk", sender=facts.sender.name), 8.5)
    sheet.text(beside, cut + 47.4, shortened(facts.sender.address, right - beside, REGULAR, 8.5), 8.5)
