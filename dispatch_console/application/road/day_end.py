"""Read what a day still lacks before it can be closed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.road import handed, proof
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.store.entities import (
    CashCount,
    CloseWaiver,
    DayPlan,
    DriverLink,
    DriverPhone,
    GoodsBack,
    Handoff,
    Order,
    Parcel,
    PhoneAct,
    Route,
    Shift,
    Stop,
    StopOrder,
    SurplusParcel,
)
from dispatch_console.store.kinds import Kind

CASH = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashOf:
    """Cash of a driver, or of the counter (`shift_id` None). `counted` is None while nobody counted; minor units. `due`
    is what was taken at the doors; `off`: where that is not what was to be collected, by stop, and by how much.
    """

    shift_id: int | None
    letter: str
    driver: str
    currency: str
    due: int
    stops: int
    counted: int | None
    reason: str
    counted_by: str
    counted_at: datetime | None
    pieces: Mapping[str, int]
    loose: int
    off: tuple[tuple[int | None, int], ...] = ()

    @property
    def difference(self) -> int:
        return (self.counted or 0) - self.due

    @property
    def is_open(self) -> bool:
        """Return whether somebody has to count, or to explain."""
        if self.counted is None:
            return self.due != 0
        return self.difference != 0 and not self.reason


def local_day(session: Session, day: date) -> LocalDay:
    return LocalDay(day, zone_of(session))


@reads(
    Kind.PLANS, Kind.ROAD, Kind.FLEET, Kind.ORDERS, Kind.DISPATCH, Kind.OUTCOMES, Kind.CLOSURE, Kind.LOADING,
    Kind.PACKING, Kind.PHONES,
)  # fmt: skip
def open_things(session: Session, day: date) -> tuple[OpenThing, ...]:
    """Return everything that a day still lacks, by van and stop, also of earlier days where it was let pass for some
    days only; what was let pass says by whom.
    """
    own = {thing.key: thing for thing in (*carried(session, day), *_of_day(session, day))}
    waivers = {row.key: row for row in session.scalars(select(CloseWaiver).where(CloseWaiver.day == day))}
    things = sorted(
        own.values(),
        key=lambda thing: (list(OpenKind).index(thing.kind), thing.letter or "~", thing.stop or 0, thing.key),
    )
    return tuple(_waived(thing, waivers[thing.key]) if thing.key in waivers else thing for thing in things)


def carried(session: Session, day: date) -> tuple[OpenThing, ...]:
    """Return the things of earlier days that are still open and were let pass until some day; after it they block."""
    # of what was let pass twice, the later word counts
    today = select(CloseWaiver.key).where(CloseWaiver.day == day)
    query = select(CloseWaiver).where(
        CloseWaiver.day < day,
        CloseWaiver.until.is_not(None),
        or_(CloseWaiver.settled_at.is_(None), CloseWaiver.key.in_(today)),
    )
    latest = {row.key: row for row in session.scalars(query.order_by(CloseWaiver.day))}
    began = select(CloseWaiver.key, func.min(CloseWaiver.day)).where(CloseWaiver.key.in_(list(latest)))
    first = {row.key: row[1] for row in session.execute(began.group_by(CloseWaiver.key))}
    found = []
    for of_day in sorted(set(first.values())):
        for thing in _of_day(session, of_day):
            row = latest.get(thing.key)
            if row is None or row.until is None or first[thing.key] != of_day:
                continue
            late = replace(thing, of_day=of_day)
            found.append(_waived(late, row) if day <= row.until else late)
    return tuple(found)


def _waived(thing: OpenThing, row: CloseWaiver) -> OpenThing:
    return replace(thing, waived_by=row.waived_by, reason=row.reason, until=row.until)


def _of_day(session: Session, day: date) -> tuple[OpenThing, ...]:
    return (
        *_routes(session, day),
        *_records(session, day),
        *_goods(session, day),
        *_surplus(session, day),
        *_contradictions(session, day),
        *_cash(session, day),
        *_phones(session, day),
    )


def _routes(session: Session, day: date) -> Iterator[OpenThing]:
    """Yield routes that did not leave, and stops of those that did of which nobody knows."""
    query = (
        select(Route, Stop, Order)
        .join(DayPlan, DayPlan.id == Route.plan_id)
        .join(Stop, Stop.route_id == Route.id)
        .join(StopOrder, StopOrder.stop_id == Stop.id)
        .join(Order, Order.id == StopOrder.order_id)
        .options(joinedload(Route.shift).joinedload(Shift.driver))
        .where(DayPlan.day == day, Order.outcome == "none", Order.closure == "open")
        .where(Order.dispatch.in_(("planned", "on_manifest", "loaded", "out", "at_door")))
        .order_by(Route.id, Stop.sequence)
    )
    said = set[int]()
    for route, stop, order in session.execute(query):
        letter = route.shift.driver.letter
        if route.departed_at is None:
            if route.id not in said:
                said.add(route.id)
                yield OpenThing(
                    kind=OpenKind.ROUTE, key=f"route:{route.id}", shift_id=route.shift_id, letter=letter,
                    since=route.start_at, what=route.name,
                )  # fmt: skip
            continue
        yield OpenThing(
            kind=OpenKind.OUTCOME, key=f"outcome:{order.id}:{order.attempt}", shift_id=route.shift_id, letter=letter,
            since=stop.arrive_at, order_id=order.id, number=order.number, customer=order.customer_name,
            stop=stop.sequence, what=order.dispatch,
        )  # fmt: skip


def records_of(session: Session, day: date) -> tuple[tuple[Handoff, Order, Shift | None], ...]:
    """Return the records of a day that stand, with their orders and the shift of their van."""
    local = local_day(session, day)
    query = (
        select(Handoff, Order, Shift)
        .join(Order, Order.id == Handoff.order_id)
        .outerjoin(Stop, Stop.id == Handoff.stop_id)
        .outerjoin(Route, Route.id == Stop.route_id)
        .outerjoin(Shift, Shift.id == Route.shift_id)
        .options(joinedload(Shift.driver))
        .where(Handoff.acted_at >= local.begins, Handoff.acted_at < local.ends, Handoff.replaced_at.is_(None))
        .order_by(Handoff.acted_at, Handoff.id)
    )
    return tuple((record, order, shift) for record, order, shift in session.execute(query))


def lacks_next_step(record: Handoff, order: Order) -> bool:
    """Return whether an order was missed, and nobody decided yet what comes next."""
    missed = order.outcome in ("failed", "unattempted") and order.attempt == record.attempt
    return missed and order.closure == "open"


def _records(session: Session, day: date) -> Iterator[OpenThing]:
    """Yield misses of which nothing was decided, and proofs that are still to come."""
    for record, order, shift in records_of(session, day):
        of_record = OpenThing(
            kind=OpenKind.NEXT_STEP, key=f"next_step:{order.id}:{order.attempt}",
            shift_id=shift.id if shift is not None else None, letter=shift.driver.letter if shift is not None else "",
            since=record.acted_at, order_id=order.id, record_id=record.id, number=order.number,
            customer=order.customer_name, stop=record.stop_sequence, what=record.outcome_code, by=record.recorded_by,
        )  # fmt: skip
        if lacks_next_step(record, order):
            yield of_record
        for code in record.open_proofs:
            short = record.due - record.collected if code == CASH else 0
            key, currency = f"proof:{record.id}:{code}", order.currency or ""
            yield replace(
                of_record, kind=OpenKind.PROOF, key=key, what=code, money=short, currency=currency,
                on_sheet=proof.is_on_sheet(code, record.reported_through, on_paper=record.on_paper),
            )  # fmt: skip


def goods_of(session: Session, day: date) -> tuple[tuple[GoodsBack, Order, Shift | None, Handoff | None], ...]:
    """Return what vans and counter were to bring back, with the record where somebody was at a door with it."""
    local = local_day(session, day)
    query = (
        select(GoodsBack, Order, Shift, Handoff)
        .join(Order, Order.id == GoodsBack.order_id)
        .outerjoin(Handoff, Handoff.id == GoodsBack.handoff_id)
        .outerjoin(Shift, Shift.id == GoodsBack.shift_id)
        .options(joinedload(Shift.driver))
        .where(GoodsBack.expected_at >= local.begins, GoodsBack.expected_at < local.ends, GoodsBack.void_at.is_(None))
        .order_by(GoodsBack.expected_at, GoodsBack.id)
    )
    return tuple((row, order, shift, record) for row, order, shift, record in session.execute(query))


def goods_words(session: Session, rows: Iterable[GoodsBack]) -> Mapping[int, str]:
    """Return what each row of goods is: the parcel's number, or pieces and name."""
    rows = list(rows)
    query = select(Parcel).where(Parcel.id.in_([row.parcel_id for row in rows if row.parcel_id is not None]))
    parcels = {parcel.id: parcel.code.spaced for parcel in session.scalars(query)}
    return {
        row.id: parcels.get(row.parcel_id, "") if row.parcel_id is not None else f"{row.pieces} × {row.name}"
        for row in rows
    }


@reads(Kind.ORDERS, Kind.PROMISES, Kind.DISPATCH, Kind.OUTCOMES, Kind.CLOSURE)
def not_gone(session: Session, day: date) -> int:
    """Return how many orders were promised for a day and went out with no van."""
    local = local_day(session, day)
    query = select(func.count(Order.id)).where(
        Order.promise_start >= local.begins, Order.promise_start < local.ends, Order.dispatch == "unplanned",
        Order.outcome == "none", Order.closure == "open", Order.handover == Handover.DELIVERY,
        Order.appointment.not_in(("lapsed", "unset")),
    )  # fmt: skip
    return session.scalar(query) or 0


def _goods(session: Session, day: date) -> Iterator[OpenThing]:
    missing = [entry for entry in goods_of(session, day) if entry[0].seen_at is None]
    words = goods_words(session, [row for row, _, _, _ in missing])
    for row, order, shift, record in missing:
        yield OpenThing(
            kind=OpenKind.GOODS, key=f"goods:{row.id}", shift_id=row.shift_id,
            letter=shift.driver.letter if shift is not None else "", since=row.expected_at, order_id=order.id,
            record_id=record.id if record is not None else None, goods_id=row.id, number=order.number,
            customer=order.customer_name, stop=record.stop_sequence if record is not None else None,
            what=words[row.id],
        )  # fmt: skip


def _contradictions(session: Session, day: date) -> Iterator[OpenThing]:
    """Yield parcels that are here though somebody took them: their record, or the scan, is not so."""
    parcels = [entry for entry in goods_of(session, day) if entry[0].parcel_id is not None]
    words = goods_words(session, [row for row, _, _, _ in parcels])
    for row, order, shift, record in parcels:
        stands = record is not None and record.replaced_at is None and handed.is_delivered(record.outcome_code)
        if row.seen_at is None or record is None or not stands:
            continue
        yield OpenThing(
            kind=OpenKind.CONTRADICTION, key=f"contradiction:{row.id}:{record.id}", shift_id=row.shift_id,
            letter=shift.driver.letter if shift is not None else "", since=row.seen_at,
            order_id=order.id, record_id=record.id, goods_id=row.id, number=order.number,
            customer=order.customer_name, stop=record.stop_sequence, what=words[row.id],
        )  # fmt: skip


def _surplus(session: Session, day: date) -> Iterator[OpenThing]:
    """Yield parcels that lie in a van which they do not belong into."""
    query = (
        select(SurplusParcel, Shift, Parcel, Order)
        .join(Shift, Shift.id == SurplusParcel.shift_id)
        .outerjoin(Parcel, Parcel.id == SurplusParcel.parcel_id)
        .outerjoin(Order, Order.id == Parcel.order_id)
        .options(joinedload(Shift.driver))
        .where(Shift.day == day, SurplusParcel.gone_at.is_(None))
        .order_by(SurplusParcel.id)
    )
    for row, shift, parcel, order in session.execute(query):
        yield OpenThing(
            kind=OpenKind.SURPLUS, key=f"surplus:{row.id}", shift_id=shift.id, letter=shift.driver.letter,
            since=row.seen_at, order_id=order.id if order is not None else None,
            number=order.number if order is not None else "",
            customer=order.customer_name if order is not None else "", record_id=row.id,
            what=parcel.code.spaced if parcel is not None else row.code,
        )  # fmt: skip


@reads(Kind.PLANS, Kind.ROAD, Kind.FLEET, Kind.OUTCOMES, Kind.ORDERS)
def cash_of(session: Session, day: date) -> tuple[CashOf, ...]:
    """Return the cash of each driver and of the counter that took any, or was to."""
    taken: dict[tuple[int | None, str], list[int]] = {}
    off: dict[tuple[int | None, str], list[tuple[int | None, int]]] = {}
    named: dict[int | None, tuple[str, str]] = {None: ("", "")}
    for record, order, shift in records_of(session, day):
        shift_id = shift.id if shift is not None else None
        if shift is not None:
            named[shift.id] = shift.driver.letter, shift.driver.name
        if record.means == CASH and record.collected:
            taken.setdefault((shift_id, order.currency or ""), []).append(record.collected)
        if handed.is_delivered(record.outcome_code) and record.collected != record.due and record.means in (CASH, ""):
            entry = record.stop_sequence, record.collected - record.due
            off.setdefault((shift_id, order.currency or ""), []).append(entry)
    counts: dict[tuple[int | None, str], CashCount] = {}
    for count in session.scalars(select(CashCount).where(CashCount.day == day).order_by(CashCount.id)):
        counts[count.shift_id, count.currency] = count
        if count.shift_id not in named:
            shift = session.get_one(Shift, count.shift_id)
            named[count.shift_id] = shift.driver.letter, shift.driver.name
    rows = []
    for shift_id, currency in dict.fromkeys((*taken, *counts)):
        sums = taken.get((shift_id, currency), [])
        counted = counts.get((shift_id, currency))
        due = sum(sums)
        # an explanation is of one difference
        explained = counted is not None and counted.due == due
        rows.append(
            CashOf(
                shift_id=shift_id,
                letter=named[shift_id][0],
                driver=named[shift_id][1],
                currency=currency,
                due=due,
                stops=len(sums),
                counted=counted.total if counted is not None else None,
                reason=counted.reason if counted is not None and explained else "",
                counted_by=counted.counted_by if counted is not None else "",
                counted_at=counted.counted_at if counted is not None else None,
                pieces=counted.pieces if counted is not None else {},
                loose=counted.loose if counted is not None else 0,
                off=tuple(off.get((shift_id, currency), ())),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.letter or "~", row.currency)))


def _cash(session: Session, day: date) -> Iterator[OpenThing]:
    for row in cash_of(session, day):
        if row.is_open:
            yield OpenThing(
                kind=OpenKind.CASH, key=f"cash:{row.shift_id or 'counter'}:{row.currency}:{row.difference}",
                shift_id=row.shift_id, letter=row.letter, since=row.counted_at or local_day(session, day).begins,
                what="" if row.counted is not None else "not_counted",
                money=row.difference if row.counted is not None else -row.due, currency=row.currency,
                by=row.counted_by,
            )  # fmt: skip


def _phones(session: Session, day: date) -> Iterator[OpenThing]:
    """Yield phones that hold acts which never came, and acts that wait for a person."""
    query = (
        select(DriverPhone, Shift)
        .join(DriverLink, DriverLink.id == DriverPhone.link_id)
        .join(Shift, Shift.id == DriverLink.shift_id)
        .options(joinedload(Shift.driver))
        .where(Shift.day == day)
        .order_by(DriverPhone.id)
    )
    for phone, shift in session.execute(query):
        told = select(PhoneAct, Order).outerjoin(Order, Order.id == PhoneAct.order_id)
        rows = session.execute(told.where(PhoneAct.phone_id == phone.id).order_by(PhoneAct.counter)).all()
        silent = phone.announced - len({act.counter for act, _ in rows})
        if silent > 0:
            yield OpenThing(
                kind=OpenKind.PHONE, key=f"phone:{phone.id}:{phone.announced}:{silent}", shift_id=shift.id,
                letter=shift.driver.letter, since=phone.heard_at, customer=shift.driver.name, what="silent",
                number=str(silent),
            )  # fmt: skip
        for act, order in rows:
            if act.state == "open":
                yield OpenThing(
                    kind=OpenKind.PHONE, key=f"act:{act.id}", shift_id=shift.id, letter=shift.driver.letter,
                    since=act.acted_at, order_id=act.order_id, record_id=act.id, what=act.reason,
                    number=order.number if order is not None else "",
                    customer=order.customer_name if order is not None else "",
                )  # fmt: skip


def figures(session: Session, day: date) -> dict[str, Any]:
    """Return the figures of a day, as its closing keeps them."""
    records = [record for record, _, _ in records_of(session, day)]
    local = local_day(session, day)
    corrected = select(func.count()).select_from(Handoff)
    corrected = corrected.where(
        Handoff.acted_at >= local.begins, Handoff.acted_at < local.ends, Handoff.replaced_at.is_not(None)
    )
    return {
        "records": len(records),
        "delivered": sum(record.outcome_code.startswith(("delivered", "picked_up")) for record in records),
        "missed": sum(not record.outcome_code.startswith(("delivered", "picked_up")) for record in records),
        "corrected": session.scalar(corrected) or 0,
        "brought_back": len(goods_of(session, day)),
        "cash": [
            {"driver": row.driver, "due": row.due, "counted": row.counted, "currency": row.currency, "why": row.reason}
            for row in cash_of(session, day)
        ],
    }
