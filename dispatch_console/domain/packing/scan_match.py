"""Decide which line a scanned item belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dispatch_console.domain.packing import gtin
from dispatch_console.domain.packing.scanned import Scanned


class ScanResult(StrEnum):
    COUNTED = "counted"
    WRONG_ITEM = "wrong_item"
    SURPLUS = "surplus"
    # the code means several products: one has to look
    SEVERAL = "several"
    # the shop says one piece, Products say another number
    CONTRADICTION = "contradiction"
    # lot, expiry or serial run into each other, or one that the product asks for is not there
    UNREADABLE = "unreadable"
    EXPIRED = "expired"
    SERIAL_USED = "serial_used"


class Asked(StrEnum):
    """What a product wants to be known of each piece."""

    LOT = "lot"
    EXPIRY = "expiry"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class PackLine:
    """One line at the packing station. `barcodes`: pairs of a code and the pieces it stands for: a six-pack is six.

    `asks`: what the product wants to be known of each piece.
    """

    line_id: int
    sku: str
    ordered: int
    packed: int
    barcodes: tuple[tuple[str, int], ...] = ()
    asks: tuple[str, ...] = ()

    def pieces(self, scan: Scanned) -> tuple[int, ...]:
        """Return the numbers of pieces that a scan stands for here, by each of the line's codes that it is; none where
        it is another item.
        """
        counts = [1] if scan.text.casefold() == self.sku.casefold() else []
        counts += [count for code, count in self.barcodes if is_code(scan, code)]
        return tuple(dict.fromkeys(counts))


def is_code(scan: Scanned, code: str) -> bool:
    """Return whether a scan is a stored code: the same text, or the same trade item number however it is written."""
    return scan.text == code or any(gtin.same(code, number) for number in scan.gtins)


@dataclass(frozen=True, slots=True)
class Match:
    """`facts` say what was wrong: the field that is missing, the products that are meant, the order of a serial."""

    result: ScanResult
    line_id: int | None = None
    pieces: int = 0
    facts: tuple[tuple[str, str], ...] = ()


def match_scan(lines: Sequence[PackLine], scan: Scanned, today: date) -> Match:
    """Match a scan to a line: lines of one SKU fill one after the other; a pack that would overfill its line is
    surplus. `lines` are of one product.
    """
    known = [(line, pieces) for line in lines if (pieces := line.pieces(scan))]
    if not known:
        return Match(ScanResult.WRONG_ITEM)
    first, counts = known[0]
    if len(counts) > 1:
        said = ("counts", " / ".join(map(str, counts)))
        return Match(ScanResult.CONTRADICTION, first.line_id, facts=(said,))
    stopped = _stopped(first, scan, today)
    if stopped is not None:
        return stopped
    for line, (each, *_) in known:
        if line.packed + each * scan.pieces <= line.ordered:
            return Match(ScanResult.COUNTED, line.line_id, each * scan.pieces)
    left = sum(line.ordered - line.packed for line, _ in known)
    # a pack that is more than what is still wanted, which is not the same as a line that is full
    facts = (("pack", str(counts[0] * scan.pieces)), ("left", str(left))) if left else ()
    return Match(ScanResult.SURPLUS, first.line_id, facts=facts)


def _stopped(line: PackLine, scan: Scanned, today: date) -> Match | None:
    """Return why a piece may not be counted as it was scanned; None where it may."""
    there = {Asked.LOT: scan.lot, Asked.EXPIRY: scan.expires, Asked.SERIAL: scan.serial}
    missing = next((asked for asked in Asked if asked in line.asks and not there[asked]), None)
    if line.asks and (missing is not None or scan.lost_separators):
        kind = "separators" if scan.lost_separators else f"missing_{missing}"
        return Match(ScanResult.UNREADABLE, line.line_id, facts=(("why", kind),))
    if scan.expires is not None and scan.expires < today:
        return Match(ScanResult.EXPIRED, line.line_id, facts=(("expired", f"{scan.expires:%Y-%m-%d}"),))
    return None
