"""Write a reading into the database: new, changed, unchanged and missing orders; bad rows wait in quarantine.

One transaction for a whole file: a kill in the middle leaves nothing of it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, DateTime, Integer, Select, Text, column, func, literal, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.types import TypeEngine

from dispatch_console.application.intake import quarantine, source_change
from dispatch_console.application.intake.comparing import ImportCount, compare
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import addresses, content, rests
from dispatch_console.application.promises import wrong_numbers
from dispatch_console.application.site import departures
from dispatch_console.domain import roles
from dispatch_console.domain.errors import DispatchError, Refused
from dispatch_console.domain.orders.admission import Handover, Remark
from dispatch_console.domain.orders.incoming import FileColumns, IncomingOrder, Reading
from dispatch_console.domain.orders.lifecycle import started
from dispatch_console.domain.orders.stages import Axes, stage_of
from dispatch_console.language import tr
from dispatch_console.store import bulk
from dispatch_console.store.entities import Order, OrderLine, PromiseEntry, SourceMapping
from dispatch_console.store.transaction import Transaction
from dispatch_console.store.turns import IMPORT, wait_for_turn

CHUNK = 2000
# orders of a customer with the same goods that were placed nearer than this look alike
NEAR = timedelta(days=1)
# stands in the place of a number that is still to be given
NO_NUMBER = "?"

Progress = Callable[[int, int], None]
# customer, goods, and for when where the source does not say when it was placed
_Likeness = tuple[int, str, str]
# order, and when it was placed
_Latest = tuple[int, datetime | None]


class Cancelled(DispatchError):
    """The person who started the import stopped it; nothing was written."""


@operation("take_reading", roles.OFFICE)
def take_reading(
    tx: Transaction,
    reading: Reading,
    file: str,
    progress: Progress | None = None,
    columns: FileColumns | None = None,
    *,
    whole: bool = True,
) -> ImportCount:
    """Write a reading, and what was said of its columns. `progress` gets done and total, and may raise Cancelled;
    `whole` unless the reading is of some rows of its file.

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
    latest: dict[_Likeness, _Latest] = {}
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
    quarantine.keep_bad_rows(tx, reading, file, whole=whole)
    return count


@operation("take_by_hand", roles.OFFICE)
def take_by_hand(tx: Transaction, reading: Reading) -> ImportCount:
    """Write one order that was typed; without a number it gets one. Errors: Refused `hand.known`."""
    (order,) = reading.orders
    if order.number == NO_NUMBER:
        number = f"H-{bulk.take_ids(tx.session, Order, 1)[0]}"
        order = replace(order, number=number, source_ref=number)
    known = select(Order.id).where(Order.source == reading.source, Order.source_ref == order.source_ref)
    if tx.session.scalar(known) is not None:
        raise Refused("hand.known", number=order.number)
    return take_reading(tx, replace(reading, orders=(order,)), reading.source)


@operation("take_corrected", roles.OFFICE)
def take_corrected(tx: Transaction, reading: Reading, file: str, ids: Collection[int]) -> ImportCount:
    """Write rows that waited and were corrected. What is still wrong with them waits on, with the corrections."""
    quarantine.put_away(tx, ids)
    return take_reading(tx, reading, file, whole=False)


def _remember(tx: Transaction, columns: FileColumns) -> None:
    key = header_key(columns.header)
    known = tx.session.scalar(select(SourceMapping).where(SourceMapping.header_key == key))
    if known is None:
        known = SourceMapping(header_key=key, name=columns.name, mapping={}, day_order="", decimal_sign="")
        tx.session.add(known)
    known.mapping = dict(columns.mapping) or known.mapping
    known.day_order = columns.day_order or known.day_order
    known.decimal_sign = columns.decimal_sign or known.decimal_sign


def remembered(session: Session, header: Sequence[str]) -> FileColumns:
    """Return what a person said of a file with these headers before; all of it empty where nothing was said."""
    known = session.scalar(select(SourceMapping).where(SourceMapping.header_key == header_key(header)))
    if known is None:
        return FileColumns(tuple(header), "", {})
    mapping = {str(key): str(value) for key, value in known.mapping.items()}
    return FileColumns(tuple(header), known.name, mapping, known.day_order, known.decimal_sign)


def header_key(header: Sequence[str]) -> str:
    return "|".join(sorted(name.strip().lower() for name in header if name.strip()))


def _create(
    tx: Transaction,
    source: str,
    incoming: Sequence[IncomingOrder],
    customers: Mapping[str, int],
    places: Mapping[str, int],
    calendar: departures.Calendar,
    latest: dict[_Likeness, _Latest],
) -> None:
    """Insert new orders as rows: as entities a file of thousands takes four times as long."""
    ids = bulk.take_ids(tx.session, Order, len(incoming))
    orders = [
        {
            **content.order_columns(received, calendar),
            **_state(received),
            "id": order_id,
            "source": source,
            "imported_at": tx.now,
            "step_since": tx.now,
            "customer_id": customers[content.customer_key(received)],
            "address_id": places[addresses.match_key(received.address)],
        }
        for order_id, received in zip(ids, incoming, strict=True)
    ]
    _mark_possible_duplicates(tx.session, orders, latest)
    struck = _strike_wrong_numbers(tx, orders)
    bulk.add_new(tx.session, Order, orders)
    if struck:
        bulk.add_new(tx.session, PromiseEntry, struck)
    lines = [
        {**line, "order_id": order_id}
        for order_id, received in zip(ids, incoming, strict=True)
        for line in content.line_columns(received)
    ]
    line_ids = bulk.take_ids(tx.session, OrderLine, len(lines))
    bulk.add_new(
        tx.session, OrderLine, [{**line, "id": line_id} for line_id, line in zip(line_ids, lines, strict=True)]
    )


def _strike_wrong_numbers(tx: Transaction, orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take numbers off new orders that are known to be somebody else's; return what the ledger says."""
    wrong = wrong_numbers.known_wrong(tx.session, {order["phone"] for order in orders})
    struck = [order for order in orders if order["phone"] in wrong]
    entries = [wrong_numbers.struck_again(tx, order["id"], order["phone"]) for order in struck]
    for order in struck:
        order["phone"] = ""
    ids = bulk.take_ids(tx.session, PromiseEntry, len(entries)) if entries else []
    return [{**entry, "id": entry_id} for entry, entry_id in zip(entries, ids, strict=True)]


def _state(received: IncomingOrder) -> dict[str, str]:
    """Return the axes of a new order and its stage, with the reason where it is on hold."""
    unknown_door = Remark.NO_ADDRESS in received.remarks
    asks_for_time = bool(received.windows) and received.handover != Handover.COLLECTION
    actions = [("verification", "hold")] * unknown_door + [("appointment", "propose")] * asks_for_time
    axes = started(actions)
    return {
        **axes,
        "stage": stage_of(Axes(**axes), received.handover),
        "hold_reason": tr("The file has no address for it.") if unknown_door else "",
    }


def _change(tx: Transaction, source: str, incoming: Sequence[IncomingOrder], calendar: departures.Calendar) -> None:
    by_ref = {order.source_ref: order for order in incoming}
    for order in tx.session.scalars(_known_orders(source, by_ref)):
        fresh = by_ref[order.source_ref]
        # completed by somebody else before anybody here began: no work either
        ended = fresh.cancelled or (fresh.left_out is not None and not source_change.worked_on(order))
        if ended and order.closure == "open" and order.dispatch == "unplanned" and order.outcome == "none":
            order.source_fingerprint, order.source_ended = fresh.fingerprint, str(fresh.left_out)
            order.source_change = None
            order.take("closure", "cancel", tx.now)
            rests.cancel_open(tx, order)
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
            content.renew_refs(order, by_ref[order.source_ref])
            # of an order from before payments were kept it is learnt now
            order.payment = order.payment or by_ref[order.source_ref].payment
        tx.session.flush()


def _mark_possible_duplicates(
    session: Session, orders: Sequence[dict[str, Any]], latest: dict[_Likeness, _Latest]
) -> None:
    """Mark new orders that look like an earlier open one: same customer and goods, within a day.

    A source that does not say when an order was placed says at least for when it is: then that has to be the same.
    `latest` remembers the last order of each customer and goods in this import. The index finds the others, one look
    each, however many orders a customer has.
    """
    placed = [order for order in orders if order["placed_at"] is not None]
    others = [order for order in orders if order["placed_at"] is None]
    known = _earlier(session, placed, "placed_at") | _earlier(session, others, "wish")
    for order in orders:
        at = order["placed_at"]
        key = order["customer_id"], order["goods_key"], "" if at else f"for {order['wish']}"
        before = latest.get(key)
        if order["id"] in known:
            order["duplicate_of"] = known[order["id"]]
        elif before is not None and (at is None or _near(before[1], at)):
            order["duplicate_of"] = before[0]
        latest[key] = order["id"], at


def _earlier(session: Session, orders: Sequence[dict[str, Any]], by: str) -> dict[int, int]:
    """Return the latest open order of the same customer and goods for each, near in time or for the same wish."""
    if not orders:
        return {}
    kinds: dict[str, TypeEngine[Any]] = {"id": Integer(), "customer_id": Integer(), "goods_key": Text()}
    kinds[by] = DateTime(timezone=True) if by == "placed_at" else Text()
    columns = [literal([order[name] for order in orders], ARRAY(kind)) for name, kind in kinds.items()]
    names = [column(name, kind) for name, kind in kinds.items()]
    wanted = func.unnest(*columns).table_valued(*names, name="wanted").render_derived()
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


def _near(one: datetime | None, other: datetime) -> bool:
    return one is not None and abs(one - other) < NEAR
