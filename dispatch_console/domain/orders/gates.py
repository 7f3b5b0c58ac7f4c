"""Checklists as data: the items of each gate, what evidence they want, and what still stands open."""

from collections.abc import Iterable
from dataclasses import dataclass

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.admission import Handover, Remark
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.orders.stages import Axes

# a reason in fewer letters says nothing
LEAST_LETTERS = 3
# an item that is settled by a call: with whom, and what was said
CALL = "call"
# what an order needs looked at that looks like an earlier one
DUPLICATE = "duplicate"
# somebody looked at every item before it was sealed
INSPECTED = "items_inspected"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist. `only_with`: asked only of orders that need it: a requirement, a remark of their source,
    a handover. `not_with`: not asked of these. `words`: what an item of the site says.
    """

    key: str
    gate: str
    evidence: str = "tick"
    only_with: str = ""
    not_with: str = ""
    # of an item that a site added
    words: str = ""


# The gates of the procedure. Sites add items of their own in the database; these are always there.
ITEMS: tuple[Item, ...] = (
    Item("products_match", "verify"),
    Item("quantities_match", "verify"),
    Item("customer_known", "verify"),
    Item("address_exact", "verify", evidence="pin", not_with=Handover.COLLECTION),
    Item("instructions_read", "verify"),
    Item("age_limit_told", "verify", evidence=CALL, only_with=Requirement.AGE_18),
    Item("cash_told", "verify", evidence=CALL, only_with=Requirement.CASH_ON_DELIVERY),
    Item("fragile_marked", "verify", only_with=Requirement.FRAGILE),
    Item("payment_agreed", "verify", evidence=CALL, only_with=Remark.NOT_PAID),
    Item("released_at_source", "verify", only_with=Remark.HELD_AT_SOURCE),
    Item("refund_understood", "verify", only_with=Remark.REFUND_OPEN),
    Item("state_understood", "verify", only_with=Remark.STATE_UNKNOWN),
    Item("handover_known", "verify", only_with=Remark.HANDOVER_UNCLEAR),
    Item("not_a_duplicate", "verify", only_with=DUPLICATE),
    Item(INSPECTED, "pack", evidence="scan"),
    Item("papers_in", "pack", evidence="print"),
    Item("weight_checked", "pack", evidence="weight"),
    Item("sealed_and_labelled", "pack", evidence="print"),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """The state that says a gate was passed, and the action that opens it again; none where a seal would be broken."""

    axis: str
    state: str
    reopen: str = ""


PASSAGES: dict[str, Passage] = {
    "verify": Passage("verification", "verified", "reopen"),
    "papers": Passage("packing", "packed"),
    "pack": Passage("packing", "packed"),
}
# from here on a tick that is taken back would not stop the order any more
LEAVING = frozenset({"loaded", "out", "at_door", "done"})

WAIVER_ROLES = frozenset({"supervisor"})


def items_for(gate: str, needs: Iterable[str], extra: Iterable[Item] = ()) -> tuple[Item, ...]:
    """Return the checklist of one order at one gate, in the order in which it is worked.

    `needs`: its requirements, the remarks of its source, its handover, `duplicate`.
    """
    known = set(needs)
    return tuple(
        item
        for item in (*ITEMS, *extra)
        if item.gate == gate and (not item.only_with or item.only_with in known) and item.not_with not in known
    )


def open_items(items: Iterable[Item], ticked: Iterable[str], waived: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the keys that are neither ticked nor waived."""
    settled = {*ticked, *waived}
    return tuple(item.key for item in items if item.key not in settled)


def require_passed(gate: str, items: Iterable[Item], ticked: Iterable[str], waived: Iterable[str] = ()) -> None:
    """Require that every item of a gate is ticked or waived.

    Errors: Refused `gate.open` with the gate and what is missing: its words where a site added it, else its key.
    """
    known = tuple(items)
    words = {item.key: item.words or item.key for item in known}
    missing = tuple(words[key] for key in open_items(known, ticked, waived))
    if missing:
        raise Refused("gate.open", gate=gate, missing=missing)


def reopening(gate: str, axes: Axes, number: str) -> Passage | None:
    """Return how a passed gate opens again when a tick of it is taken back; None while it was not passed.

    Errors: Refused `gate.passed` once the order is sealed behind it, or is leaving.
    """
    passage = PASSAGES[gate]
    if getattr(axes, passage.axis) != passage.state:
        return None
    if not passage.reopen or axes.dispatch in LEAVING:
        raise Refused("gate.passed", number=number)
    return passage


def may_waive(role: str) -> bool:
    return role in WAIVER_ROLES


def require_waiver_right(role: str, reason: str) -> None:
    """Require a supervisor and a reason. Errors: Refused `waiver.role` or `waiver.reason`."""
    if not may_waive(role):
        raise Refused("waiver.role", role=role)
    if not is_reason(reason):
        raise Refused("waiver.reason")


def is_reason(text: str) -> bool:
    """Return whether a text is long enough to say why."""
    return len(text.strip()) >= LEAST_LETTERS
