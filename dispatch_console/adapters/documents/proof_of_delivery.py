"""The proof of delivery, A4: what happened at the door, who signed, where, and the life of the order. Missing proof is
printed as missing."""

import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from dispatch_console.adapters.documents.ground import Frame, draw_ground
from dispatch_console.adapters.documents.sheet import BOLD, CODE, EXTRABOLD, MEDIUM, REGULAR, Sheet, fitted, wrapped
from dispatch_console.domain.geometry.distance import distance_m
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import ProofFacts, fingerprint
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import tr
from dispatch_console.region_files.map_shapes import TileReader

LEFT, RIGHT = 18.0, 193.0
# where the facts stand beside their names, and how wide a name may be
FACTS, NAME_WIDE = 45.5, 26.0
# the lines that say what is missing, beside the map; where it begins who did something
MISSING_WIDE, MISSING_LINE, WHO = 90.0, 4.4, 132.0
HISTORY_ROWS, LATER_ROWS = 14, 46
ROW = 5.05
PER_PAGE = 4


def draw_proof(file: Path, facts: ProofFacts, tiles: TileReader | None) -> int:
    """Write the PDF. Returns the number of pages."""
    return draw_proofs(file, (facts,), tiles)[0]


def draw_proofs(file: Path, proofs: Sequence[ProofFacts], tiles: TileReader | None) -> tuple[int, ...]:
    """Write several proofs as one PDF. Returns the number of pages of each."""
    title = tr("Proof of delivery {order}", order=proofs[0].order) if len(proofs) == 1 else tr("Proofs of delivery")
    sheet = Sheet(file, 210, 297, title)
    pages = []
    for number, facts in enumerate(proofs):
        if number:
            sheet.next_page()
        pages.append(_draw(sheet, facts, tiles))
    sheet.save()
    return tuple(pages)


def _draw(sheet: Sheet, facts: ProofFacts, tiles: TileReader | None) -> int:
    missing = [line for part in facts.missing for line in wrapped(part, MISSING_WIDE, REGULAR, 8.5, 3)]
    # what is missing may push down what happened
    more = max(0.0, 59 + len(missing) * MISSING_LINE - 78)
    first = max(0, HISTORY_ROWS - math.ceil(more / ROW))
    rest = facts.history[first:]
    later = [rest[start : start + LATER_ROWS] for start in range(0, len(rest), LATER_ROWS)]
    shown = [facts.photos[start : start + PER_PAGE] for start in range(0, len(facts.photos), PER_PAGE)]
    pages = 1 + len(later) + len(shown)
    _head(sheet, facts)
    y = _facts(sheet, facts)
    _signature(sheet, facts, missing, y)
    _where(sheet, facts, y, tiles)
    _history(sheet, facts, facts.history[:first], y + 78 + more)
    _foot(sheet, facts, 1, pages)
    for number, entries in enumerate(later, 2):
        sheet.next_page()
        sheet.text(LEFT, 22, tr("{title} {order}, continued", title=_title(facts), order=facts.order), 12, BOLD)
        _history(sheet, facts, entries, 34)
        _foot(sheet, facts, number, pages)
    for number, photos in enumerate(shown, 2 + len(later)):
        sheet.next_page()
        sheet.text(LEFT, 22, tr("{title} {order}, photos", title=_title(facts), order=facts.order), 12, BOLD)
        for place, photo in enumerate(photos):
            _photo(sheet, photo, LEFT + 89 * (place % 2), 30 + 122 * (place // 2))
        _foot(sheet, facts, number, pages)
    return pages


def _photo(sheet: Sheet, photo: bytes, x: float, y: float) -> None:
    """Draw a photo, 84 by 116 mm at most."""
    sheet.canvas.drawImage(
        ImageReader(BytesIO(photo)), x * mm, (sheet.height - y - 116) * mm, 84 * mm, 116 * mm,
        preserveAspectRatio=True, anchor="n",
    )  # fmt: skip


def _head(sheet: Sheet, facts: ProofFacts) -> None:
    sheet.text(LEFT, 16.5, facts.sender.name, 9.5, BOLD)
    sheet.text(LEFT, 25.6, _title(facts), 24, EXTRABOLD)
    order, size = fitted(facts.order, 90, CODE, (15, 12, 10))
    sheet.text(LEFT, 33, order, size, CODE)
    code = Code(CodeKind.DOCUMENT, facts.document)
    sheet.qr(RIGHT - 25, 11.5, 25, str(code))
    sheet.text(RIGHT - 27, 17.4, tr("Scan to find the record"), 7.5, align="right")
    sheet.text(RIGHT - 27, 21.2, f"{code.kind} {code.spaced}", 7.5, CODE, align="right")
    sheet.line(LEFT, 39, RIGHT, 39, 0.7)
    title, size = fitted(facts.title, RIGHT - LEFT - 9, BOLD, (15, 13, 11))
    _sign(sheet, facts.delivered)
    sheet.text(LEFT + 9, 46.2, title, size, BOLD)


def _title(facts: ProofFacts) -> str:
    """Return what the paper is: it proves a delivery only where there was one."""
    return tr("Proof of delivery") if facts.delivered else tr("Proof of an attempt")


def _sign(sheet: Sheet, delivered: bool) -> None:
    if delivered:
        sheet.line(LEFT + 1, 44, LEFT + 3, 46.2, 0.8)
        sheet.line(LEFT + 3, 46.2, LEFT + 6.5, 42, 0.8)
    else:
        sheet.line(LEFT + 1.5, 42, LEFT + 5.7, 46.2, 0.8)
        sheet.line(LEFT + 5.7, 42, LEFT + 1.5, 46.2, 0.8)


def _facts(sheet: Sheet, facts: ProofFacts) -> float:
    y = 54.0
    for title, words in facts.rows:
        # a name may be long in another language
        for number, part in enumerate(names := wrapped(title, NAME_WIDE, MEDIUM, 8.5, 2)):
            sheet.text(LEFT, y + 5.0 * number, part, 8.5, MEDIUM)
        for number, part in enumerate(parts := wrapped(words, RIGHT - FACTS, REGULAR, 10, 2)):
            sheet.text(FACTS, y + 5.0 * number, part, 10)
        y += 5.0 * max(len(names), len(parts)) + 0.9
    return y + 2


def _signature(sheet: Sheet, facts: ProofFacts, missing: Sequence[str], y: float) -> None:
    sheet.text(LEFT, y, tr("Signature"), 9.5, BOLD)
    sheet.box(LEFT, y + 3, 84, 33, line=0.25)
    sheet.line(LEFT + 4, y + 32.5, LEFT + 80, y + 32.5, 0.2)
    if facts.signature is not None:
        picture = ImageReader(BytesIO(facts.signature))
        sheet.canvas.drawImage(
            picture, (LEFT + 3) * mm, (sheet.height - y - 35) * mm, 78 * mm, 31 * mm, preserveAspectRatio=True,
        )  # fmt: skip
    else:
        sheet.text(LEFT + 42, y + 21, tr("none in this record"), 10, MEDIUM, align="centre")
    sheet.text(LEFT, y + 40.4, facts.signed, 8)
    if missing:
        sheet.text(LEFT, y + 48, tr("Not in this record"), 9.5, BOLD)
        for number, line in enumerate(missing):
            sheet.text(LEFT, y + 53 + number * MISSING_LINE, line, 8.5)


def _where(sheet: Sheet, facts: ProofFacts, y: float, tiles: TileReader | None) -> None:
    sheet.text(110.5, y, tr("Where"), 9.5, BOLD)
    area = (110.5, y + 3, 82.0, 62.0)
    if facts.place is None:
        sheet.box(*area, line=0.25)
        sheet.text(151, y + 34, tr("no pin for this address"), 10, MEDIUM, align="centre")
        return
    frame = Frame.around([facts.place], area)
    if tiles is not None:
        draw_ground(sheet, frame, tiles)
    sheet.box(*area, line=0.25)
    x, top = frame.place(*facts.place)
    path = sheet.canvas.beginPath()
    path.moveTo(x * mm, (sheet.height - top) * mm)
    path.lineTo((x - 3.4) * mm, (sheet.height - top + 5.2) * mm)
    path.lineTo((x + 3.4) * mm, (sheet.height - top + 5.2) * mm)
    path.close()
    sheet.canvas.setFillGray(0)
    sheet.canvas.drawPath(path, stroke=0, fill=1)
    sheet.disc(x, top - 7.2, 9)
    sheet.disc(x, top - 7.2, 3.4, fill=1)
    if facts.phone is not None:
        lat, lon, accuracy = facts.phone
        away = round(distance_m(Coordinate(lat, lon), Coordinate(*facts.place)))
        said = tr("Phone: within {accuracy} m of the place it named", accuracy=round(accuracy))
        # a place that says less than the distance accuses nobody
        if away > accuracy:
            said = tr("Phone: {away} m from the pin, sure to {accuracy} m", away=away, accuracy=round(accuracy))
        sheet.text(110.5, y + 73, said, 8)
    sheet.text(
        110.5,
        y + 69,
        tr("Pin: the address, {place}", place=f"{facts.place[0]:.5f}, {facts.place[1]:.5f}"),
        8,
    )


def _history(sheet: Sheet, facts: ProofFacts, entries: tuple[tuple[str, str, str], ...], y: float) -> None:
    sheet.text(LEFT, y, tr("What happened, times in {facts}", facts=facts.zone), 9.5, BOLD)
    y += 2
    for at, what, who in entries:
        y += ROW
        sheet.text(LEFT, y - 0.6, at, 8.5)
        words, size = fitted(what, WHO - 48, REGULAR, (8.5, 7.5, 6.5))
        sheet.text(45.5, y - 0.6, words, size)
        words, size = fitted(who, RIGHT - WHO, REGULAR, (8.5, 7.5, 6.5))
        sheet.text(WHO, y - 0.6, words, size)
        sheet.line(LEFT, y + 1.1, RIGHT, y + 1.1, 0.15)


def _foot(sheet: Sheet, facts: ProofFacts, number: int, pages: int) -> None:
    sheet.line(LEFT, 284.5, RIGHT, 284.5, 0.4)
    print_of = fingerprint(facts)[:32]
    spaced = " ".join(print_of[start : start + 4] for start in range(0, 32, 4))
    sheet.text(LEFT, 288.4, tr("Record {document}, fingerprint {spaced}", document=facts.document, spaced=spaced), 7.5)
    sheet.text(
        RIGHT,
        288.4,
        tr("Printed {printed}   Page {number} of {pages}", printed=facts.printed, number=number, pages=pages),
        7.5,
        align="right",
    )
