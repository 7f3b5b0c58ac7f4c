"""Read finished stops, and everything that a correction of one has to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import pins, proof_rules
from dispatch_console.application.papers.proof_photos import photos_of_attempt
from dispatch_console.application.road import day_closings, day_end
from dispatch_console.application.road.handoff_view import Recorded, records_of
from dispatch_console.application.road.recording import sent_lines
from dispatch_console.application.routes.accepted import turned_of
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.orders.permissions import may_be_left
from dispatch_console.domain.orders.proof_levels import Level
from dispatch_console.domain.road import handed
from dispatch_console.domain.road.handed import SentLine, Turned
from dispatch_console.store.entities import GoodsBack, Handoff, Message, Order, Stop
from dispatch_console.store.kinds import Kind

_TOLD = ("delivered", "missed", "survey", "correction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A record that stands. `corrected`: it replaced another one."""

    record_id: int
    order_id: int
    number: str
    customer: str
    letter: str
    driver: str
    stop: int | None
    at: datetime
    outcome: str
    delivered: bool
    corrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOf:
    """A message about a record. `sent_at` is None while it waits."""

    kind: str
    channel: str
    state: str
    reason: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPhoto:
    """A photo of an attempt. `picture` is None where it shows nothing or was withdrawn: `withdrawn_at` says which."""

    photo_id: int
    picture: bytes | None
    received_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """One record with what surrounds it. Money in minor units of `currency`. `next_attempt`: one has begun since;
    `is_planned`: it is on a route already. `goods_here`: goods of it were scanned in at the return desk.
    """

    record_id: int
    order_id: int
    number: str
    customer: str
    address: str
    letter: str
    driver: str
    stop: int | None
    outcome: str
    recipient: str
    relation: str
    said_name: bool
    said_number: bool
    id_kind: str
    of_age: bool
    due: int
    to_collect: int
    collected: int
    means: str
    currency: str
    has_signature: bool
    on_paper: bool
    open_proofs: tuple[str, ...]
    arrived_at: datetime | None
    acted_at: datetime
    left_depot_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    through: str
    lines: tuple[SentLine, ...]
    turned: tuple[Turned, ...]
    needs: tuple[str, ...]
    safe_place: str
    may_be_left: bool
    parcels: tuple[str, ...]
    attempt: int
    next_attempt: bool
    is_planned: bool
    goods_here: int
    told: tuple[ToldOf, ...]
    history: tuple[Recorded, ...]
    day_closed: bool
    standing: bool
    levels: Mapping[str, Level]
    pin_right: bool
    photos: tuple[RecordPhoto, ...]
    zone: ZoneInfo


def orders_of_day(session: Session, day: date) -> tuple[int, ...]:
    """Return the orders that were handed over on a day, in the order in which that was."""
    rows = day_end.records_of(session, day)
    return tuple(dict.fromkeys(order.id for record, order, _ in rows if handed.is_delivered(record.outcome_code)))


@reads(Kind.OUTCOMES, Kind.ORDERS, Kind.PLANS, Kind.FLEET, Kind.ROAD)
def finished(session: Session, day: date) -> tuple[Finished, ...]:
    """Return the records of a day that stand: missed ones first, then the others, the last first."""
    rows = [
        Finished(
            record_id=record.id,
            order_id=order.id,
            number=order.number,
            customer=order.customer_name,
            letter=shift.driver.letter if shift is not None else "",
            driver=record.driver,
            stop=record.stop_sequence,
            at=record.acted_at,
            outcome=record.outcome_code,
            delivered=record.outcome_code.startswith(("delivered", "picked_up")),
            corrected=record.replaces_id is not None,
        )
        for record, order, shift in day_end.records_of(session, day)
    ]
    rows.reverse()
    return tuple(sorted(rows, key=lambda row: row.delivered))


@reads(
    Kind.OUTCOMES, Kind.ORDERS, Kind.PACKING, Kind.ADDRESSES, Kind.PLANS, Kind.FLEET, Kind.ROAD, Kind.DISPATCH,
    Kind.MESSAGES, Kind.PHONES, Kind.SITE,
)  # fmt: skip
def record_view(session: Session, record_id: int) -> RecordView:
    """Return a record and what its correction would meet."""
    record = session.get_one(Handoff, record_id)
    order = session.scalars(
        select(Order)
        .where(Order.id == record.order_id)
        .options(selectinload(Order.address), selectinload(Order.parcels), selectinload(Order.lines))
    ).one()
    stop = session.get(Stop, record.stop_id) if record.stop_id is not None else None
    told = session.scalars(
        select(Message)
        .where(Message.order_id == order.id, Message.attempt == record.attempt, Message.kind_of.in_(_TOLD))
        .order_by(Message.id)
    )
    here = select(GoodsBack).where(GoodsBack.handoff_id == record.id, GoodsBack.seen_at.is_not(None))
    place = order.address
    return RecordView(
        record_id=record.id,
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        address=place.line1,
        letter=stop.route.shift.driver.letter if stop is not None else "",
        driver=record.driver,
        stop=record.stop_sequence,
        outcome=record.outcome_code,
        recipient=record.recipient,
        relation=record.relation,
        said_name=record.said_name,
        said_number=record.said_number,
        id_kind=record.id_kind,
        of_age=record.of_age,
        due=record.due,
        to_collect=order.due_on_delivery or 0,
        collected=record.collected,
        means=record.means,
        currency=order.currency or "",
        has_signature=record.signature is not None,
        on_paper=record.on_paper,
        open_proofs=tuple(record.open_proofs),
        arrived_at=record.arrived_at,
        acted_at=record.acted_at,
        left_depot_at=stop.route.departed_at if stop is not None else None,
        recorded_at=record.recorded_at,
        recorded_by=record.recorded_by,
        through=record.reported_through,
        lines=sent_lines(order),
        turned=turned_of(record),
        needs=tuple(order.requirements),
        levels=proof_rules.levels_of(session, order),
        pin_right=pins.was_right(session, order.id),
        safe_place=place.safe_place,
        may_be_left=may_be_left(order.requirements, order.due_on_delivery or 0),
        parcels=tuple(parcel.code.spaced for parcel in order.parcels),
        attempt=record.attempt,
        next_attempt=order.attempt > record.attempt,
        is_planned=order.attempt > record.attempt and order.dispatch != "unplanned",
        goods_here=len(session.scalars(here).all()),
        told=tuple(
            ToldOf(
                kind=message.kind_of,
                channel=message.channel,
                state=message.state,
                reason=message.reason,
                sent_at=message.sent_at,
            )
            for message in told
        ),
        history=records_of(session, order.id),
        day_closed=day_closings.is_closed(session, record.acted_at),
        standing=record.replaced_at is None,
        photos=tuple(
            RecordPhoto(
                photo_id=photo.id,
                picture=photo.picture,
                received_at=photo.received_at,
                withdrawn_at=photo.withdrawn_at,
                withdrawn_by=photo.withdrawn_by,
                withdrawn_for=photo.withdrawn_for,
            )
            for photo in session.scalars(photos_of_attempt(session, order.id, record.attempt))
        ),
        zone=zone_of(session),
    )
