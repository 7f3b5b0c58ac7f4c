"""What of an order was accepted, refused or damaged at the door, and what money follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.road.outcomes import OUTCOMES

DAMAGED = "damaged"
ISSUES = (DAMAGED, "wrong_item", "not_wanted", "not_ordered", "expired", "other")
# what was done about it: the goods come back or stay, and what the customer gets
BACK_REFUND, BACK_AGAIN, KEPT_REFUND, BACK = "back_refund", "back_again", "kept_refund", "brought_back"
DONE = (BACK_REFUND, BACK_AGAIN, KEPT_REFUND, BACK)
_REFUNDED = (BACK_REFUND, KEPT_REFUND)
# those by which somebody takes goods into his hands
_TAKEN = ("delivered_to_recipient", "delivered_third_party", "delivered_partial", "picked_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """A line of goods that came to the door. `price`: of one piece, in minor units, None where nobody knows it."""

    line_id: int
    sku: str
    name: str
    sent: int
    price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """Pieces of one line that were not accepted, why, and what was done about it: codes of `ISSUES` and `DONE`."""

    line_id: int
    refused: int = 0
    damaged: int = 0
    issue: str = ""
    done: str = ""

    @property
    def pieces(self) -> int:
        return self.refused + self.damaged

    @property
    def comes_back(self) -> int:
        """Return how many pieces the van brings back: what was refused, and what is damaged unless it is kept."""
        return self.refused + (0 if self.done == KEPT_REFUND else self.damaged)

    @property
    def whereabouts(self) -> tuple[tuple[int, str], ...]:
        """Return the pieces by what was done about them: a count and a code of `DONE` each. Of a line with kept pieces,
        the damaged ones are kept and the refused ones come back.
        """
        if self.done != KEPT_REFUND:
            return ((self.pieces, self.done),)
        return tuple(
            (pieces, done) for pieces, done in ((self.damaged, KEPT_REFUND), (self.refused, BACK_REFUND)) if pieces
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The money of a handoff, in minor units. `due`: what is to collect once what is refunded is taken off; `refund`:
    what is to be given back because it was paid before; `unpriced`: pieces are refunded whose price nobody knows.
    """

    due: int
    refund: int
    unpriced: bool


def require_turned(lines: Sequence[SentLine], turned: Iterable[Turned]) -> None:
    """Require that what was not accepted was there at all, with a reason and an answer.

    Errors: BadInput `handoff.line`, `handoff.pieces`; Refused `handoff.issue` with the article, `handoff.kept` where
    nothing is damaged that could be kept.
    """
    by_id = {line.line_id: line for line in lines}
    for part in turned:
        line = by_id.get(part.line_id)
        if line is None:
            raise BadInput("handoff.line")
        if part.refused < 0 or part.damaged < 0 or part.pieces > line.sent:
            raise BadInput("handoff.pieces", name=line.name, sent=line.sent)
        if part.pieces and (part.issue not in ISSUES or part.done not in DONE):
            raise Refused("handoff.issue", name=line.name)
        if part.refused and not part.damaged and part.done == KEPT_REFUND:
            raise Refused("handoff.kept", name=line.name)


def accepted(lines: Sequence[SentLine], turned: Iterable[Turned]) -> int:
    """Return how many pieces were accepted."""
    return sum(line.sent for line in lines) - sum(part.pieces for part in turned)


def received(lines: Sequence[SentLine], turned: Iterable[Turned]) -> int:
    """Return how many pieces are with the customer: what was accepted, and what is damaged and kept."""
    return sum(line.sent for line in lines) - sum(part.comes_back for part in turned)


def outcome_of(outcome: str, lines: Sequence[SentLine], turned: Sequence[Turned]) -> str:
    """Return the outcome that the pieces allow: “in part” where some of them come back.

    Errors: Refused `handoff.nothing_taken` where somebody is to have taken goods that all come back,
    `handoff.part_of_all` where a part is to have been taken and nothing was turned down.
    """
    if outcome not in _TAKEN:
        return outcome
    back = sum(part.comes_back for part in turned)
    if back and not received(lines, turned):
        raise Refused("handoff.nothing_taken")
    if outcome == "delivered_partial" and lines and not any(part.pieces for part in turned):
        raise Refused("handoff.part_of_all")
    return "delivered_partial" if back and outcome != "picked_up" else outcome


def balance(due: int, lines: Sequence[SentLine], turned: Iterable[Turned]) -> Balance:
    """Return what is to collect, and what to give back. `due`: what was to collect for all of it, in minor units."""
    by_id: Mapping[int, SentLine] = {line.line_id: line for line in lines}
    credit, unpriced = 0, False
    for part in turned:
        if part.done not in _REFUNDED or not part.pieces:
            continue
        price = by_id[part.line_id].price
        unpriced |= price is None
        credit += part.pieces * (price or 0)
    return Balance(due=max(0, due - credit), refund=max(0, credit - due), unpriced=unpriced)


def is_delivered(outcome: str) -> bool:
    """Return whether goods are with the customer after an outcome."""
    return OUTCOMES[outcome].action in ("deliver", "pick_up")
