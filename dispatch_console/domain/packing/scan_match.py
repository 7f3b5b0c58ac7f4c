"""Decide which line a scanned item belongs to, and when an order can be sealed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dispatch_console.domain.errors import Refused
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
    return Match(ScanResult.SURPLUS, first.line_id)


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


@dataclass(frozen=True, slots=True)
class WeightCheck:
    """Expected weight with its tolerance, grams."""

    expected_g: int
    tolerance_g: int

    def accepts(self, weighed_g: int) -> bool:
        return abs(weighed_g - self.expected_g) <= self.tolerance_g


def expected_weight(items_g: int, parcels: int) -> WeightCheck:
    """Return the expected weight: goods plus 150 g of box each, right within 3 % and at least 60 g."""
    expected = items_g + 150 * max(1, parcels)
    return WeightCheck(expected, max(60, round(expected * 0.03)))


def require_sealable(*, open_pieces: int, papers_open: int, weighed_g: int | None, check: WeightCheck | None) -> None:
    """Require everything that must be true before a label prints. Errors: Refused `pack.not_sealable` with what is
    missing.
    """
    missing = []
    if open_pieces:
        missing.append(f"items:{open_pieces}")
    if papers_open:
        missing.append(f"papers:{papers_open}")
    if not weighed_g or weighed_g <= 0:
        missing.append("weight")
    elif check is not None and not check.accepts(weighed_g):
        missing.append("weight_off")
    if missing:
        raise Refused("pack.not_sealable", missing=tuple(missing))


# a weight in kilograms has no more signs before its comma, a barcode has
LONGEST_TYPED = 4
_KILOGRAMS = re.compile(r"\d{1,3}([.,]\d{1,3})?")


def read_weight(text: str) -> int | None:
    """Return the grams of a weight typed in kilograms; None for a text that is no weight, such as a barcode."""
    text = text.strip()
    return round(float(text.replace(",", ".")) * 1000) if _KILOGRAMS.fullmatch(text) else None


def is_scan(text: str) -> bool:
    """Return whether a text that is not a weight came from a scanner. A person who types kilograms writes at most three
    figures, or a comma.
    """
    return len(text.strip()) > LONGEST_TYPED and not {",", "."} & {*text}
