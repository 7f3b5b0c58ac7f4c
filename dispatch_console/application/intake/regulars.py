"""Regular customers: an order that comes again on certain days is made ahead, and its window is promised."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.records import Record, Texts, require_as_seen
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import detail
from dispatch_console.application.orders.copying import copy_order
from dispatch_console.application.promises import promising
from dispatch_console.application.promises.slot_rules import closing_over, zone_id_of
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.promises.regular_days import RegularDays, read_days, written
from dispatch_console.domain.promises.slot_rules import day_of
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import tr, week_names, weekday_month
from dispatch_console.store.entities import Order, RegularOrder
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

SOURCE = "regular"
# orders are made so long before their day
AHEAD = timedelta(days=14)
# what the next order will be is looked for so far
LOOKS_AHEAD = timedelta(days=70)
# how it is paid is agreed once; that one was paid says nothing of the next
_PAYS_AGAIN = ("terms", "on_delivery")


@reads(Kind.FLEET, Kind.ORDERS)
def regular_records(session: Session, now: datetime) -> tuple[Record, ...]:
    """Return the regulars, with the next day of each and what it would skip."""
    rows = session.execute(select(RegularOrder, Order).join(Order).order_by(RegularOrder.id)).all()
    return tuple(_record(session, row, order, now) for row, order in rows)


def _record(session: Session, row: RegularOrder, order: Order, now: datetime) -> Record:
    names, today = week_names(), now.astimezone(zone_of(session)).date()
    days = written(_days(row), names)
    coming = list(_occasions(session, row, order, today, today + LOOKS_AHEAD))
    following = next((day for day, window, closed in coming if not closed and window.start > now), None)
    skipped = [(day, why) for day, _, why in coming if why]
    said = [tr("next {day}", day=weekday_month(following)) if following is not None else tr("none to come")]
    if row.paused_until is not None and row.paused_until >= today:
        said = [tr("paused until {day}", day=weekday_month(row.paused_until))]
    if skipped:
        said.append(tr("skips {day}: {why}", day=weekday_month(skipped[0][0]), why=skipped[0][1]))
    fields = {
        "order": order.number,
        "days": days,
        "slot": row.slot,
        "first": row.first_day.isoformat(),
        "last": row.last_day.isoformat() if row.last_day else "",
        "paused": row.paused_until.isoformat() if row.paused_until else "",
    }
    return Record(row.id, f"{order.customer_name}  {days}, {row.slot}", ", ".join(said), fields)


def _days(row: RegularOrder) -> RegularDays:
    return RegularDays(tuple(row.weekdays), row.in_month)


def _occasions(
    session: Session, row: RegularOrder, order: Order, first: date, last: date
) -> Iterator[tuple[date, TimeWindow, str]]:
    """Yield the days of a regular, each with its window and why nobody is driven to then; empty where somebody is."""
    days, zone = _days(row), zone_of(session)
    zone_id = zone_id_of(session, order)
    day = max(first, row.first_day)
    while day <= last and (row.last_day is None or day <= row.last_day):
        if days.has(day) and not (row.paused_until is not None and day <= row.paused_until):
            span = LocalDay(day, zone).span(*row.slot.split("-"))
            if span is not None:
                window = TimeWindow(*span)
                closing = closing_over(session, zone_id, day, window)
                yield day, window, closing.reason if closing is not None else ""
        day += timedelta(days=1)


@operation("keep_regular", roles.DESK)
def keep_regular(tx: Transaction, record: int | None, texts: Texts, seen: Texts | None = None) -> int:
    """Let an order come again, and make what is to come soon. Returns the record's id.

    Errors: BadInput of the field that is wrong, `order.unknown`; Conflict of `require_as_seen`.
    """
    require_as_seen(tx, RegularOrder, record, lambda session: regular_records(session, tx.now), seen)
    spans = fleet_text.spans(tr("Slot"), texts["slot"])
    if len(spans) != 1:
        raise BadInput("field.empty", field=tr("Slot"))
    days = read_days(texts["days"], week_names())
    today = tx.now.astimezone(zone_of(tx.session)).date()
    first = day_of(texts["first"]) if texts["first"].strip() else today
    last = day_of(texts["last"]) if texts["last"].strip() else None
    if last is not None and last < first:
        raise BadInput("window.impossible")
    row = tx.session.get_one(RegularOrder, record) if record else RegularOrder()
    row.order_id = detail.id_of(tx.session, texts["order"].strip())
    row.weekdays, row.in_month = list(days.weekdays), days.in_month
    row.slot = f"{spans[0][0]}-{spans[0][1]}"
    row.first_day, row.last_day = first, last
    row.paused_until = day_of(texts["paused"]) if texts["paused"].strip() else None
    tx.session.add(row)
    tx.session.flush()
    make_regular_orders(tx)
    return row.id


@operation("remove_regular", roles.DESK)
def remove_regular(tx: Transaction, record: int) -> None:
    """Let an order come no more. Those that are made already stay, until somebody cancels them."""
    tx.session.delete(tx.session.get_one(RegularOrder, record))


@operation("make_regular_orders", roles.EVERYBODY)
def make_regular_orders(tx: Transaction) -> int:
    """Make the orders of the next two weeks that are not there yet, each with its window promised. Returns how many.

    A day on which nobody is driven to is skipped; an order that was cancelled is not made again.
    """
    today = tx.now.astimezone(zone_of(tx.session)).date()
    made = 0
    for row, order in tx.session.execute(select(RegularOrder, Order).join(Order).order_by(RegularOrder.id)).all():
        if order.erased_at is not None:
            continue
        wanted = {
            f"{row.id}/{day}": (day, window)
            for day, window, closed in _occasions(tx.session, row, order, today, today + AHEAD)
            if not closed and window.start > tx.now
        }
        known = select(Order.source_ref).where(Order.source == SOURCE, Order.source_ref.in_(wanted))
        there = set(tx.session.scalars(known))
        for ref in [ref for ref in wanted if ref not in there]:
            _make(tx, order, ref, *wanted[ref])
            made += 1
    return made


def _make(tx: Transaction, order: Order, ref: str, day: date, window: TimeWindow) -> None:
    pays_again = order.payment in _PAYS_AGAIN
    new = copy_order(
        tx,
        order,
        number=f"{order.number}-{day:%m%d}",
        source=SOURCE,
        ref=ref,
        windows=(window,),
        payment=order.payment if pays_again else None,
        due=order.due_on_delivery if pays_again else None,
    )
    # past its cut-off, or on a weekday of no rule, it stays a wish: somebody rings and agrees on another window
    with suppress(Refused):
        promising.confirm(tx, new.id, window, SOURCE)
