"""The packing slip, A5 (A4 from seven articles): what was ordered and packed, and a return slip below the cut."""

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
    shortened,
    width_of,
    wrapped,
)
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import SlipFacts, SlipLine
from dispatch_console.language import mark, tr

LEFT, SMALL_LINES, LARGE_LINES = 10.0, 6, 18
MODULE = 0.38
REASONS = (
    mark("Changed my mind"),
    mark("Wrong item"),
    mark("Damaged"),
    mark("Does not fit"),
    mark("Arrived too late"),
    mark("Other"),
)


def draw_slip(file: Path, facts: SlipFacts) -> int:
    """Write the PDF. Returns the number of pages."""
    large = len(facts.lines) > SMALL_LINES
    sheet = Sheet(file, 210 if large else 148, 297 if large else 210, tr("Packing slip {order}", order=facts.order))
    room = LARGE_LINES if large else SMALL_LINES
    pages = [facts.lines[start : start + room] for start in range(0, max(1, len(facts.lines)), room)]
    for number, lines in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        last = number == len(pages)
        _page(sheet, facts, lines, last=last)
        foot = sheet.height - 6.5
        sheet.text(
            LEFT,
            foot,
            tr("Packing slip {order}, print {print_number}", order=facts.order, print_number=facts.print_number),
            7.5,
        )
        sheet.text(
            sheet.width - LEFT,
            foot,
            tr("Page {number} of {pages}", number=number, pages=len(pages)),
            7.5,
            align="right",
        )
    sheet.save()
    return len(pages)


def _page(sheet: Sheet, facts: SlipFacts, lines: tuple[SlipLine, ...], *, last: bool) -> None:
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
    y = _table(sheet, lines, max(51.0, y + 5))
    if last:
        _below(sheet, facts, y)
        _return_slip(sheet, facts)


def _table(sheet: Sheet, lines: tuple[SlipLine, ...], y: float) -> float:
    right = sheet.width - LEFT
    columns = (right - 37, right - 23, right - 12.5)
    sheet.text(LEFT, y, tr("Article"), 7.5, SEMIBOLD)
    sheet.text(LEFT + 20, y, tr("Item"), 7.5, SEMIBOLD)
    for x, title in zip((*columns, right - 4), (tr("Ordered"), tr("Packed"), tr("Parcel"), "OK"), strict=True):
        sheet.text(x, y, title, 7.5, SEMIBOLD, align="centre")
    y += 1.9
    sheet.line(LEFT, y, right, y)
    for line in lines:
        names = wrapped(line.name, columns[0] - LEFT - 28, REGULAR, 8.5, 2)
        to_follow = line.ordered - line.packed
        height = 3.3 + 3.7 * (len(names) + bool(to_follow))
        words, size = fitted(line.sku, 19, CODE, (8, 7, 6))
        sheet.text(LEFT, y + 4.4, words, size, CODE)
        for number, part in enumerate(names):
            sheet.text(LEFT + 20, y + 4.4 + number * 3.7, part, 8.5)
        if to_follow:
            sheet.text(
                LEFT + 20, y + 4.4 + len(names) * 3.7, tr("{to_follow} to follow", to_follow=to_follow), 8.5, BOLD
            )
        for x, words, font in zip(
            columns, (str(line.ordered), str(line.packed), line.parcels), (REGULAR, BOLD, REGULAR), strict=True
        ):
            sheet.text(x, y + 4.4, words, 9, font, align="centre")
        sheet.box(right - 6.2, y + 1.3, 4.4, 4.4, line=0.25)
        y += height
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
    for part_of, code in facts.parcels[:6]:
        y += 4
        sheet.text(LEFT, y, part_of, 8.5)
        sheet.text(LEFT + 7.4, y, code, 8.5, CODE)
    if facts.papers:
        for part in wrapped(tr("Papers: {papers}", papers=", ".join(facts.papers)), middle - LEFT - 6, REGULAR, 8.5, 2):
            y += 4
            sheet.text(LEFT, y, part, 8.5)
    for number, part in enumerate(facts.checked, 1):
        sheet.text(middle, top + 4 * number, shortened(part, right - middle, REGULAR, 8.5), 8.5)
    y = max(y, top + 4 * len(facts.checked)) + 6
    width = sheet.text(LEFT, y, tr("Something wrong?"), 8.5, BOLD)
    sheet.text(
        LEFT + width + 1.2, y, tr("Tell the driver, or ring {phone} within 14 days.", phone=facts.sender.phone), 8.5
    )
    sheet.text(
        LEFT, y + 4.2, tr("You may return anything unused within 30 days; put the part below into the parcel."), 8.5
    )


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
