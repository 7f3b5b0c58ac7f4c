"""What an invoice comes to: lines with VAT in their prices, and the reference under which it is paid.

Sources: ISO 11649 (RF creditor reference), the national reference of Finland (weights 7, 3, 1), EPC069-12 (the QR code
of a SEPA credit transfer). Money in minor units, VAT in permille.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """Pieces of an article at a price that holds its VAT."""

    sku: str
    name: str
    pieces: int
    price: int
    vat_permille: int

    @property
    def amount(self) -> int:
        return self.pieces * self.price


@dataclass(frozen=True, slots=True)
class VatPart:
    """What of an invoice has one rate. `net` and `vat` add up to what is paid."""

    permille: int
    net: int
    vat: int


def total(lines: Sequence[InvoiceLine]) -> int:
    """Return what is to be paid: the sum of the lines, and nothing else."""
    return sum(line.amount for line in lines)


def vat_parts(lines: Sequence[InvoiceLine]) -> tuple[VatPart, ...]:
    """Return the VAT that the prices hold, by rate, highest first."""
    parts = []
    for permille in sorted({line.vat_permille for line in lines}, reverse=True):
        gross = sum(line.amount for line in lines if line.vat_permille == permille)
        # half a cent up, and down below zero, as money is rounded
        vat = _rounded(gross * permille, 1000 + permille)
        parts.append(VatPart(permille, gross - vat, vat))
    return tuple(parts)


def _rounded(amount: int, divisor: int) -> int:
    whole = (2 * abs(amount) + divisor) // (2 * divisor)
    return whole if amount >= 0 else -whole


def national_reference(number: int) -> str:
    """Return the reference of a Finnish bank transfer: the number with its check digit."""
    digits = str(number)
    weighted = sum(int(digit) * (7, 3, 1)[place % 3] for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-weighted % 10}"


def creditor_reference(reference: str) -> str:
    """Return the same as an RF creditor reference, which every bank of SEPA knows."""
    rest = int("".join(str(int(sign, 36)) for sign in f"{reference}RF00")) % 97
    return f"RF{98 - rest:02d}{reference}"


def spaced(text: str, size: int = 4) -> str:
    """Return a long number in groups, the first ones whole."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def grouped_from_end(text: str, size: int = 5) -> str:
    """Return a reference as it stands on a transfer: groups of five, counted from its end."""
    first = len(text) % size
    groups = [text[:first]] if first else []
    return " ".join([*groups, *(text[start : start + size] for start in range(first, len(text), size))])


def transfer_code(*, name: str, iban: str, bic: str, amount: int, currency: str, reference: str) -> str:
    """Return the text of the QR code of a SEPA credit transfer; empty where it is none: another currency than euro,
    nothing to pay.
    """
    if currency != "EUR" or not 0 < amount < 10**11 or not iban or not name:
        return ""
    euros = f"{amount // 100}.{amount % 100:02d}"
    account = "".join(iban.split())
    return "\n".join(["BCD", "002", "1", "SCT", bic.strip(), name[:70], account, f"EUR{euros}", "", reference, "", ""])
