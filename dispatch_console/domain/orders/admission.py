"""Is an order of a source ours to deliver, and who pays? One rule for every source, from the words that sources use.

A source's reader hands over the words as they stand; what they mean is decided here and in `source_words` alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dispatch_console.domain.orders import source_words


class Handover(StrEnum):
    """How an order gets to its customer."""

    DELIVERY = "delivery"
    # the customer fetches it at our counter
    COLLECTION = "collection"
    # we fetch something from the customer
    PICK_UP = "pick_up"
    TASK = "task"
    # nothing that has to go anywhere
    NONE = "none"


class Payment(StrEnum):
    """Who pays when. Nothing is due at the door but for `on_delivery`."""

    PAID = "paid"
    ON_DELIVERY = "on_delivery"
    TERMS = "terms"
    UNPAID = "unpaid"
    # the shop owes the customer
    CREDIT = "credit"


class Remark(StrEnum):
    """What somebody has to look at before the order is verified."""

    NOT_PAID = "not_paid"
    HELD_AT_SOURCE = "held_at_source"
    # money was given back, and nobody says for which line
    REFUND_OPEN = "refund_open"
    STATE_UNKNOWN = "state_unknown"
    NO_ADDRESS = "no_address"
    HANDOVER_UNCLEAR = "handover_unclear"


class LeftOut(StrEnum):
    """Why an order is no work."""

    DRAFT = "left.draft"
    FAILED = "left.failed"
    CANCELLED = "left.cancelled"
    REFUNDED = "left.refunded"
    TRASHED = "left.trashed"
    COMPLETED = "left.completed"
    NOTHING = "left.nothing"


# an order that is known already ends with these
ENDINGS = frozenset({LeftOut.FAILED, LeftOut.CANCELLED, LeftOut.REFUNDED, LeftOut.TRASHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """What a source says of one order. Amounts in minor units; None where it says nothing.

    `method`: how it is sent or fetched. `refund_named`: each refund names its lines. `ships`: False where the source
    says that nothing of it is sent.
    """

    state: str = ""
    method: str = ""
    payment_state: str = ""
    payment_method: str = ""
    terms: str = ""
    total: int | None = None
    refunded: int = 0
    outstanding: int | None = None
    refund_named: bool = True
    ships: bool = True


@dataclass(frozen=True, slots=True)
class Admission:
    """What an order of a source means here. `due` at the door in minor units, None unless cash was chosen."""

    handover: Handover
    payment: Payment | None
    due: int | None = None
    left_out: LeftOut | None = None
    remarks: tuple[Remark, ...] = ()


def admit(words: SourceWords, to_deliver: Iterable[int]) -> Admission:
    """Return what an order means; `to_deliver` are the pieces of each line that are still to be delivered."""
    handover, unclear = _handover(words)
    if not words.ships or not any(to_deliver):
        handover = Handover.NONE
    payment, due = _payment(words)
    remarks = [Remark.HANDOVER_UNCLEAR] if unclear else []
    meaning = source_words.state(words.state) if words.state else source_words.WORK
    if meaning == source_words.UNKNOWN:
        remarks.append(Remark.STATE_UNKNOWN)
    elif meaning == source_words.HELD:
        remarks.append(Remark.HELD_AT_SOURCE)
    if payment is Payment.UNPAID:
        remarks.append(Remark.NOT_PAID)
    if words.refunded > 0 and not words.refund_named:
        remarks.append(Remark.REFUND_OPEN)
    left_out = _LEFT_OUT.get(meaning) or (LeftOut.NOTHING if handover is Handover.NONE else None)
    return Admission(handover, payment, due, left_out, tuple(remarks))


def _handover(words: SourceWords) -> tuple[Handover, bool]:
    known = source_words.method(words.method)
    return (Handover(known), False) if known != source_words.UNKNOWN else (Handover.DELIVERY, bool(words.method))


def _payment(words: SourceWords) -> tuple[Payment | None, int | None]:
    """Return who pays, and what is due at the door."""
    owed = words.outstanding
    if owed is not None and owed < 0:
        return Payment.CREDIT, None
    state = source_words.payment(words.payment_state)
    by_cash = source_words.is_cash(words.payment_method)
    if owed is None and words.total is not None:
        owed = 0 if state == source_words.SETTLED else words.total - words.refunded
    if by_cash and state != source_words.SETTLED and owed:
        return (Payment.ON_DELIVERY, owed) if owed > 0 else (Payment.CREDIT, None)
    if words.terms or source_words.is_terms(words.payment_method):
        return (Payment.PAID if state == source_words.SETTLED and not owed else Payment.TERMS), None
    if state == source_words.SETTLED:
        return (Payment.UNPAID if owed else Payment.PAID), None
    if not words.payment_state and not words.payment_method and words.outstanding is None:
        return None, None
    return (Payment.UNPAID if owed is None or owed > 0 else Payment.PAID), None


_LEFT_OUT = {
    source_words.DRAFT: LeftOut.DRAFT,
    source_words.FAILED: LeftOut.FAILED,
    source_words.CANCELLED: LeftOut.CANCELLED,
    source_words.REFUNDED: LeftOut.REFUNDED,
    source_words.TRASHED: LeftOut.TRASHED,
    source_words.COMPLETED: LeftOut.COMPLETED,
}
