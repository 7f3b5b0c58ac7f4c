"""Put a record of a handoff right: why, and whether the customer was told something else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.outcomes import OUTCOMES

WHY = ("wrong_code", "wrong_order", "wrong_name", "wrong_time", "wrong_amount", "sheet_differs", "customer_says",
       "opened_after_all", "other")  # fmt: skip
# of whoever sends no correction, or has no reason of the list
LEAST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a customer was told of a handoff, or would be. `outcome` is empty where nothing has happened yet; `pieces`
    are those that he has received.
    """

    outcome: str
    recipient: str
    acted_at: datetime | None
    pieces: int

    @property
    def action(self) -> str:
        return OUTCOMES[self.outcome].action if self.outcome else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFor:
    """What somebody signed for: who, what was turned down as line, refused, damaged and pieces that come back, money
    in minor units.
    """

    recipient: str
    turned: frozenset[tuple[int, int, int, int]]
    collected: int


def signed_for(recipient: str, turned: Iterable[Turned], collected: int) -> SignedFor:
    """Return what somebody signs for under a record of a handoff."""
    parts = frozenset((part.line_id, part.refused, part.damaged, part.comes_back) for part in turned if part.pieces)
    return SignedFor(recipient=recipient.strip(), turned=parts, collected=collected)


def signature_holds(before: SignedFor, after: SignedFor, *, on_sheet: bool = False) -> bool:
    """Return whether a signature still stands under a corrected record: nothing that was signed for has changed.
    `on_sheet`: the sheet was signed; money is not what the customer signs for there, so a change of it does not count.
    """
    if on_sheet:
        after = replace(after, collected=before.collected)
    return before == after and bool(before.recipient)


def says_otherwise(before: Told, after: Told) -> bool:
    """Return whether what the customer was told is not so."""
    if before.action != after.action:
        return True
    if before.action not in ("deliver", "pick_up"):
        # a miss is told without its reason
        return False
    return (before.recipient, before.acted_at, before.pieces) != (after.recipient, after.acted_at, after.pieces)


def require_why(why: str, words: str, *, tells: bool) -> None:
    """Require a reason: of the list, and in words where the list says too little. Errors: Refused `correct.why`,
    `correct.words`.
    """
    if why not in WHY:
        raise Refused("correct.why")
    if (why == "other" or not tells) and len(words.strip()) < LEAST_WORDS:
        raise Refused("correct.words")
