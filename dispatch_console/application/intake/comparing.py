"""Compare a reading with the orders that are known; nothing is written here."""

from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.orders import addresses, content
from dispatch_console.application.site import departures
from dispatch_console.domain.orders.incoming import FileColumns, IncomingOrder, Problem, Reading
from dispatch_console.domain.orders.source_difference import Difference, differences
from dispatch_console.store import bulk
from dispatch_console.store.entities import Order

# orders compared at once: a whole file of changed ones must not stand in memory
AT_ONCE = 1000
# stages in which a source that calls an order completed says nothing new
_DONE = ("reconcile", "closed")


@dataclass(frozen=True, slots=True)
class LeftOutOrder:
    """An order of the source that is no work. `code`: why; `stage` where it is still open here."""

    number: str
    code: str
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCount:
    """What an import did, or would do. Each list holds order numbers."""

    source: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    quarantined: tuple[str, ...] = ()
    left_out: tuple[LeftOutOrder, ...] = ()
    lines: int = 0
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """A file as the import screen shows it. `mapping` is empty for formats whose columns have fixed meanings;
    `missing` names fields that found no column, so that nothing could be read yet. `samples`: texts of each column.
    `said`: what is kept for the next such file once this one is taken.
    """

    reading: Reading
    count: ImportCount
    changes: dict[str, tuple[Difference, ...]]
    header: tuple[str, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: FileColumns | None = None


def compare(session: Session, reading: Reading) -> ImportCount:
    """Return what importing a reading would do; nothing is written."""
    known = _known(session, reading)
    differing = changes_by_ref(session, reading, known)
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    left_out: list[LeftOutOrder] = []
    for incoming in reading.orders:
        entry = known.get(incoming.source_ref)
        if _is_left_out(incoming, entry, is_live=reading.is_live):
            left_out.append(LeftOutOrder(incoming.number, str(incoming.left_out), entry.open_stage if entry else ""))
            continue
        bucket = new if entry is None else changed if incoming.source_ref in differing else unchanged
        bucket.append(incoming.number)
    return ImportCount(
        source=reading.source,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        gone=_gone(session, reading),
        quarantined=tuple(dict.fromkeys(problem.order_number or "" for problem in reading.problems if problem.blocks)),
        left_out=tuple(left_out),
        lines=sum(len(order.lines) for order in reading.orders if order.left_out is None),
        problems=(*reading.problems, *_of_other_sources(session, reading, set(new))),
    )


def _of_other_sources(session: Session, reading: Reading, new: set[str]) -> tuple[Problem, ...]:
    """Return a notice on each new order whose number an open order of another source has."""
    rows = {order.number: order.row for order in reading.orders if order.number in new}
    query = select(Order.number, Order.source).where(
        bulk.among(Order.number, rows), Order.source != reading.source, Order.closure == "open"
    )
    return tuple(
        Problem(rows[number], "", number, "order.number_elsewhere", number, facts={"source": source})
        for number, source in session.execute(query)
    )


def _is_left_out(incoming: IncomingOrder, known: "_Known | None", *, is_live: bool) -> bool:
    """Return whether an order is no work. An end of one that is known is a change of it, and told as that; so is, of a
    live system, that somebody else completed one that is still open here.
    """
    if incoming.left_out is None:
        return False
    return known is None or not (incoming.cancelled or (is_live and known.open_stage))


def changes(session: Session, reading: Reading) -> dict[str, tuple[Difference, ...]]:
    """Return the differences of each changed order, by order number."""
    numbers = {order.source_ref: order.number for order in reading.orders}
    by_ref = changes_by_ref(session, reading, _known(session, reading))
    return {numbers[ref]: differences for ref, differences in by_ref.items()}


def changes_by_ref(session: Session, reading: Reading, known: dict[str, "_Known"]) -> dict[str, tuple[Difference, ...]]:
    """Return the orders that differ from what we hold, with their differences, by the source's reference. A fingerprint
    that differs is only a reason to look.

    An order whose noted change was taken back at the source is among them, with nothing that differs.
    """
    incoming = {
        order.source_ref: order
        for order in reading.orders
        if order.source_ref in known and not _is_left_out(order, known[order.source_ref], is_live=reading.is_live)
    }
    ids = [
        known[ref].id
        for ref, order in incoming.items()
        if known[ref].fingerprint != order.fingerprint and not known[ref].is_erased
    ]
    zone = departures.calendar(session).zone
    changed = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(Order).where(Order.id.in_(ids[start : start + AT_ONCE]))
        for order in session.scalars(query.options(selectinload(Order.lines), selectinload(Order.address))):
            difference = order_differences(order, incoming[order.source_ref], zone)
            if difference or order.source_change is not None:
                changed[order.source_ref] = difference
    return changed


class _Known(NamedTuple):
    id: int
    fingerprint: str
    # empty where it is closed
    open_stage: str
    # its customer asked to be forgotten: what his source still says of it is not read
    is_erased: bool


def _known(session: Session, reading: Reading) -> dict[str, _Known]:
    refs = [order.source_ref for order in reading.orders]
    known: dict[str, _Known] = {}
    for start in range(0, len(refs), 5000):
        columns = Order.source_ref, Order.id, Order.source_fingerprint, Order.stage, Order.erased_at
        query = select(*columns).where(Order.source == reading.source, Order.source_ref.in_(refs[start : start + 5000]))
        known |= {
            ref: _Known(order_id, fingerprint, "" if stage in _DONE else stage, erased_at is not None)
            for ref, order_id, fingerprint, stage, erased_at in session.execute(query)
        }
    return known


def _gone(session: Session, reading: Reading) -> tuple[str, ...]:
    """Return open orders of this source, placed in the span that the file covers, which the file no longer holds."""
    placed = [order.placed_at for order in reading.orders if order.placed_at]
    if not placed:
        return ()
    query = (
        select(Order.number, Order.source_ref)
        .where(
            Order.source == reading.source, Order.closure == "open", Order.placed_at.between(min(placed), max(placed))
        )
        .order_by(Order.id)
    )
    refs = {order.source_ref for order in reading.orders}
    return tuple(number for number, ref in session.execute(query) if ref not in refs)


def order_differences(order: Order, incoming: IncomingOrder, zone: tzinfo) -> tuple[Difference, ...]:
    """Return every field of an order that taking the source's version would change."""
    ours = content.as_incoming(order)
    incoming = replace(incoming, address=addresses.as_known(ours.address, order.address.quality, incoming.address))
    return differences(ours, incoming, zone)
