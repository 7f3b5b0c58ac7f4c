"""Compare a reading with the orders that are known; nothing is written here."""

from dataclasses import dataclass, field, replace
from datetime import tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.orders import addresses, content
from dispatch_console.application.site import departures
from dispatch_console.domain.orders.incoming import IncomingOrder, Problem, Reading
from dispatch_console.domain.orders.source_difference import Difference, differences
from dispatch_console.store.entities import Order

# orders compared at once: a whole file of changed ones must not stand in memory
AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCount:
    """What an import did, or would do. Each list holds order numbers."""

    source: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    quarantined: tuple[str, ...] = ()
    lines: int = 0
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """A file as the import screen shows it. `mapping` is empty for formats whose columns have fixed meanings;
    `missing` names fields that found no column, so that nothing could be read yet.
    """

    reading: Reading
    count: ImportCount
    changes: dict[str, tuple[Difference, ...]]
    header: tuple[str, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def compare(session: Session, reading: Reading) -> ImportCount:
    """Return what importing a reading would do; nothing is written."""
    known = _known(session, reading)
    differing = changes_by_ref(session, reading, known)
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for incoming in reading.orders:
        entry = known.get(incoming.source_ref)
        bucket = new if entry is None else changed if incoming.source_ref in differing else unchanged
        bucket.append(incoming.number)
    return ImportCount(
        source=reading.source,
        new=tuple(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        gone=_gone(session, reading),
        quarantined=tuple(dict.fromkeys(problem.order_number or "" for problem in reading.problems if problem.blocks)),
        lines=sum(len(order.lines) for order in reading.orders),
        problems=reading.problems,
    )


def changes(session: Session, reading: Reading) -> dict[str, tuple[Difference, ...]]:
    """Return the differences of each changed order, by order number."""
    numbers = {order.source_ref: order.number for order in reading.orders}
    by_ref = changes_by_ref(session, reading, _known(session, reading))
    return {numbers[ref]: differences for ref, differences in by_ref.items()}


def changes_by_ref(
    session: Session, reading: Reading, known: dict[str, tuple[int, str]]
) -> dict[str, tuple[Difference, ...]]:
    """Return the orders that differ from what we hold, with their differences, by the source's reference. A fingerprint
    that differs is only a reason to look.

    An order whose noted change was taken back at the source is among them, with nothing that differs.
    """
    incoming = {order.source_ref: order for order in reading.orders}
    ids = [known[ref][0] for ref, order in incoming.items() if ref in known and known[ref][1] != order.fingerprint]
    zone = departures.calendar(session).zone
    changed = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(Order).where(Order.id.in_(ids[start : start + AT_ONCE]))
        for order in session.scalars(query.options(selectinload(Order.lines), selectinload(Order.address))):
            difference = order_differences(order, incoming[order.source_ref], zone)
            if difference or order.source_change is not None:
                changed[order.source_ref] = difference
    return changed


def _known(session: Session, reading: Reading) -> dict[str, tuple[int, str]]:
    refs = [order.source_ref for order in reading.orders]
    known: dict[str, tuple[int, str]] = {}
    for start in range(0, len(refs), 5000):
        query = select(Order.source_ref, Order.id, Order.source_fingerprint).where(
            Order.source == reading.source, Order.source_ref.in_(refs[start : start + 5000])
        )
        known |= {ref: (order_id, fingerprint) for ref, order_id, fingerprint in session.execute(query)}
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
