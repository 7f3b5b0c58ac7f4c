"""The load list, A4: what goes into the van, last stop first, and where it stands there. Measures in millimetres."""

from collections.abc import Sequence
from pathlib import Path

from dispatch_console import texts
from dispatch_console.adapters.documents.route_sheet import frame
from dispatch_console.adapters.documents.sheet import BOLD, CODE, EXTRABOLD, SEMIBOLD, Sheet, fitted, width_of, wrapped
from dispatch_console.domain.papers.facts import LoadListFacts, LoadRow
from dispatch_console.language import tr

ROW, FIRST_TOP, OTHER_TOP, FIRST_ROWS, OTHER_ROWS = 7.9, 78.5, 30.0, 22, 29
Unpacked = tuple[int, str, str]
Line = LoadRow | Unpacked
DEPTHS = ("front", "middle", "back")
SIDES = ("right", "left")
PLAN_X, PLAN_Y, CELL, SHELF, FLOOR = 37.0, 27.5, 30.0, 7.0, 13.0
# columns: tick, stop, parcel, order, i of n, customer, van sign, place, kg, mark
COLUMNS = (10.2, 20.0, 32.0, 60.0, 77.0, 84.0, 123.5, 132.0, 172.5, 175.0)
# room of a mark, from its column to the edge of what is printed
MARK_WIDE = 200 - COLUMNS[9]


def draw_load_list(file: Path, facts: LoadListFacts) -> int:
    """Write the PDF. Returns the number of pages."""
    sheet = Sheet(
        file,
        210,
        297,
        tr("Load list route {route} revision {revision}", route=facts.head.route, revision=facts.head.revision),
    )
    lines: tuple[Line, ...] = (*facts.rows, *facts.unpacked)
    pages = [lines[:FIRST_ROWS]]
    rest = lines[FIRST_ROWS:]
    pages += [rest[at : at + OTHER_ROWS] for at in range(0, len(rest), OTHER_ROWS)]
    done = 0
    for number, rows in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        frame(sheet, facts.head, tr("Load list"), number, len(pages))
        if number == 1:
            _plan(sheet, facts.rows)
            _hint(sheet, facts)
        y = _table(sheet, rows, FIRST_TOP if number == 1 else OTHER_TOP)
        done += sum(isinstance(row, LoadRow) for row in rows)
        if number == len(pages):
            _closing(sheet, max(y + 4, 255.0), facts)
        else:
            sheet.text(
                10.2,
                281,
                tr(
                    "{done} of {rows} parcels so far, go on with page {number}",
                    done=done,
                    rows=len(facts.rows),
                    number=number + 1,
                ),
                9,
                BOLD,
            )
    sheet.save()
    return len(pages)


def _plan(sheet: Sheet, rows: Sequence[LoadRow]) -> None:
    """Draw the van from above, its nose to the left: each cell shows the stops whose parcels stand there."""
    width, height = 3 * CELL, 2 * (SHELF + FLOOR)
    canvas, mm = sheet.canvas, 72 / 25.4
    canvas.setLineWidth(0.6 * mm)
    top, bottom = (297 - PLAN_Y) * mm, (297 - PLAN_Y - height) * mm
    path = canvas.beginPath()
    path.moveTo(PLAN_X * mm, top)
    path.curveTo((PLAN_X - 18) * mm, top, (PLAN_X - 25) * mm, top - 10 * mm, (PLAN_X - 25) * mm, (top + bottom) / 2)
    path.curveTo((PLAN_X - 25) * mm, bottom + 10 * mm, (PLAN_X - 18) * mm, bottom, PLAN_X * mm, bottom)
    canvas.drawPath(path)
    sheet.text(PLAN_X - 18, PLAN_Y + height / 2 + 1, tr("cab"), 9, SEMIBOLD, align="centre")
    sheet.text(PLAN_X, PLAN_Y - 1.2, tr("right side"), 9, SEMIBOLD, align="right")
    sheet.text(PLAN_X, PLAN_Y + height + 3.6, tr("left side"), 9, SEMIBOLD, align="right")
    for column, depth in enumerate(DEPTHS):
        x = PLAN_X + column * CELL
        sheet.text(x + CELL / 2, PLAN_Y + height + 3.6, texts.plain(depth), 9, SEMIBOLD, align="centre")
        for y, tall, side, level in (
            (PLAN_Y, SHELF, "right", "shelf"),
            (PLAN_Y + SHELF, FLOOR, "right", "floor"),
            (PLAN_Y + SHELF + FLOOR, FLOOR, "left", "floor"),
            (PLAN_Y + SHELF + 2 * FLOOR, SHELF, "left", "shelf"),
        ):
            sheet.box(x, y, CELL, tall, line=0.4, fill=0.93 if level == "shelf" else 1.0)
            words, size = fitted(_stops(rows, side, depth, level), CELL - 2, BOLD, (13, 10, 8, 6.5))
            sheet.text(x + CELL / 2, y + tall / 2 + 1.6, words, size, BOLD, align="centre")
    sheet.box(PLAN_X, PLAN_Y, width, height, line=0.7)
    sheet.line(PLAN_X + width, PLAN_Y, PLAN_X + width + 4, PLAN_Y + 9, 0.6)
    sheet.line(PLAN_X + width, PLAN_Y + height, PLAN_X + width + 4, PLAN_Y + height - 9, 0.6)
    sheet.text(PLAN_X + width + 2, PLAN_Y + height / 2 + 1, tr("doors"), 8, SEMIBOLD)


def _stops(rows: Sequence[LoadRow], side: str, depth: str, level: str) -> str:
    """Return stop numbers, as `9×2 7` where a stop has several parcels."""
    counts: dict[int, int] = {}
    for row in rows:
        if (row.side, row.depth, row.level) == (side, depth, level):
            counts[row.stop] = counts.get(row.stop, 0) + 1
    return "  ".join(f"{stop}×{count}" if count > 1 else str(stop) for stop, count in counts.items())


def _hint(sheet: Sheet, facts: LoadListFacts) -> None:
    sheet.text(141, 30, tr("Last stop goes in first"), 11.5, BOLD)
    hint = tr("Start at the top of the list. Scan or tick every parcel when it stands in its place.")
    for number, words in enumerate(wrapped(hint, 56, "Inter-Regular", 9.5, 3)):
        sheet.text(141, 35.4 + number * 4.3, words, 9.5)
    x = 141 + sheet.text(141, 56, str(len(facts.rows)), 20, EXTRABOLD)
    x += 1.4 + sheet.text(x + 1.4, 56, tr("parcels"), 9.5)
    x += 5 + sheet.text(x + 5, 56, facts.kg, 20, EXTRABOLD)
    sheet.text(x + 1.4, 56, tr("kg"), 9.5)
    hint = tr("Numbers in the van are stops; 9×2 is two parcels of stop 9. Grey strip: shelf.")
    for number, words in enumerate(wrapped(hint, 56, "Inter-Regular", 8.5, 3)):
        sheet.text(141, 62 + number * 3.8, words, 8.5)


def _table(sheet: Sheet, rows: Sequence[Line], top: float) -> float:
    titles = (
        tr("In"),
        tr("Stop"),
        tr("Parcel"),
        tr("Order"),
        "",
        tr("Customer"),
        tr("Place in the van"),
        "",
        tr("kg"),
        tr("Mark"),
    )
    for x, words in zip(COLUMNS, titles, strict=True):
        sheet.text(x, top - 1.6, words, 8, SEMIBOLD, align="right" if words == tr("kg") else "left")
    sheet.line(10.2, top, 196, top, 0.6)
    y, before = top, None
    for row in rows:
        depth = row.depth if isinstance(row, LoadRow) else ""
        if before is not None and depth != before:
            sheet.line(10.2, y, 196, y, 0.7)
        before = depth
        if isinstance(row, LoadRow):
            _row(sheet, row, y)
        else:
            _unpacked(sheet, row, y)
        y += ROW
        sheet.line(10.2, y, 196, y, 0.25)
    return y


def _row(sheet: Sheet, row: LoadRow, y: float) -> None:
    base = y + 5.4
    sheet.box(COLUMNS[0] + 0.2, y + 0.65, 6.6, 6.6, line=0.5)
    sheet.text(COLUMNS[1], base + 0.6, str(row.stop), 17, EXTRABOLD)
    sheet.text(COLUMNS[2], base, row.code, 10, CODE)
    words, size = fitted(row.order, 16, "Inter-Regular", (9, 8, 7.5))
    sheet.text(COLUMNS[3], base, words, size)
    sheet.text(COLUMNS[4], base, row.of, 9, BOLD)
    if len(row.name) <= 20:
        words, size = fitted(row.name, 38, "Inter-Regular", (9.5, 8))
        sheet.text(COLUMNS[5], base, words, size)
    else:
        for number, part in enumerate(wrapped(row.name, 38, "Inter-Regular", 8, 2)):
            sheet.text(COLUMNS[5], y + 3.4 + number * 3.2, part, 8)
    _sign(sheet, COLUMNS[6], y + 2, row)
    sheet.text(
        COLUMNS[7],
        base,
        _place(row),
        9.5,
        SEMIBOLD,
    )
    sheet.text(COLUMNS[8], base, row.kg, 9.5, align="right")
    kind, mark = row.mark
    if mark:
        mark, size = fitted(mark, MARK_WIDE - 3, BOLD, (8, 7, 6))
        wide = width_of(mark, size, BOLD) + 3
        sheet.box(COLUMNS[9], y + 1.6, wide, 4.6, line=0.35, fill=0 if kind == "check" else None)
        sheet.text(COLUMNS[9] + 1.5, y + 4.9, mark, size, BOLD, grey=1 if kind == "check" else 0)


def _unpacked(sheet: Sheet, line: Unpacked, y: float) -> None:
    """Draw an order that has no parcel yet: there is nothing to tick, and nobody may think that it is in."""
    stop, order, name = line
    base = y + 5.4
    sheet.text(COLUMNS[1], base + 0.6, str(stop), 17, EXTRABOLD)
    words, size = fitted(order, 44, "Inter-Regular", (9, 8, 7.5))
    sheet.text(COLUMNS[2], base, words, size)
    words, size = fitted(name, 38, "Inter-Regular", (9.5, 8, 7))
    sheet.text(COLUMNS[5], base, words, size)
    mark = tr("Not packed when printed")
    sheet.box(COLUMNS[6], y + 1.6, width_of(mark, 8, BOLD) + 3, 4.6, line=0.7)
    sheet.text(COLUMNS[6] + 1.5, y + 4.9, mark, 8, BOLD)


def _sign(sheet: Sheet, x: float, y: float, row: LoadRow) -> None:
    """Draw a small van with the third and the side filled in."""
    for column, depth in enumerate(DEPTHS):
        for line, side in enumerate(SIDES):
            here = depth == row.depth and side == row.side
            sheet.box(x + 1 + column * 2.1, y + line * 2, 2.1, 2, line=0.2, fill=0 if here else None)


def _closing(sheet: Sheet, y: float, facts: LoadListFacts) -> None:
    for x, width, words in (
        (10.2, 26, tr("Parcels in")),
        (38, 56, tr("Left behind: parcel numbers")),
        (96, 76, tr("Loaded by. Signature")),
        (174, 22, tr("Time")),
    ):
        sheet.box(x, y, width, 15)
        sheet.text(x + 1, y + 2.6, words, 6.5)
    if facts.unpacked:
        closing = tr(
            "Do not release before the orders that are not packed have come too, or dispatch leaves them behind:"
        )
    else:
        closing = tr(
            "{rows} in and nothing left behind: release. A surplus or missing parcel: stop, call dispatch",
            rows=len(facts.rows),
        )
    sheet.text(10.2, y + 19.4, f"{closing} {facts.head.sender.phone}.", 8.5)


def _place(row: LoadRow) -> str:
    return f"{texts.plain(row.side).capitalize()} {texts.plain(row.depth)}, {texts.plain(row.level)}"
