"""Guarded codes on labels and papers: prefix, number, two check digits (ISO 7064 MOD 97-10, as in an IBAN).

No product barcode starts with letters, so a scan is ours or it is not. A label that was printed again says so behind
its check digits, `DCP0041832229R2`: its number, which people read and type, stays the parcel's, and a scan of the
label before is known for what it is.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from dispatch_console.domain.errors import BadInput


class CodeKind(StrEnum):
    PARCEL = "DCP"
    SHEET = "DCS"
    DOCUMENT = "DCD"


# two figures are as many as the QR code of a label holds
MOST_PRINTS = 99
_AGAIN = re.compile(r"(DCP\d{10})R([1-9]\d?)")
_DIGITS = {CodeKind.PARCEL: 8, CodeKind.SHEET: 10, CodeKind.DOCUMENT: 8}


@dataclass(frozen=True, slots=True)
class Code:
    """A scanned or printed code; `page` only on sheets. `print_number`: which print of a parcel's label it is, 0 where
    it was typed and says nothing of a label.
    """

    kind: CodeKind
    number: int
    page: int = 0
    print_number: int = 1

    def __str__(self) -> str:
        """Return the code as scanned: `DCP0041832229`, of a label that was printed again `DCP0041832229R2`."""
        return self._guarded + (f"R{self.print_number}" if self.print_number > 1 else "")

    @property
    def _guarded(self) -> str:
        body = f"{self.number:08d}" + (f"{self.page:02d}" if self.kind is CodeKind.SHEET else "")
        return f"{self.kind}{body}{check_digits(self.kind + body)}"

    @property
    def spaced(self) -> str:
        """Return the code as written for people, without the prefix: `0041 8322 29`."""
        text = self._guarded[3:]
        return " ".join(text[index : index + 4] for index in range(0, len(text), 4))


def check_digits(text: str) -> str:
    return f"{98 - _remainder(text + '00'):02d}"


def parse_typed(kind: CodeKind, text: str) -> Code | None:
    """Read a typed code: as `parse`, and also bare digits as printed for people, when their check digits agree."""
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit() and len(digits) == _DIGITS[kind] + 2 and _remainder(kind + digits) == 1:
        read = parse(kind + digits)
        return replace(read, print_number=0) if read is not None else None
    return parse(text)


def parse(scan: str) -> Code | None:
    """Read a scan. None when it is not one of our codes (a product barcode, say).

    Errors: BadInput `code.damaged` when it has our prefix but its check digits do not agree.
    """
    text = "".join(scan.split()).upper()
    if text[:3] not in {kind.value for kind in CodeKind}:
        return None
    kind, print_number = CodeKind(text[:3]), 1
    again = _AGAIN.fullmatch(text) if kind is CodeKind.PARCEL else None
    if again is not None:
        text, print_number = again[1], int(again[2])
    if not text[3:].isascii() or not text[3:].isdigit() or len(text) != 3 + _DIGITS[kind] + 2:
        raise BadInput("code.damaged", scan=scan)
    if _remainder(text) != 1:
        raise BadInput("code.damaged", scan=scan)
    body = text[3:-2]
    return Code(kind, int(body[:8]), int(body[8:] or 0), print_number)


def _remainder(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % 97
