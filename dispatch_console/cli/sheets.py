"""`sheets read`: read signed sheets from files, and file what they say."""

import argparse
from pathlib import Path
from typing import Any

from dispatch_console import texts
from dispatch_console.application.road.sheet_filing import Filed
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.sheet_reading import ReadPage, ReadRow
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Read files. What cannot be read is in the answer. Errors: those of the desk."""
    # numpy, a PDF library and a reader of codes that no other command needs
    from dispatch_console.station.signed_sheets import read_sheets

    folder = chosen.crops
    with open_desk(settings) as desk:
        found = read_sheets(desk, chosen.files)
        sheets = [_page(page, filed, folder) for page, filed in zip(found.read, found.filed, strict=True)]
    unread = [{"file": one.file, "page": one.page, "reason": one.reason, "guess": one.guess} for one in found.unread]
    document = {
        "sheets": sheets,
        "unread": unread,
        "missing": [{"code": f"{sheet:08d}", "page": page} for sheet, page in found.missing],
    }
    lines = (
        *(tr("{route}, sheet {sheet}, page {page}: {signed} signed, {empty} empty, {doubtful} to be looked at",
             route=one.route, sheet=one.sheet, page=one.page, signed=one.signed, empty=one.empty, doubtful=one.doubtful)
          for one in found.filed),
        *(tr("{file}, page {page}: {reason}", file=one.file, page=one.page, reason=texts.UNREAD[one.reason])
          for one in found.unread),
        *(tr("page {page} of sheet {sheet} is missing", page=page, sheet=sheet) for sheet, page in found.missing),
    )  # fmt: skip
    # the blank back of a page lacks nothing
    is_lacking = found.missing or any(one.reason != "blank" for one in found.unread)
    return Answer(document, lines, 1 if is_lacking else 0)


def _page(page: ReadPage, filed: Filed, folder: Path | None) -> dict[str, Any]:
    return {
        "code": str(Code(CodeKind.SHEET, page.sheet, page.page)),
        "day": filed.day,
        "route": filed.route,
        "revision": filed.revision,
        "page": page.page,
        "stale": filed.stale,
        "stops": [_row(page, row, folder) for row in page.rows],
    }


def _row(page: ReadPage, row: ReadRow, folder: Path | None) -> dict[str, Any]:
    crop = None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        crop = folder / f"{page.sheet:08d}-{page.page:02d}-{row.stop}.png"
        crop.write_bytes(row.crop)
    return {
        "sequence": row.stop,
        "orders": list(row.orders),
        "signed": row.signed,
        "name_written": row.name_written,
        # handwriting is shown, not guessed
        "time": None,
        "time_written": row.time_written,
        "outcome": None,
        "ticked": row.ticked,
        "confidence": row.confidence,
        "crop": str(crop) if crop is not None else None,
    }
