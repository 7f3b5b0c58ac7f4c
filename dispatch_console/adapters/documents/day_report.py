"""The report of a day, A4: what should be so, cash, what is open or was let pass, what came back. Measures in mm."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from dispatch_console.adapters.documents.sheet import (
    BOLD,
    EXTRABOLD,
    MEDIUM,
    REGULAR,
    Sheet,
    fitted,
    shortened,
    wrapped,
)
from dispatch_console.domain.papers.day_report import DayReport, ReportCash, ReportCheck, ReportGroup
from dispatch_console.language import tr

LEFT, RIGHT, TOP, BOTTOM = 14.0, 196.0, 34.0, 282.0
TAKEN, COUNTED, DIFFERENCE = 130.0, 160.0, RIGHT
# height of what is drawn, and how: below the y it is given
Block = tuple[float, Callable[[Sheet, float], None]]


def draw_day_report(file: Path, report: DayReport, sender: str) -> int:
    """Write the PDF; `sender` is the name of the warehouse. Returns the number of pages. Errors: OSError."""
    sheet = Sheet(file, 210, 297, tr("Report of {day}", day=report.day))
    pages = _paginate(_blocks(report))
    for number, blocks in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _frame(sheet, report, sender, f"{number}/{len(pages)}")
        y = TOP
        for height, draw in blocks:
            draw(sheet, y)
            y += height
    sheet.save()
    return len(pages)


def _blocks(report: DayReport) -> list[Block]:
    blocks: list[Block] = [(9.0, partial(_state, words=report.state))]
    blocks.append((9.0, partial(_head, words=tr("What should be so"))))
    blocks += [(5.6, partial(_check, check=check)) for check in report.checks]
    blocks.append((12.0, partial(_head, words=tr("Cash by driver"))))
    if not report.cash:
        blocks.append((5.6, partial(_line, words=tr("No cash was taken."))))
    else:
        blocks.append((5.2, _cash_head))
    for cash in report.cash:
        said = wrapped(cash.reason, RIGHT - LEFT - 8, REGULAR, 9, 3) if cash.reason else []
        blocks.append((6.0 + 4.2 * len(said), partial(_cash, cash=cash, said=said)))
    for group in report.groups:
        blocks.append((12.0, partial(_head, words=group.head)))
        blocks += [_row_block(row, group) for row in group.rows]
    return blocks


def _paginate(blocks: list[Block]) -> list[list[Block]]:
    """Put blocks on pages; a head never stands alone at the foot of one."""
    pages: list[list[Block]] = [[]]
    y = TOP
    for number, (height, draw) in enumerate(blocks):
        follows = blocks[number + 1][0] if number + 1 < len(blocks) and _is_head(draw) else 0.0
        if pages[-1] and y + height + follows > BOTTOM:
            pages.append([])
            y = TOP
        pages[-1].append((height, draw))
        y += height
    return pages


def _is_head(draw: Callable[[Sheet, float], None]) -> bool:
    return isinstance(draw, partial) and draw.func is _head


def _frame(sheet: Sheet, report: DayReport, sender: str, page: str) -> None:
    sheet.text(LEFT, 18, tr("End of the day"), 20, EXTRABOLD)
    words, size = fitted(report.day, 90, BOLD, (14, 12, 10))
    sheet.text(RIGHT, 18, words, size, BOLD, align="right")
    sheet.text(LEFT, 24, shortened(report.summary, 120, REGULAR, 9.5), 9.5)
    sheet.text(RIGHT, 24, shortened(sender, 60, REGULAR, 9.5), 9.5, align="right")
    sheet.line(LEFT, 27, RIGHT, 27, 0.5)
    sheet.line(LEFT, 285, RIGHT, 285, 0.3)
    sheet.text(LEFT, 290, shortened(report.printed, 130, REGULAR, 8.5), 8.5)
    sheet.text(RIGHT, 290, tr("Page {page}", page=page), 8.5, BOLD, align="right")


def _state(sheet: Sheet, y: float, words: str) -> None:
    for number, part in enumerate(wrapped(words, RIGHT - LEFT, BOLD, 11, 2)):
        sheet.text(LEFT, y + 4 + number * 5, part, 11, BOLD)


def _head(sheet: Sheet, y: float, words: str) -> None:
    sheet.text(LEFT, y + 7, shortened(words, RIGHT - LEFT, BOLD, 11.5), 11.5, BOLD)
    sheet.line(LEFT, y + 8.6, RIGHT, y + 8.6, 0.4)


def _line(sheet: Sheet, y: float, words: str) -> None:
    sheet.text(LEFT, y + 4.6, words, 9.5)


def _check(sheet: Sheet, y: float, check: ReportCheck) -> None:
    sheet.text(LEFT, y + 4.4, check.words, 9.5, REGULAR if check.is_so else BOLD)
    sheet.text(RIGHT, y + 4.4, check.state or tr("yes"), 9.5, REGULAR if check.is_so else BOLD, align="right")
    sheet.line(LEFT, y + 5.6, RIGHT, y + 5.6, 0.15)


def _cash_head(sheet: Sheet, y: float) -> None:
    for x, words in ((TAKEN, tr("Taken")), (COUNTED, tr("Counted")), (DIFFERENCE, tr("Difference"))):
        sheet.text(x, y + 4, words, 8, align="right")


def _cash(sheet: Sheet, y: float, cash: ReportCash, said: list[str]) -> None:
    face = BOLD if cash.is_sum else REGULAR
    sheet.text(LEFT, y + 4.2, shortened(cash.driver, 86, face, 9.5), 9.5, face)
    for x, words in ((TAKEN, cash.taken), (COUNTED, cash.counted), (DIFFERENCE, cash.difference)):
        sheet.text(x, y + 4.2, words, 9.5, face, align="right")
    for number, part in enumerate(said):
        sheet.text(LEFT + 6, y + 8.6 + number * 4.2, part, 9)
    bottom = y + 5.6 + 4.2 * len(said)
    sheet.line(LEFT, bottom, RIGHT, bottom, 0.15)


def _row_block(row: tuple[str, str, str], group: ReportGroup) -> Block:
    said = wrapped(row[1], RIGHT - LEFT - 8, REGULAR, 9, 4) if row[1] else []
    return 6.4 + 4.2 * len(said), partial(_row, row=row, said=said, has_box=group.has_boxes)


def _row(sheet: Sheet, y: float, row: tuple[str, str, str], said: list[str], *, has_box: bool) -> None:
    what, _, when = row
    if has_box:
        sheet.box(LEFT, y + 1.4, 3.6, 3.6, line=0.35)
    x = LEFT + 6 if has_box else LEFT
    wide = sheet.text(RIGHT, y + 4.4, when, 9, align="right") if when else 0.0
    sheet.text(x, y + 4.4, shortened(what, RIGHT - x - wide - 4, MEDIUM, 9.5), 9.5, MEDIUM)
    for number, part in enumerate(said):
        sheet.text(x, y + 8.6 + number * 4.2, part, 9)
    bottom = y + 6 + 4.2 * len(said)
    sheet.line(LEFT, bottom, RIGHT, bottom, 0.15)
