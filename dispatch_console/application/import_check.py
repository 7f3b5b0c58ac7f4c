"""What an import would do: orders compared with those that are known. Nothing is written here."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.domain.incoming import IncomingOrder, Problem, Reading
from dispatch_console.store.entities import Order


@dataclass(frozen=True, slots=True)
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
    changes: dict[str, list[list[str]]]
    header: tuple[str, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def compare(session: Session, reading: Reading) -> ImportCount:
    """The dry run: nothing is written."""
    known = _known(session, reading)
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for incoming in reading.orders:
        entry = known.get(incoming.source_ref)
        bucket = new if entry is None else unchanged if entry[1] == incoming.fingerprint else changed
        bucket.append(incoming.number)
    return ImportCount(
        reading.source,
        tuple(new),
        tuple(changed),
        tuple(unchanged),
        _gone(session, reading),
        tuple(dict.fromkeys(problem.order_number or "" for problem in reading.problems if problem.blocks)),
        sum(len(order.lines) for order in reading.orders),
        reading.problems,
    )


def changes(session: Session, reading: Reading) -> dict[str, list[list[str]]]:
    """For each changed order by number: `[what, ours, theirs]`."""
    told = {order.source_ref: order for order in reading.orders}
    known = _known(session, reading)
    ids = [known[ref][0] for ref, order in told.items() if ref in known and known[ref][1] != order.fingerprint]
    query = select(Order).where(Order.id.in_(ids)).options(selectinload(Order.lines), selectinload(Order.address))
    return {order.number: differences(order, told[order.source_ref]) for order in session.scalars(query)}


def _known(session: Session, reading: Reading) -> dict[str, tuple[int, str]]:
    refs = [order.source_ref for order in reading.orders]
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(refs), 5000):
        query = select(Order.source_ref, Order.id, Order.source_fingerprint).where(
            Order.source == reading.source, Order.source_ref.in_(refs[start : start + 5000])
        )
        found |= {ref: (order_id, fingerprint) for ref, order_id, fingerprint in session.execute(query)}
    return found


def _gone(session: Session, reading: Reading) -> tuple[str, ...]:
    """Open orders of this source, placed in the span the file covers, that the file no longer holds."""
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
    held = {order.source_ref for order in reading.orders}
    return tuple(number for number, ref in session.execute(query) if ref not in held)


def differences(order: Order, told: IncomingOrder) -> list[list[str]]:
    """What differs: `[what, ours, theirs]`, lines by SKU."""
    found = []
    ours, theirs = {line.sku: line.quantity for line in order.lines}, {line.sku: line.quantity for line in told.lines}
    for sku in dict.fromkeys([*ours, *theirs]):
        if ours.get(sku, 0) != theirs.get(sku, 0):
            found.append([sku, str(ours.get(sku, 0)), str(theirs.get(sku, 0))])
    street = " ".join(part for part in (told.address.line1, told.address.line2) if part)
    own_street = " ".join(part for part in (order.address.line1, order.address.line2) if part)
    for what, mine, new in (
        ("address", own_street, street),
        ("name", order.customer_name, told.customer_name),
        ("phone", order.phone, told.phone),
        ("instructions", order.instructions, told.instructions),
        ("wish", order.wish, told.wish),
    ):
        if mine != new:
            found.append([what, mine, new])
    return found
