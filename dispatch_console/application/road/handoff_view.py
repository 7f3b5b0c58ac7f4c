"""Read what the handoff form shows of an order, and which orders wait for a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import permissions, pins, proof_rules
from dispatch_console.application.papers.proof_photos import pictures_of_attempt
from dispatch_console.application.road.recording import sent_lines
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders.permissions import PermissionKind, may_be_left
from dispatch_console.domain.orders.proof_levels import Level
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.road.handed import SentLine
from dispatch_console.language import tr
from dispatch_console.store.entities import DayPlan, Handoff, Order, Parcel, Route, Stop, StopOrder
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingHandoff:
    """An order that somebody stands in front of, or whose van is under way."""

    order_id: int
    number: str
    customer: str
    letter: str
    stop: int
    where: str
    since: datetime | None
    planned_at: datetime | None
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffView:
    """One order at the door or at the counter. `due` in minor units of `currency`; `parcels` as id and code; `levels`:
    how strongly each proof is asked.
    """

    order_id: int
    number: str
    customer: str
    phone: str
    address: str
    safe_place: str
    letter: str
    stop: int | None
    driver: str
    dispatch: str
    outcome: str
    outcome_code: str
    attempt: int
    lines: tuple[SentLine, ...]
    parcels: tuple[tuple[int, str], ...]
    weight_g: int
    total: int | None
    due: int
    currency: str
    needs: tuple[str, ...]
    promise: tuple[datetime, datetime] | None
    arrived_at: datetime | None
    instructions: str
    packed: bool
    records: tuple["Recorded", ...]
    left_depot_at: datetime | None
    may_be_left: bool
    levels: Mapping[str, Level]
    pin_right: bool
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One record of an order, also one that was replaced since: then `why` it was."""

    record_id: int
    attempt: int
    at: datetime
    outcome: str
    recipient: str
    relation: str
    refused: int
    damaged: int
    note: str
    recorded_at: datetime
    recorded_by: str
    through: str
    due: int
    collected: int
    open_proofs: tuple[str, ...]
    lacking: tuple[str, ...]
    replaced_at: datetime | None
    why: str
    why_words: str


@reads(
    Kind.PLANS,
    Kind.ROAD,
    Kind.FLEET,
    Kind.ORDERS,
    Kind.PACKING,
    Kind.DISPATCH,
    Kind.OUTCOMES,
    Kind.CLOSURE,
    Kind.ADDRESSES,
)
def waiting(session: Session, day: date) -> tuple[WaitingHandoff, ...]:
    """Return orders at the door first, then those on the road, then packed orders that could be picked up."""
    query = (
        select(Order, Stop)
        .join(StopOrder, StopOrder.order_id == Order.id)
        .join(Stop, Stop.id == StopOrder.stop_id)
        .join(Route, Route.id == Stop.route_id)
        .join(DayPlan, DayPlan.id == Route.plan_id)
        .options(selectinload(Order.address))
        .where(DayPlan.day == day, Order.dispatch.in_(("out", "at_door")), Stop.left_at.is_(None))
        .order_by(Order.dispatch == "out", Stop.arrive_at, Order.id)
    )
    orders = [
        WaitingHandoff(
            order_id=order.id,
            number=order.number,
            customer=order.customer_name,
            letter=stop.route.shift.driver.letter,
            stop=stop.sequence,
            where=tr("{line1}, stop {sequence}", line1=order.address.line1, sequence=stop.sequence),
            since=stop.arrived_at,
            planned_at=stop.arrive_at,
            group=tr("At the door") if order.dispatch == "at_door" else tr("On the road"),
        )
        for order, stop in session.execute(query)
    ]
    counter = (
        select(Order)
        .where(
            Order.packing == "packed", Order.dispatch == "unplanned", Order.outcome == "none", Order.closure == "open"
        )
        .order_by(Order.step_since, Order.id)
        .limit(200)
    )
    orders += _proof_open(session, day)
    orders += [
        WaitingHandoff(
            order_id=order.id,
            number=order.number,
            customer=order.customer_name,
            letter="",
            stop=0,
            where=order.number,
            since=None,
            planned_at=None,
            group=tr("Packed, at the depot"),
        )
        for order in session.scalars(counter)
    ]
    return tuple(orders)


def records_of(session: Session, order_id: int) -> tuple[Recorded, ...]:
    """Return the records of an order as they were written, replaced ones too."""
    query = select(Handoff).where(Handoff.order_id == order_id).order_by(Handoff.id)
    return tuple(
        Recorded(
            record_id=row.id,
            attempt=row.attempt,
            at=row.acted_at,
            outcome=row.outcome_code,
            recipient=row.recipient,
            relation=row.relation,
            refused=row.items_refused,
            damaged=row.items_damaged,
            note=row.note,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            through=row.reported_through,
            due=row.due,
            collected=row.collected,
            open_proofs=tuple(row.open_proofs),
            lacking=tuple(row.lacking),
            replaced_at=row.replaced_at,
            why=row.why,
            why_words=row.why_words,
        )
        for row in session.scalars(query)
    )


def _proof_open(session: Session, day: date) -> list[WaitingHandoff]:
    """Return orders whose record of this day still lacks a proof."""
    local = LocalDay(day, zone_of(session))
    query = (
        select(Handoff, Order)
        .join(Order, Order.id == Handoff.order_id)
        .options(selectinload(Order.address))
        .where(Handoff.acted_at >= local.begins, Handoff.acted_at < local.ends, Handoff.replaced_at.is_(None))
        .where(func.cardinality(Handoff.open_proofs) > 0)
        .order_by(Handoff.acted_at, Handoff.id)
    )
    return [
        WaitingHandoff(
            order_id=order.id,
            number=order.number,
            customer=order.customer_name,
            letter="",
            stop=record.stop_sequence or 0,
            where=order.address.line1,
            since=record.acted_at,
            planned_at=None,
            group=tr("Recorded, money open") if record.open_proofs == ["cash"] else tr("Recorded, proof open"),
        )
        for record, order in session.execute(query)
    ]


@reads(
    Kind.PLANS,
    Kind.ROAD,
    Kind.FLEET,
    Kind.ORDERS,
    Kind.PACKING,
    Kind.PROMISES,
    Kind.DISPATCH,
    Kind.OUTCOMES,
    Kind.ADDRESSES,
    Kind.SITE,
)
def view(session: Session, order_id: int) -> HandoffView:
    """Return everything that the form shows of an order."""
    order = session.get_one(Order, order_id)
    stop = current_stop(session, order_id) if order.dispatch != "unplanned" else None
    place, zone = order.address, zone_of(session)
    return HandoffView(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        phone=order.phone,
        address=", ".join(part for part in (place.line1, place.line2) if part),
        safe_place=_safe_place(session, order, stop, zone),
        letter=stop.route.shift.driver.letter if stop else "",
        stop=stop.sequence if stop else None,
        driver=stop.route.shift.driver.name if stop else "",
        dispatch=order.dispatch,
        outcome=order.outcome,
        outcome_code=order.outcome_code,
        attempt=order.attempt,
        lines=sent_lines(order),
        parcels=tuple((parcel.id, parcel.code.spaced) for parcel in order.parcels),
        weight_g=order.weighed_g or 0,
        total=order.total,
        due=order.due_on_delivery or 0,
        currency=order.currency or "",
        needs=tuple(order.requirements),
        promise=(order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None,
        arrived_at=stop.arrived_at if stop else None,
        instructions=order.instructions,
        packed=order.packing == "packed",
        records=records_of(session, order_id),
        left_depot_at=stop.route.departed_at if stop else None,
        may_be_left=may_be_left(order.requirements, order.due_on_delivery or 0),
        levels=proof_rules.levels_of(session, order),
        pin_right=pins.was_right(session, order.id),
        zone=zone,
    )


@reads(Kind.PHONES, Kind.OUTCOMES, Kind.ORDERS, Kind.DISPATCH, Kind.PROMISES)
def has_photo(session: Session, order_id: int) -> bool:
    """Return whether a phone sent a photo of this attempt that shows something. Apart from `view`: phones are heard
    every few seconds.
    """
    return bool(pictures_of_attempt(session, order_id, session.get_one(Order, order_id).attempt))


@dataclass(frozen=True, slots=True)
class ParcelAtCounter:
    """A parcel that was scanned where customers fetch theirs, and whose it is."""

    parcel_id: int
    order_id: int
    number: str
    customer: str
    spaced: str


def parcel_at_counter(session: Session, text: str) -> ParcelAtCounter | None:
    """Return the parcel of a code; None for what is none of ours. Errors: BadInput `code.damaged`."""
    code = codes.parse_typed(CodeKind.PARCEL, text)
    parcel = session.get(Parcel, code.number) if code is not None and code.kind is CodeKind.PARCEL else None
    if parcel is None:
        return None
    order = session.get_one(Order, parcel.order_id)
    return ParcelAtCounter(parcel.id, order.id, order.number, order.customer_name, parcel.code.spaced)


def _safe_place(session: Session, order: Order, stop: Stop | None, zone: ZoneInfo) -> str:
    """Return where the order may be left on the day of its stop, or what stands at its door where it has none."""
    if stop is None:
        return order.address.safe_place
    day = stop.arrive_at.astimezone(zone).date()
    return permissions.place_for(session, order, PermissionKind.SAFE_PLACE, day)
