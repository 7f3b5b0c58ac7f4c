"""The columns of the queue: what each shows, which give way where there is no room, which are hidden at first."""

from collections.abc import Callable, Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.application.orders.queue import OrderRow
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.language import tr
from dispatch_console.ui import words
from dispatch_console.ui.widgets.rows_model import Column

KEYS = ("mark", "number", "customer", "address", "town", "promise", "leaves", "pieces", "stage", "step", "source")
# the least important first, what a person had to ask for last; the stage never does
GIVE_WAY = ("step", "pieces", "leaves", "source", "town")
# what stands beside an order that is compared
NARROW = ("mark", "number", "customer", "leaves", "stage")
# without these one does not know which order a row is and what it waits for
ALWAYS_SHOWN = ("mark", "number", "customer", "stage")
HIDDEN_AT_FIRST = ("town", "source")


def hidden_from(text: str) -> frozenset[str]:
    """Return the hidden columns that a setting names; what it does not know is passed over."""
    return frozenset(key for key in text.split(",") if key in KEYS and key not in ALWAYS_SHOWN)


def hidden_text(hidden: Collection[str]) -> str:
    """Return the setting that names these columns. It is never empty: empty means as delivered."""
    return ",".join(key for key in KEYS if key in hidden) or "none"


def columns(zone: Callable[[], ZoneInfo], now: Callable[[], datetime]) -> tuple[Column[OrderRow], ...]:
    """Return the columns in the order of `KEYS`."""

    def promise(row: OrderRow) -> str:
        start, end = row.promise_start or row.wish_start, row.promise_end or row.wish_end
        if start and end:
            return words.span(start, end, zone(), now())
        if row.handover == Handover.COLLECTION:
            return tr("fetched by the customer")
        return row.wish or tr("no window yet")

    def leaves(row: OrderRow) -> str:
        return words.when(row.leaves_at, zone(), now()) if row.leaves_at else ""

    def stage(row: OrderRow) -> str:
        return f"{row.held_by}, {row.held_at}" if row.held_by else words.STAGES[row.stage]

    return (
        Column("", lambda row: "", 32),
        Column(tr("Order"), lambda row: row.number.removeprefix("SO-"), 76, "number"),
        Column(tr("Customer"), lambda row: row.customer, 150, "customer"),
        Column(tr("Address"), lambda row: row.address, 160),
        Column(tr("Town"), lambda row: row.town, 110),
        Column(tr("Promise or wish"), promise, 150, "promise"),
        Column(tr("Leaves"), leaves, 88, "leaves"),
        Column(tr("Items"), lambda row: str(row.pieces), 56, right=True),
        Column(tr("Stage"), stage, 146),
        Column(tr("In step"), lambda row: words.age(row.step_since, now()), 76, "step", right=True),
        Column(tr("Source"), lambda row: row.source, 110),
    )
