"""Write a reading into the database: new, changed, unchanged and missing orders; bad rows wait in quarantine.

One transaction for a whole file: a kill in the middle leaves nothing of it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import DateTime, Integer, Select, Text, column, func, select, values
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.intake import quarantine, source_change
from dispatch_console.application.intake.comparing import ImportCount, compare
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import addresses, content
from dispatch_console.application.site import departures
from dispatch_console.domain import roles
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.orders.admission import Handover, Remark
from dispatch_console.domain.orders.incoming import IncomingOrder, Reading
from dispatch_console.language import tr
from dispatch_console.store.entities import Order, SourceMapping
from dispatch_console.store.transaction import Transaction
from dispatch_console.store.turns import IMPORT, wait_for_turn

CHUNK = 500
# orders of a customer with the same goods that were placed nearer than this look alike
NEAR = timedelta(days=1)

Progress = Callable[[int, int], None]


class Cancelled(DispatchError):
    """The person who started the import stopped it; nothing was written."""


@dataclass(frozen=True, slots=True)
class FileColumns:
    """What a person said of a file's columns, kept for the next file with these headers. `mapping`: column → field."""

    header: tuple[str, ...]
    name: str
    mapping: dict[str, str]


@operation("take_reading", roles.OFFICE)
def take_reading(
    tx: Transaction,
    reading: Reading,
    file: str,
    progress: Progress | None = None,
    columns: FileColumns | None = None,
) -> ImportCount:
    """Write a reading, and what was said of its columns. `progress` gets done and total, and may raise Cancelled.

    An order that was verified keeps what was verified; the difference stands beside it until a person takes it.
    """
    wait_for_turn(tx.session, IMPORT)
    if columns is not None:
        _remember(tx, columns)
    count = compare(tx.session, reading)
    new, changed = set(count.new), set(count.changed)
    fresh = [order for order in reading.orders if order.number in new]
    differing = [order for order in reading.orders if order.number in changed]
    total, done = len(fresh) + len(differing), 0
    calendar = departures.calendar(tx.session)
    latest: dict[tuple[int, str, str], Order] = {}
    customers = content.customers(tx, fresh)
    places: dict[str, int] = {}
    doors = sorted((order.address for order in fresh), key=addresses.match_key)
    for start in range(0, len(doors), CHUNK):
        places |= addresses.remembered(tx, doors[start : start + CHUNK])
    for start in range(0, len(fresh), CHUNK):
        chunk = fresh[start : start + CHUNK]
        _create(tx, reading.source, chunk, customers, places, calendar, latest)
        done += len(chunk)
        if progress:
            progress(done, total)
    for start in range(0, len(differing), CHUNK):
        chunk = differing[start : start + CHUNK]
        _change(tx, reading.source, chunk, calendar)
        done += len(chunk)
        if progress:
            progress(done, total)
    same = set(count.unchanged)
    unchanged = [order for order in reading.orders if order.number in same]
    for start in range(0, len(unchanged), CHUNK):
        _recognise(tx, reading.source, unchanged[start : start + CHUNK])
    quarantine.keep_bad_rows(tx, reading, file)
    return count


def _remember(tx: Transaction, columns: FileColumns) -> None:
    key = header_key(columns.header)
    mapping = tx.session.scalar(select(SourceMapping).where(SourceMapping.header_key == key))
    if mapping is None:
        tx.session.add(SourceMapping(header_key=key, name=columns.name, mapping=dict(columns.mapping)))
    else:
        mapping.mapping = dict(columns.mapping)


def remembered_mapping(session: Session, header: Sequence[str]) -> dict[str, str] | None:
    known = session.scalar(select(SourceMapping).where(SourceMapping.header_key == header_key(header)))
    return {str(key): str(value) for key, value in known.mapping.items()} if known else None


def header_key(header: Sequence[str]) -> str:
    return "|".join(sorted(name.strip().lower() for name in header if name.strip()))


def _create(
    tx: Transaction,
    source: str,
    incoming: Sequence[IncomingOrder],
    customers: Mapping[str, int],
    places: Mapping[str, int],
    calendar: departures.Calendar,
    latest: dict[tuple[int, str, str], Order],
) -> None:
    # ids taken beforehand let the driver send rows in a pipeline instead of parsing one huge RETURNING statement
    order_ids = _take_ids(tx.session, "orders", len(incoming))
    line_ids = iter(_take_ids(tx.session, "order_lines", sum(len(received.lines) for received in incoming)))
    created = []
    for order_id, received in zip(order_ids, incoming, strict=True):
        order = Order(
            id=order_id,
            source=source,
            source_ref=received.source_ref,
            imported_at=tx.now,
            step_since=tx.now,
            stage="verify",
            verification="new",
            packing="waiting",
            appointment="unset",
            dispatch="unplanned",
            outcome="none",
            closure="open",
        )
        order.customer_id = customers[content.customer_key(received)]
        order.address_id = places[addresses.match_key(received.address)]
        content.fill(order, received, calendar)
        order.lines = content.lines(received)
        for line in order.lines:
            line.id = next(line_ids)
        if Remark.NO_ADDRESS in received.remarks:
            order.take("verification", "hold", tx.now)
            order.hold_reason = tr("The file has no address for it.")
        if received.windows and received.handover != Handover.COLLECTION:
            order.take("appointment", "propose", tx.now)
        created.append(order)
    _possible_duplicates(tx.session, created, latest)
    tx.session.add_all(created)
    tx.session.flush()


def _change(tx: Transaction, source: str, incoming: Sequence[IncomingOrder], calendar: departures.Calendar) -> None:
    by_ref = {order.source_ref: order for order in incoming}
    for order in tx.session.scalars(_known_orders(source, by_ref)):
        fresh = by_ref[order.source_ref]
        if fresh.cancelled and order.closure == "open" and order.dispatch == "unplanned" and order.outcome == "none":
            order.source_fingerprint, order.source_ended = fresh.fingerprint, str(fresh.left_out)
            order.source_change = None
            order.take("closure", "cancel", tx.now)
        elif source_change.worked_on(order):
            source_change.note_change(tx, order, fresh)
        else:
            source_change.follow(tx, order, fresh, calendar)
    tx.session.flush()


def _known_orders(source: str, refs: Collection[str]) -> Select[Order]:
    query = select(Order).where(Order.source == source, Order.source_ref.in_(refs)).order_by(Order.id)
    loaded = query.options(selectinload(Order.lines), selectinload(Order.address), selectinload(Order.marks))
    return loaded.with_for_update(of=Order)


def _recognise(tx: Transaction, source: str, incoming: Sequence[IncomingOrder]) -> None:
    """Store the new fingerprint of orders that differ in spelling only, so that the next import skips them."""
    by_ref = {order.source_ref: order for order in incoming}
    stored = select(Order.source_ref, Order.source_fingerprint)
    query = stored.where(Order.source == source, Order.source_ref.in_(by_ref))
    other = [ref for ref, known in tx.session.execute(query) if known != by_ref[ref].fingerprint]
    if other:
        for order in tx.session.scalars(_known_orders(source, other)):
            order.source_fingerprint = by_ref[order.source_ref].fingerprint
            # of an order from before payments were kept it is learnt now
            order.payment = order.payment or by_ref[order.source_ref].payment
        tx.session.flush()


def _take_ids(session: Session, table: str, count: int) -> list[int]:
    sequence = func.nextval(f"{table}_id_seq")
    return list(session.scalars(select(sequence).select_from(func.generate_series(1, count)))) if count else []


def _possible_duplicates(session: Session, orders: Sequence[Order], latest: dict[tuple[int, str, str], Order]) -> None:
    """Mark orders that look like an earlier open one: same customer and goods, within a day.

    A source that does not say when an order was placed says at least for when it is: then that has to be the same.
    `latest` remembers the last order of each customer and goods in this import. The index finds the others, one look
    each, however many orders a customer has.
    """
    placed = [order for order in orders if order.placed_at is not None]
    others = [order for order in orders if order.placed_at is None]
    known = _earlier(session, placed, "placed_at") | _earlier(session, others, "wish")
    for order in orders:
        key = order.customer_id, order.goods_key, "" if order.placed_at else f"for {order.wish}"
        before = latest.get(key)
        if order.id in known:
            order.duplicate_of = known[order.id]
        elif before is not None and (order.placed_at is None or _near(before, order)):
            order.duplicate_of = before.id
        if order.closure == "open":
            latest[key] = order


def _earlier(session: Session, orders: Sequence[Order], by: str) -> dict[int, int]:
    """Return the latest open order of the same customer and goods for each, near in time or for the same wish."""
    if not orders:
        return {}
    rows = [(order.id, order.customer_id, order.goods_key, getattr(order, by)) for order in orders]
    kind = DateTime(timezone=True) if by == "placed_at" else Text()
    wanted = values(
        column("id", Integer), column("customer_id", Integer), column("goods_key", Text), column(by, kind),
        name="wanted",
    ).data(rows)  # fmt: skip
    near = (
        Order.placed_at.between(wanted.c.placed_at - NEAR, wanted.c.placed_at + NEAR)
        if by == "placed_at"
        else Order.placed_at.is_(None) & (Order.wish == wanted.c.wish)
    )
    earlier = (
        select(Order.id)
        .where(
            Order.customer_id == wanted.c.customer_id,
            Order.goods_key == wanted.c.goods_key,
            near,
            Order.closure == "open",
        )
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(1)
        .lateral()
    )
    return dict(session.execute(select(wanted.c.id, earlier.c.id)).all())


def _near(one: Order, other: Order) -> bool:
    return bool(one.placed_at and other.placed_at and abs(one.placed_at - other.placed_at) < NEAR)
