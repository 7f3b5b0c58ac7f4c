"""Read what the return desk shows: the vans of a day, and one van's stops as its sheets tell them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.road import day_closings, day_end
from dispatch_console.domain.road.day_end import OpenThing
from dispatch_console.domain.road.proof import SHEET
from dispatch_console.store.entities import DayPlan, Handoff, Order, Route, SheetRow, Shift, Stop, StopOrder, VanClosing
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class VanBack:
    """A van of the day that left, or the counter (`shift_id` None). `closed_by` is empty while it is open."""

    shift_id: int | None
    letter: str
    driver: str
    vehicle: str
    stops: int
    open_count: int
    closed_by: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """An order at a stop. `record_id` is None while nobody knows what happened there. Money in minor units."""

    order_id: int
    number: str
    customer: str
    stop: int | None
    record_id: int | None
    outcome: str
    at: datetime | None
    recipient: str
    relation: str
    # drawn at the door or cut out of the sheet, as PNG
    signature: bytes | None
    # signed on paper, as the record says
    on_paper: bool
    open_proofs: tuple[str, ...]
    through: str
    to_collect: int
    due: int
    collected: int
    means: str
    currency: str
    needs: tuple[str, ...]
    # what was read of its scanned sheet, None for nothing certain
    read_signed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsRow:
    """Something that is to come back. `seen_at` is None while it is out; `outcome`: of the stop that it comes back
    from, empty where nobody was at its door.
    """

    goods_id: int
    shift_id: int | None
    letter: str
    what: str
    customer: str
    stop: int | None
    outcome: str
    place: str
    is_parcel: bool
    seen_at: datetime | None
    seen_by: str
    goes_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VanReturn:
    """Everything of one van, or of the counter."""

    shift_id: int | None
    day: date
    rows: tuple[ReturnRow, ...]
    goods: tuple[GoodsRow, ...]
    cash: tuple[day_end.CashOf, ...]
    things: tuple[OpenThing, ...]
    closed_by: str
    day_closed: bool


@reads(
    Kind.PLANS, Kind.ROAD, Kind.FLEET, Kind.ORDERS, Kind.DISPATCH, Kind.OUTCOMES, Kind.CLOSURE, Kind.LOADING,
    Kind.PACKING, Kind.PHONES,
)  # fmt: skip
def vans_back(session: Session, day: date) -> tuple[VanBack, ...]:
    """Return the vans of a day that left, and the counter where it has something to account for."""
    things = day_end.open_things(session, day)
    closings = {row.shift_id: row for row in session.scalars(select(VanClosing))}
    shifts = session.execute(
        select(Shift, Stop.id)
        .join(Route, Route.shift_id == Shift.id)
        .join(DayPlan, DayPlan.id == Route.plan_id)
        .join(Stop, Stop.route_id == Route.id)
        .options(joinedload(Shift.driver), joinedload(Shift.vehicle))
        .where(DayPlan.day == day, Route.departed_at.is_not(None))
    )
    stops: dict[int, int] = {}
    known: dict[int, Shift] = {}
    for shift, _ in shifts:
        known[shift.id] = shift
        stops[shift.id] = stops.get(shift.id, 0) + 1
    vans = [
        VanBack(
            shift_id=shift.id,
            letter=shift.driver.letter,
            driver=shift.driver.name,
            vehicle=shift.vehicle.name,
            stops=stops[shift.id],
            open_count=sum(thing.blocks and thing.shift_id == shift.id for thing in things),
            closed_by=closings[shift.id].closed_by if shift.id in closings else "",
            closed_at=closings[shift.id].closed_at if shift.id in closings else None,
        )
        for shift in known.values()
    ]
    counter = [record for record, _, shift in day_end.records_of(session, day) if shift is None]
    at_counter = [thing for thing in things if thing.blocks and thing.shift_id is None]
    if counter or at_counter:
        vans.append(
            VanBack(
                shift_id=None,
                letter="",
                driver="",
                vehicle="",
                stops=len(counter),
                open_count=len(at_counter),
                closed_by="",
                closed_at=None,
            )
        )
    return tuple(sorted(vans, key=lambda van: van.letter or "~"))


@reads(
    Kind.PLANS, Kind.ROAD, Kind.FLEET, Kind.ORDERS, Kind.DISPATCH, Kind.OUTCOMES, Kind.CLOSURE, Kind.LOADING,
    Kind.PACKING, Kind.PHONES,
)  # fmt: skip
def van_return(session: Session, day: date, shift_id: int | None) -> VanReturn:
    """Return one van's stops, goods, cash and what keeps it open."""
    closing = session.scalar(select(VanClosing).where(VanClosing.shift_id == shift_id)) if shift_id else None
    return VanReturn(
        shift_id=shift_id,
        day=day,
        rows=_of_van(session, day, shift_id) if shift_id is not None else _of_counter(session, day),
        goods=tuple(row for row in goods_rows(session, day) if row.shift_id == shift_id),
        cash=tuple(row for row in day_end.cash_of(session, day) if row.shift_id == shift_id),
        things=tuple(thing for thing in day_end.open_things(session, day) if thing.shift_id == shift_id),
        closed_by=closing.closed_by if closing is not None else "",
        day_closed=day_closings.standing(session, day) is not None,
    )


def goods_rows(session: Session, day: date) -> tuple[GoodsRow, ...]:
    """Return all that vans and counter were to bring back on a day."""
    goods = day_end.goods_of(session, day)
    words = day_end.goods_words(session, [row for row, _, _, _ in goods])
    return tuple(
        GoodsRow(
            goods_id=row.id,
            shift_id=row.shift_id,
            letter=shift.driver.letter if shift is not None else "",
            what=words[row.id],
            customer=order.customer_name,
            stop=record.stop_sequence if record is not None else None,
            outcome=record.outcome_code if record is not None else "",
            place=row.place,
            is_parcel=row.parcel_id is not None,
            seen_at=row.seen_at,
            seen_by=row.seen_by,
            goes_to=row.goes_to,
        )
        for row, order, shift, record in goods
    )


def _of_van(session: Session, day: date, shift_id: int) -> tuple[ReturnRow, ...]:
    query = (
        select(Stop, Order)
        .join(Route, Route.id == Stop.route_id)
        .join(DayPlan, DayPlan.id == Route.plan_id)
        .join(StopOrder, StopOrder.stop_id == Stop.id)
        .join(Order, Order.id == StopOrder.order_id)
        .where(DayPlan.day == day, Route.shift_id == shift_id, Route.departed_at.is_not(None))
        .order_by(Stop.sequence, Order.id)
    )
    rows = [(stop, order) for stop, order in session.execute(query)]
    standing = select(Handoff).where(Handoff.stop_id.in_([stop.id for stop, _ in rows]), Handoff.replaced_at.is_(None))
    records = {(record.stop_id, record.order_id): record for record in session.scalars(standing)}
    read = _read_of(session, [order.id for _, order in rows])
    return tuple(
        _row(order, stop.sequence, records.get((stop.id, order.id)), read.get(order.id)) for stop, order in rows
    )


def _read_of(session: Session, orders: Sequence[int]) -> dict[int, bool | None]:
    """Return what was read of the newest sheet of each order."""
    query = select(SheetRow.order_id, SheetRow.signed).where(SheetRow.order_id.in_(orders))
    # the last one stays
    return {row.order_id: row.signed for row in session.execute(query.order_by(SheetRow.sheet_id, SheetRow.id))}


def _of_counter(session: Session, day: date) -> tuple[ReturnRow, ...]:
    return tuple(
        _row(order, None, record, None) for record, order, shift in day_end.records_of(session, day) if shift is None
    )


def _row(order: Order, stop: int | None, record: Handoff | None, read: bool | None) -> ReturnRow:
    return ReturnRow(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        stop=stop,
        record_id=record.id if record is not None else None,
        outcome=record.outcome_code if record is not None else "",
        at=record.acted_at if record is not None else None,
        recipient=record.recipient if record is not None else "",
        relation=record.relation if record is not None else "",
        signature=record.signature if record is not None else None,
        on_paper=record is not None and (record.on_paper or record.reported_through == SHEET),
        open_proofs=tuple(record.open_proofs) if record is not None else (),
        through=record.reported_through if record is not None else "",
        to_collect=order.due_on_delivery or 0,
        due=record.due if record is not None else order.due_on_delivery or 0,
        collected=record.collected if record is not None else 0,
        means=record.means if record is not None else "",
        currency=order.currency or "",
        needs=tuple(order.requirements),
        read_signed=read,
    )
