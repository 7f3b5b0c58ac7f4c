"""What an SMS costs: a price for each part that it is sent in, as the gateway's contract says it."""

import re
from dataclasses import dataclass
from decimal import Decimal

_PRICE = re.compile(r"(\d{1,4}(?:[.,]\d{1,6})?) ([A-Z]{3})")


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of an ISO 4217 currency, in its major unit: parts cost fractions of a cent."""

    amount: Decimal
    currency: str

    def times(self, parts: int) -> "Price":
        return Price(self.amount * parts, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def read_price(text: str) -> Price | None:
    """Read `0.043 EUR`; None for an empty text. Errors: ValueError for anything else."""
    if not text.strip():
        return None
    match = _PRICE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return Price(Decimal(match[1].replace(",", ".")), match[2])
