"""The manifest, A4 portrait: a route on paper that a driver fills in and a scanner reads back.

Measures are in millimetres from the top left corner. The returned layout names where each row's boxes stand, page by
page, so that the signed sheet can be read later.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dispatch_console.adapters.documents.overview import draw_overview
from dispatch_console.adapters.documents.sheet import (
    BOLD,
    CODE,
    DRIVER_SIZES,
    EXTRABOLD,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    Sheet,
    code_width,
    fitted,
    shortened,
    width_of,
    wrapped,
)
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import ManifestFacts, ManifestStop
from dispatch_console.language import mark, tr
from dispatch_console.region_files.map_shapes import TileReader

Ways = Sequence[Sequence[tuple[float, float]]]
# kind and words
Tag = tuple[str, str]
ROWS_END = 269.0
FIRST_ROWS, OTHER_ROWS = 131.0, 28.2
MODULE = 0.4
# a bar above the stop that comes after a break
REST = 5.0
STREET_WIDTH = 68.0
# what changed since the last revision, and the code of the driver's page beside it
CHANGES_WIDE, LINK_SIDE = 119.8, 19.0
# how far tags go to the right, and a row of them down
TAGS_END, TAG_ROW = 118.5, 6.8
# the code's quiet zone begins where title and revision end
TITLE_WIDTH = 46.0
_KEY = (
    (
        (mark("Delivered"), True),
        (
            mark("10 to the customer · 11 other person · 12 mailbox · 13 safe place · 14 pick-up point · 15 only part"),
            False,
        ),
        (mark("Picked up"), True),
        ("20", False),
    ),
    (
        (mark("Not delivered"), True),
        (
            mark("31 not home · 32 address not found · 33 no access · 34 no time · 35 parcel missing · 36 no proof"),
            False,
        ),
    ),
    (
        (mark("37 not paid · 38 refused · 39 damaged · 40 ID check failed"), False),
        (mark("Not tried"), True),
        (mark("50   Parcels with 31–50 come back in the van."), False),
    ),
)


def draw_manifest(
    file: Path, facts: ManifestFacts, tiles: TileReader | None = None, ways: Ways = (), mark: str = "", link: str = ""
) -> tuple[int, dict[str, Any]]:
    """Write the PDF. `tiles` of a region lay streets below the overview, `ways` are the streets that are driven; `mark`
    is the journal's, kept here outside the database; `link` leads to the driver's page.

    Returns the number of pages and the layout.
    """
    sheet = Sheet(
        file,
        210,
        297,
        tr("Manifest route {route} revision {revision}", route=facts.head.route, revision=facts.head.revision),
    )
    pages = paginate(facts.stops)
    layout: dict[str, Any] = {"unit": "mm", "pages": []}
    for number, stops in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _frame(sheet, facts, number, len(pages), stops, mark)
        start = OTHER_ROWS
        if number == 1:
            _summary(sheet, facts, tiles, ways, link)
            start = FIRST_ROWS
        _column_heads(sheet, start)
        layout["pages"].append(_rows(sheet, stops, start))
    sheet.save()
    return len(pages), layout


def paginate(stops: tuple[ManifestStop, ...]) -> list[list[ManifestStop]]:
    """Split the rows into pages; a row is never split."""
    pages: list[list[ManifestStop]] = [[]]
    room = ROWS_END - FIRST_ROWS
    for stop in stops:
        height = row_height(stop)
        if height > room:
            pages.append([])
            room = ROWS_END - OTHER_ROWS
        pages[-1].append(stop)
        room -= height
    return pages


def row_height(stop: ManifestStop) -> float:
    names = len(wrapped(stop.name, 84, BOLD, _name_size(stop.name), 2))
    access = len(wrapped(stop.access, 79, REGULAR, 9, 2)) if stop.access else 0
    parcels = min(len(stop.parcels), 5)
    streets = max(1, len(wrapped(stop.street, STREET_WIDTH, SEMIBOLD, 12, 3)))
    lines = 4.65 * names + 4.87 + 4.6 * (streets - 1) + 3.65 * access + 4.4 + 4.2 * max(1, parcels)
    more_tags = TAG_ROW * (len(_tag_rows(stop.tags)) - 1)
    return (REST if stop.rest else 0.0) + max(32.0, 0.9 + lines + 7.1) + more_tags


def _name_size(name: str) -> float:
    return 12 if len(name) <= 36 else 10.5


def _frame(sheet: Sheet, facts: ManifestFacts, page: int, pages: int, stops: list[ManifestStop], mark: str) -> None:
    for centre_x in (10, 200):
        for centre_y in (10, 287):
            sheet.box(centre_x - 2.5, centre_y - 2.5, 5, 5, line=0, fill=0)
    sizes = (24.0, 20.0, 17.0) if page == 1 else (20.0, 17.0)
    title, big = fitted(tr("Route {route}", route=facts.head.route), TITLE_WIDTH, EXTRABOLD, sizes)
    width = sheet.text(15.5, 14.4, title, big, EXTRABOLD)
    revision = tr("Revision {revision}", revision=facts.head.revision)
    text_width = width_of(revision, 18 if page == 1 else 15, BOLD)
    sheet.box(18.5 + width, 7.2, text_width + 4, 8.8 if page == 1 else 7.8, line=0, fill=0)
    sheet.text(20.5 + width, 13.8 if page == 1 else 13, revision, 18 if page == 1 else 15, BOLD, grey=1)
    if page == 1:
        sheet.text(15.5, 20.4, facts.head.day, 10.5, BOLD)
        words, size = fitted(f"{facts.head.van} · {facts.head.driver}", 90, REGULAR, DRIVER_SIZES)
        sheet.text(15.5, 24.9, words, size)
    elif stops:
        # one line: the heads of the columns begin right below
        here = tr(
            "stops {first} to {last}, the last is {end}",
            first=stops[0].sequence,
            last=stops[-1].sequence,
            end=facts.stops[-1].sequence,
        )
        sheet.text(15.5, 20.4, shortened(f"{facts.head.day_short} · {here}", 84, REGULAR, 10), 10)
    code = Code(CodeKind.SHEET, facts.head.sheet, page)
    left = 173 - code_width(str(code), MODULE)
    sheet.code128(left, 12.6, 8, MODULE, str(code))
    number = f"{facts.head.sheet:08d}"
    words = tr(
        "Sheet {start} {end}   page {page}   check {code}",
        start=number[:4],
        end=number[4:],
        page=f"{page:02d}",
        code=str(code)[-2:],
    )
    sheet.text((left + 173) / 2, 23.6, words, 8.5, CODE, align="centre")
    if mark and page == 1:
        sheet.text((left + 173) / 2, 26.6, tr("Journal {mark}", mark=mark), 6.5, CODE, align="centre")
    elif mark:
        # the heads of the columns stand below the code there
        sheet.text(15.5, 23.4, tr("Journal {mark}", mark=mark), 6.5, CODE)
    sheet.qr(175, 5.6, 19, str(code))
    y = 276.4
    for parts in _KEY:
        x = 10.3
        for marked, is_head in parts:
            words = tr(marked)
            if is_head:
                wide = width_of(words, 7.5, BOLD)
                sheet.box(x, y - 2.9, wide + 2.4, 3.8, line=0, fill=0)
                sheet.text(x + 1.2, y, words, 7.5, BOLD, grey=1)
                x += wide + 4.4
            else:
                x += sheet.text(x, y, words, 8) + 3
        y += 3.8
    _foot_line(sheet, facts, page, pages)


def _foot_line(sheet: Sheet, facts: ManifestFacts, page: int, pages: int) -> None:
    head = facts.head
    old = (
        (" " + tr("replaces revision {replaces}: do not use {replaces}.", replaces=head.replaces))
        if head.replaces
        else ""
    )
    parts = (
        (tr("Route {route} · {day_short}", route=head.route, day_short=head.day_short), BOLD),
        (
            tr("Revision {revision} ({published}){old}", revision=head.revision, published=head.published, old=old),
            REGULAR,
        ),
        (tr("Dispatch {phone}", phone=head.sender.phone), REGULAR),
    )
    page_words = tr("Page {page} of {pages}", page=page, pages=pages)
    room = 195 - 15.2 - width_of(page_words, 10, BOLD) - 12
    whole = sum(width_of(words, 8.5, font) for words, font in parts)
    size = 8.5 * min(1.0, room / whole)
    x = 15.2
    for words, font in parts:
        x += sheet.text(x, 289.2, words, size, font) + 4
    sheet.text(195, 289.2, page_words, 10, BOLD, align="right")


def _summary(sheet: Sheet, facts: ManifestFacts, tiles: TileReader | None, ways: Ways, link: str) -> None:
    y = 32.0
    for title, words in (
        (tr("Driver"), facts.head.driver),
        (tr("Van"), facts.head.van),
        (tr("Depot"), facts.depot),
        (tr("Planned"), facts.planned),
    ):
        sheet.text(10.2, y, title, 9, REGULAR)
        sheet.text(29, y, shortened(words, 100, BOLD, 10.5), 10.5, BOLD)
        y += 4.4
    sheet.line(10.2, 47.6, 130, 47.6)
    x, y = 10.2, 53.4
    for number, words in facts.totals:
        wide = width_of(number, 15, EXTRABOLD) + 1.4 + width_of(words, 9, REGULAR)
        if x + wide > 130:
            x, y = 10.2, y + 6.2
        x += 1.4 + sheet.text(x, y, number, 15, EXTRABOLD)
        x += 4.6 + sheet.text(x, y, words, 9)
    sheet.line(10.2, y + 2.6, 130, y + 2.6, 0.5)
    _changes(sheet, facts, y + 5.5, CHANGES_WIDE - (LINK_SIDE + 5 if link else 0))
    if link:
        sheet.qr_medium(130 - LINK_SIDE, 66.5, LINK_SIDE, link)
        sheet.text(130, 89.0, tr("Driver's page: scan it with the phone"), 7, MEDIUM, align="right")
    sheet.text(10.2, 92.4, tr("Before you leave, and when you are back"), 10, BOLD)
    for top, titles in (
        (94, (tr("Parcels counted"), tr("Odometer out, km"), tr("Time out"))),
        (104.2, (tr("Cash handed in"), tr("Odometer in, km"), tr("Time back"))),
    ):
        for left, width, title in zip((10.2, 39.5, 84.7), (29.3, 45.2, 45.3), titles, strict=True):
            sheet.box(left, top, width, 10.2)
            sheet.text(left + 1, top + 2.6, title, 6.5)
    for left, title in (
        (10.2, tr("Driver: load agrees with this sheet. Signature")),
        (70.1, tr("Released by. Signature")),
    ):
        sheet.box(left, 114.4, 59.9, 11)
        sheet.text(left + 1, 117, title, 6.5)
    numbers = [stop.sequence for stop in facts.stops]
    draw_overview(sheet, (134, 28, 62, 99), facts.points, numbers, estimate=facts.estimate, tiles=tiles, ways=ways)


def _changes(sheet: Sheet, facts: ManifestFacts, y: float, wide: float) -> None:
    """Print what differs from the sheet that this one replaces, in at most four lines."""
    if not facts.changes:
        return
    shown = facts.changes if len(facts.changes) <= 4 else facts.changes[:3]
    lines = [tr("Changed since revision {replaces}", replaces=facts.head.replaces), *shown]
    if len(facts.changes) > len(shown):
        lines.append(tr("and {changes} more: see console", changes=len(facts.changes) - len(shown)))
    sheet.box(10.2, y, wide, 2.6 + 4.2 * len(lines), line=0.5)
    for number, words in enumerate(lines):
        font = BOLD if number == 0 else REGULAR
        sheet.text(11.8, y + 4.4 + 4.2 * number, shortened(words, wide - 3.8, font, 9), 9, font)


def _column_heads(sheet: Sheet, start: float) -> None:
    sheet.text(10.2, start - 1.8, tr("Arrival, promise"), 7.5, SEMIBOLD)
    sheet.text(34, start - 1.8, tr("Customer, address, way in, parcels and place in the van"), 7.5, SEMIBOLD)
    sheet.text(121, start - 1.8, tr("Fill in at the door. Black ballpoint, stay inside the boxes."), 7.5, SEMIBOLD)
    sheet.line(10.2, start - 0.6, 196, start - 0.6, 0.4)


def _rows(sheet: Sheet, stops: list[ManifestStop], start: float) -> list[dict[str, Any]]:
    heights = [row_height(stop) for stop in stops]
    spare = min(2.0, max(0.0, (ROWS_END - start - sum(heights)) / max(1, len(stops))))
    y, layout = start, []
    for stop, height in zip(stops, heights, strict=True):
        tall = height + spare
        if stop.rest:
            sheet.box(10.2, y + 0.4, 185.8, REST - 1, line=0.3)
            sheet.text(12, y + 3.4, stop.rest, 8.5, BOLD)
            y, tall = y + REST, tall - REST
        _row(sheet, stop, y, tall)
        boxes = _boxes(sheet, stop, y + 0.6, tall - 1.6)
        sheet.box(198.5, y + 0.6, 3, 3, line=0, fill=0)
        layout.append({"stop": stop.sequence, "order": stop.order, "boxes": boxes})
        y += tall
        sheet.line(10.2, y - 0.4, 196, y - 0.4, 0.3)
    return layout


def _row(sheet: Sheet, stop: ManifestStop, y: float, tall: float) -> None:
    number, size = fitted(str(stop.sequence), 20, EXTRABOLD, (34, 24))
    sheet.text(10.6, y + 10.4, number, size, EXTRABOLD)
    sheet.text(10.3, y + 16.2, stop.arrive, 15, BOLD)
    sheet.text(10.3, y + 20.4, stop.window, 9.5, MEDIUM)
    unsettled = tr("late: ring first") if stop.late else "" if stop.confirmed else tr("not confirmed")
    sheet.text(10.3, y + 23.9, unsettled or stop.leg, 8, BOLD if unsettled else REGULAR)
    line = y + 4.4
    for part in wrapped(stop.name, 84, BOLD, _name_size(stop.name), 2):
        sheet.text(34, line, part, _name_size(stop.name), BOLD)
        line += 4.65
    wide = 0.0
    for at, part in enumerate(wrapped(stop.street, STREET_WIDTH, SEMIBOLD, 12, 3)):
        line += 4.6 if at else 0.0
        wide = sheet.text(34, line + 0.2, part, 12, SEMIBOLD)
    sheet.text(35.2 + wide, line + 0.2, stop.postcode, 9.5)
    line += 4.6
    for part in wrapped(stop.access, 79, REGULAR, 9, 2) if stop.access else ():
        sheet.text(39, line, part, 9)
        line += 3.65
    sheet.text(34, line + 0.4, stop.phone, 10.5, MEDIUM)
    sheet.text(118.5, line + 0.4, stop.order, 9, MEDIUM, align="right")
    line += 4.6
    shown = stop.parcels if len(stop.parcels) <= 5 else stop.parcels[:4]
    for position, code, place in shown:
        wide = sheet.text(34, line, position, 9, BOLD)
        wide += 2 + sheet.text(36 + wide, line, code, 9, CODE)
        sheet.text(39 + wide, line, place, 9)
        line += 4.2
    if len(stop.parcels) > 5:
        sheet.text(34, line, tr("+ {parcels}, see load list", parcels=len(stop.parcels) - 4), 9)
    tag_rows = _tag_rows(stop.tags)
    for above, tags in enumerate(reversed(tag_rows)):
        x, top = 10.2, y + tall - 7.0 - TAG_ROW * above
        for kind, words in tags:
            wide = width_of(words, 9, BOLD) + 4
            sheet.box(x, top, wide, 5.6, line=0.7 if kind == "forbidden" else 0.25, fill=0 if kind == "check" else None)
            sheet.text(x + 2, top + 4, words, 9, BOLD, grey=1 if kind == "check" else 0)
            x += wide + 1.6


def _tag_rows(tags: Sequence[Tag]) -> list[list[Tag]]:
    """Lay tags side by side in as many rows as they need: a driver must see each of them."""
    rows: list[list[Tag]] = [[]]
    x = 10.2
    for kind, words in tags:
        shown = shortened(words, TAGS_END - 14.2, BOLD, 9)
        wide = width_of(shown, 9, BOLD) + 4
        if rows[-1] and x + wide > TAGS_END:
            rows.append([])
            x = 10.2
        rows[-1].append((kind, shown))
        x += wide + 1.6
    return rows


def _boxes(sheet: Sheet, stop: ManifestStop, y: float, tall: float) -> dict[str, list[float]]:
    areas = {
        "time": [121.0, y, 31.5, 10.2],
        "code": [152.5, y, 14.5, 10.2],
        "third": [167.0, y, 29.0, 10.2],
        "name": [121.0, y + 10.2, 75.0, 8.4],
        "signature": [121.0, y + 18.6, 75.0, tall - 18.6],
    }
    third, _, more = stop.third_box.partition("\n")
    ticks = {0.0: third} if third.startswith("[") else {10.2: more} if more else {}
    if more:
        # beside the name: money has the box above
        areas["name"][2] = 46.0
    sheet.box(121, y, 75, tall, line=0.5)
    for left, top, wide, high in areas.values():
        sheet.box(left, top, wide, high)
    for left, count, first in ((121.0, 4, 1.2), (152.5, 2, 0.2)):
        for cell in range(1, count):
            x = left + first + cell * 7 + (1.6 if count == 4 and cell >= 2 else 0)
            sheet.line(x, y + 3.2, x, y + 10.2, 0.2)
    sheet.text(136.6, y + 8.2, ":", 11, BOLD, align="centre")
    for left, words in ((122, tr("Time at the door")), (153.5, tr("Code"))):
        sheet.text(left, y + 2.4, words, 6.5)
    if not third.startswith("["):
        sheet.text(168, y + 2.4, third, 6.5)
    for below, words in ticks.items():
        top = y + below + (2.4 if not below else 1.2)
        areas["tick"] = [169.0, top, 6.0, 6.0]
        sheet.box(169, top, 6, 6, line=0.4)
        for number, part in enumerate(wrapped(words[1:], 17.5, SEMIBOLD, 8, 2)):
            sheet.text(176.5, top + 2.4 + number * 3.2, part, 8, SEMIBOLD)
    for number, part in enumerate(wrapped(tr("Name (who, if not the customer)"), 16, REGULAR, 6.5, 3)):
        sheet.text(122, y + 12.6 + number * 2.5, part, 6.5)
    sheet.text(122, y + 21, tr("Signature"), 6.5)
    sheet.text(123, y + tall - 2.4, "×", 9, BOLD)
    sheet.line(126.5, y + tall - 2.6, 193.5, y + tall - 2.6, 0.25)
    return {name: [round(value, 2) for value in area] for name, area in areas.items()}
