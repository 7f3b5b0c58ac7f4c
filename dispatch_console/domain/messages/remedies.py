"""What becomes of a case: nothing more, money back, or goods once more; and of which goods."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from dispatch_console.domain.errors import BadInput

LEAST_CAUSE = 3
_GOODS = re.compile(r"(.+?)(?:\s*[×x*]?\s+(\d{1,4})|\s*[×x*]\s*(\d{1,4}))?")


class Remedy(StrEnum):
    NONE = "none"
    REFUND = "refund"
    REDELIVERY = "redelivery"


# by the figure that somebody types
BY_FIGURE = {"1": Remedy.NONE, "2": Remedy.REFUND, "3": Remedy.REDELIVERY}


def read_remedy(text: str) -> tuple[Remedy, str]:
    """Read `3 cup chipped, packed too loosely` as a remedy and its cause. Errors: BadInput `remedy.unread`."""
    figure, _, cause = text.strip().partition(" ")
    if figure not in BY_FIGURE or len(cause.strip()) < LEAST_CAUSE:
        raise BadInput("remedy.unread")
    return BY_FIGURE[figure], cause.strip()


def read_goods(text: str, ordered: Mapping[str, int]) -> dict[str, int]:
    """Read `MUG 2, PAN` as pieces by SKU. `ordered`: what was in the order. Errors: BadInput `remedy.goods`."""
    wanted: dict[str, int] = {}
    known = {sku.casefold(): sku for sku in ordered}
    for part in (part.strip() for part in text.split(",") if part.strip()):
        sku, count = _split(part, known)
        if sku.casefold() not in known:
            raise BadInput("remedy.goods", value=part)
        plain = known[sku.casefold()]
        wanted[plain] = wanted.get(plain, 0) + count
        if not 1 <= wanted[plain] <= ordered[plain]:
            raise BadInput("remedy.goods", value=part)
    if not wanted:
        raise BadInput("remedy.goods", value=text)
    return wanted


def _split(part: str, known: Mapping[str, str]) -> tuple[str, int]:
    found = _GOODS.fullmatch(part)
    # a number may be a part of the SKU itself
    if part.casefold() in known or found is None:
        return part, 1
    return found[1], int(found[2] or found[3] or 1)


def written(goods: Sequence[tuple[str, int]]) -> str:
    """Return goods as they are read."""
    return ", ".join(f"{sku} {count}" for sku, count in goods)
