"""What a gateway says became of an SMS. Receipts come late, twice and out of order: what is certain stays."""

from enum import StrEnum


class Receipt(StrEnum):
    """How far a message got. `NONE`: the gateway has it and says nothing yet."""

    NONE = ""
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"


FAILED = (Receipt.UNDELIVERED, Receipt.EXPIRED)
_ORDER = (Receipt.NONE, Receipt.ON_ITS_WAY, Receipt.UNDELIVERED, Receipt.EXPIRED, Receipt.DELIVERED)


def later(known: Receipt, said: Receipt) -> Receipt:
    """Return which of two receipts of one message holds, in whatever order they came: one that arrived has arrived."""
    return max(known, said, key=_ORDER.index)


def of_parts(parts: list[Receipt]) -> Receipt:
    """Return the receipt of a message out of those of its parts: it is delivered when every part is, and half a message
    is none.
    """
    failed = [part for part in parts if part in FAILED]
    if failed:
        return failed[0]
    if parts and all(part is Receipt.DELIVERED for part in parts):
        return Receipt.DELIVERED
    return Receipt.ON_ITS_WAY if any(parts) else Receipt.NONE
