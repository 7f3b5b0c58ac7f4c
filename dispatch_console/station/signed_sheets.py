"""Read signed sheets from files, and file each page that says which one it is."""

import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from dispatch_console.adapters.sheets.corners import clockwise, find_corners, is_blank
from dispatch_console.adapters.sheets.pictures import pages_of
from dispatch_console.adapters.sheets.reader import is_page, lines_agree, read_rows, row_tops
from dispatch_console.adapters.sheets.straighten import Found, find_codes, straighten, turned_right
from dispatch_console.application.desk import Desk
from dispatch_console.application.road import sheet_filing
from dispatch_console.application.road.sheet_filing import Filed, SheetsRead
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.papers.sheet_reading import ReadPage, Unread
from dispatch_console.language import tr

# longest side of a page on a screen, in pixels
SHOWN = 1600


def read_sheets(desk: Desk, files: Sequence[Path], on_page: Callable[[int], None] = lambda _count: None) -> SheetsRead:
    """Read files and file what they say. `on_page` is told how many pages are done.

    A file that cannot be read, and a page without a code, stop no other: they are in the answer.
    """
    read: dict[tuple[int, int], ReadPage] = {}
    unread: list[Unread] = []
    done = twice = 0

    def look(file: Path, number: int, picture: Image.Image) -> None:
        nonlocal twice
        found, damaged = find_codes(picture)
        if not found:
            unread.append(_without_code(file, number, picture, is_damaged=damaged))
        for one in found:
            result = _page(desk, file, number, picture, one)
            if isinstance(result, Unread):
                unread.append(result)
            else:
                twice += (result.sheet, result.page) in read
                read[result.sheet, result.page] = result

    for file in files:
        try:
            for number, picture in enumerate(pages_of(file), 1):
                look(file, number, picture)
                done += 1
                on_page(done)
        except BadInput as error:
            unread.append(Unread(file.name, 0, "unreadable", str(error.facts.get("detail", ""))))
    filed = tuple(desk.do_now(sheet_filing.file_page, page) for page in read.values())
    sheets = dict.fromkeys(page.sheet for page in read.values())
    missing = tuple((sheet, page) for sheet in sheets for page in desk.ask_now(sheet_filing.pages_missing, sheet))
    return SheetsRead(tuple(read.values()), filed, tuple(unread), missing, twice)


def shown_page(unread: Unread) -> tuple[bytes, float]:
    """Return a page that was not read, small enough for a screen, as PNG, and how many of the page's pixels make one of
    the picture's. Errors: BadInput `sheet.unreadable`.
    """
    picture = picture_of(unread)
    width = picture.width
    picture.thumbnail((SHOWN, SHOWN))
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue(), width / picture.width


def picture_of(unread: Unread) -> Image.Image:
    """Return the page that was not read, grey. Errors: BadInput `sheet.unreadable` where its file is gone."""
    for number, picture in enumerate(pages_of(unread.path), 1):
        if number == unread.page:
            return picture
    raise BadInput("sheet.unreadable", file=unread.file, detail=tr("page {page} is gone", page=unread.page))


def read_page_as(
    desk: Desk, unread: Unread, sheet: int, page: int, corners: Sequence[tuple[float, float]]
) -> tuple[ReadPage, Filed]:
    """Read a page as the one that a person says it is, and file it. `corners`: of its four squares, in any order.

    Errors: BadInput `sheet.unknown`, `sheet.other_code` where its own code names another page, `sheet.not_this` where
    the rows of that page are not on it.
    """
    if unread.sheet and (unread.sheet, unread.sheet_page) != (sheet, page):
        raise BadInput("sheet.other_code", sheet=unread.sheet, page=unread.sheet_page)
    layout = desk.ask_now(sheet_filing.layout_of, sheet, page)
    if layout is None:
        raise BadInput("sheet.unknown", sheet=sheet)
    picture = picture_of(unread)
    straight = turned_right(picture, clockwise(corners), row_tops(layout), partial(is_page, layout=layout))
    if straight is not None:
        read = ReadPage(sheet=sheet, page=page, missing=straight.missing, rows=read_rows(straight, layout))
        return read, desk.do_now(sheet_filing.file_page, read)
    raise BadInput("sheet.not_this", sheet=sheet, page=page)


def _without_code(file: Path, number: int, picture: Image.Image, *, is_damaged: bool) -> Unread:
    if is_blank(picture):
        return Unread(file.name, number, "blank")
    return Unread(file.name, number, "damaged" if is_damaged else "no_code", path=file, corners=_corners(picture))


def _corners(picture: Image.Image) -> tuple[tuple[float, float], ...]:
    found = find_corners(picture)
    return tuple((float(x), float(y)) for x, y in found) if found is not None else ()


def _page(desk: Desk, file: Path, number: int, picture: Image.Image, found: Found) -> ReadPage | Unread:
    layout = desk.ask_now(sheet_filing.layout_of, found.code.number, found.code.page)
    if layout is None:
        return Unread(file.name, number, "unknown", found.code.spaced)
    page = straighten(picture, found, row_tops(layout), partial(lines_agree, layout=layout))
    if page is None:
        own = found.code
        return Unread(
            file.name, number, "marks", own.spaced, file, _corners(picture), sheet=own.number, sheet_page=own.page
        )
    return ReadPage(sheet=found.code.number, page=found.code.page, missing=page.missing, rows=read_rows(page, layout))
