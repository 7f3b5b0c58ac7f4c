"""Read signed sheets from files, and file each page that says which one it is."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from dispatch_console.adapters.sheets.pictures import pages_of
from dispatch_console.adapters.sheets.reader import lines_agree, read_rows, row_tops
from dispatch_console.adapters.sheets.straighten import Found, find_codes, straighten
from dispatch_console.application.desk import Desk
from dispatch_console.application.road import sheet_filing
from dispatch_console.application.road.sheet_filing import SheetsRead
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.papers.sheet_reading import ReadPage, Unread


def read_sheets(desk: Desk, files: Sequence[Path], on_page: Callable[[int], None] = lambda _count: None) -> SheetsRead:
    """Read files and file what they say. `on_page` is told how many pages are done.

    A file that cannot be read, and a page without a code, stop no other: they are in the answer.
    """
    read: dict[tuple[int, int], ReadPage] = {}
    unread: list[Unread] = []
    done = 0

    def look(file: Path, number: int, picture: Image.Image) -> None:
        found, damaged = find_codes(picture)
        if not found:
            unread.append(Unread(file.name, number, "damaged" if damaged else "no_code"))
        for one in found:
            result = _page(desk, file, number, picture, one)
            if isinstance(result, Unread):
                unread.append(result)
            else:
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
    return SheetsRead(tuple(read.values()), filed, tuple(unread), missing)


def _page(desk: Desk, file: Path, number: int, picture: Image.Image, found: Found) -> ReadPage | Unread:
    layout = desk.ask_now(sheet_filing.layout_of, found.code.number, found.code.page)
    if layout is None:
        return Unread(file.name, number, "unknown", found.code.spaced)
    page = straighten(picture, found, row_tops(layout), partial(lines_agree, layout=layout))
    if page is None:
        return Unread(file.name, number, "marks", found.code.spaced)
    return ReadPage(sheet=found.code.number, page=found.code.page, missing=page.missing, rows=read_rows(page, layout))
