"""Decide which line a scanned item belongs to, and when an order can be sealed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dispatch_console.domain.errors import Refused


class ScanResult(StrEnum):
    COUNTED = "counted"
    WRONG_ITEM = "wrong_item"
    SURPLUS = "surplus"


@dataclass(frozen=True, slots=True)
class PackLine:
    """One line at the packing station. `barcodes`: pairs of a code and the pieces it stands for: a six-pack is six."""

    line_id: int
    sku: str
    ordered: int
    packed: int
    barcodes: tuple[tuple[str, int], ...] = ()

    def pieces(self, scan: str) -> int | None:
        if scan.casefold() == self.sku.casefold():
            return 1
        return next((count for code, count in self.barcodes if code == scan), None)


@dataclass(frozen=True, slots=True)
class Match:
    result: ScanResult
    line_id: int | None = None
    pieces: int = 0


def match_scan(lines: Sequence[PackLine], scan: str) -> Match:
    """Match a scan to a line: lines of one SKU fill one after the other; a pack that would overfill its line is
    surplus.
    """
    known = [(line, pieces) for line in lines if (pieces := line.pieces(scan.strip())) is not None]
    if not known:
        return Match(ScanResult.WRONG_ITEM)
    for line, pieces in known:
        if line.packed + pieces <= line.ordered:
            return Match(ScanResult.COUNTED, line.line_id, pieces)
    return Match(ScanResult.SURPLUS, known[0][0].line_id)


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
