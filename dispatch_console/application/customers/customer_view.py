"""All of one customer: how to reach him, what he ordered, what comes now, what he allows and how he rated us."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import opt_outs, ways
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import pins
from dispatch_console.application.routes import live_eta
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain.messages.inbox import CASES
from dispatch_console.domain.values import Money
from dispatch_console.store.entities import Customer, InboxItem, Order, Stop, SurveyAnswer
from dispatch_console.store.kinds import Kind

MOST_ORDERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    order_id: int
    number: str
    stage: str
    at: datetime
    parcels: int
    total: Money | None
    outcome: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The order that is on its way or comes next. `eta` is the board's, None where no van has it."""

    number: str
    promise: tuple[datetime, datetime] | None
    is_confirmed: bool
    eta: datetime | None
    planned: datetime | None
    van: str
    driver: str
    letter: str
    stop: int
    before: str
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """`wants_none`: ways by which the customer wants no messages. `order_id`: the order that it is about."""

    customer_id: int
    order_id: int | None
    name: str
    phone: str
    email: str
    language: str
    since: datetime | None
    wants_none: tuple[str, ...]
    now: Now | None
    address: str
    access: tuple[str, ...]
    quality: str
    safe_place: str
    orders: tuple[OrderLine, ...]
    order_count: int
    rating: float | None
    ratings: int
    open_cases: int


@reads(Kind.ORDERS)
def customer_of(session: Session, order_id: int) -> int:
    """Return whose an order is."""
    return session.get_one(Order, order_id).customer_id


@reads(Kind.CUSTOMERS, Kind.ORDERS, Kind.ADDRESSES, Kind.PROMISES, Kind.OUTCOMES, Kind.DISPATCH, Kind.PLANS, Kind.ROAD,
       Kind.PACKING, Kind.CLOSURE, Kind.VERIFICATION, Kind.INBOX, Kind.FLEET)  # fmt: skip
def customer_view(session: Session, customer_id: int, order_id: int | None, now: datetime) -> CustomerView:
    """Return a customer as he is now. `order_id`: which of his orders it is about; the newest where none is named."""
    customer = session.get_one(Customer, customer_id)
    query = select(Order).where(Order.customer_id == customer_id).order_by(Order.id.desc())
    orders = session.scalars(query.limit(MOST_ORDERS)).all()
    count = session.scalar(select(func.count()).select_from(Order).where(Order.customer_id == customer_id)) or 0
    first = session.scalar(select(func.min(Order.imported_at)).where(Order.customer_id == customer_id))
    about = session.get(Order, order_id) if order_id is not None else None
    about = about or (orders[0] if orders else None)
    phone = about.phone if about is not None else customer.phone
    email = about.email if about is not None else customer.email
    ids = select(Order.id).where(Order.customer_id == customer_id)
    mean, ratings = session.execute(
        select(func.avg(SurveyAnswer.rating), func.count()).where(SurveyAnswer.order_id.in_(ids))
    ).one()
    cases = select(func.count()).select_from(InboxItem)
    cases = cases.where(InboxItem.customer_id == customer_id, InboxItem.kind_of.in_(CASES), InboxItem.done_at.is_(None))
    address = about.address if about is not None else None
    return CustomerView(
        customer_id=customer_id,
        order_id=about.id if about is not None else None,
        name=about.customer_name if about is not None else customer.name,
        phone=phone,
        email=email,
        language=customer.language,
        since=first,
        wants_none=tuple(
            channel
            for channel, contact in ((ways.SMS, phone), (ways.EMAIL, email))
            if customer.opted_out or opt_outs.standing(session, channel, contact) is not None
        ),
        now=_now(session, about, now) if about is not None and about.closure == "open" else None,
        address=address.one_line if address is not None else "",
        access=tuple(part for part in (address.gate_code, address.entrance, address.access_note) if part)
        if address is not None
        else (),
        quality=address.quality if address is not None else "",
        safe_place=address.safe_place if address is not None else "",
        orders=tuple(map(_line, orders)),
        order_count=count,
        rating=float(mean) if mean is not None else None,
        ratings=ratings,
        open_cases=session.scalar(cases) or 0,
    )


def _line(order: Order) -> OrderLine:
    return OrderLine(
        order_id=order.id,
        number=order.number,
        stage=order.stage,
        at=order.delivered_at or order.promise_start or order.placed_at or order.imported_at,
        parcels=len(order.parcels),
        total=Money(order.total, order.currency or "") if order.total is not None else None,
        outcome=order.outcome_code,
        is_open=order.closure == "open",
    )


def _now(session: Session, order: Order, now: datetime) -> Now:
    on_a_van = order.dispatch in ("planned", "on_manifest", "loaded", "out", "at_door")
    stop = current_stop(session, order.id) if on_a_van else None
    promise = (order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None
    return Now(
        number=order.number,
        promise=promise,
        is_confirmed=order.appointment == "confirmed",
        eta=live_eta.eta_of(session, stop, now).eta if stop is not None and order.outcome == "none" else None,
        planned=stop.arrive_at if stop is not None else None,
        van=stop.route.shift.vehicle.name if stop is not None else "",
        driver=stop.route.shift.driver.name if stop is not None else "",
        letter=stop.route.shift.driver.letter if stop is not None else "",
        stop=stop.sequence if stop is not None else 0,
        before=_before(session, stop) if stop is not None and order.dispatch == "out" else "",
        pin=pins.pin_for(session, order),
    )


def _before(session: Session, stop: Stop) -> str:
    """Return the customer at whose door the van stands now."""
    query = select(Stop).where(Stop.route_id == stop.route_id, Stop.arrived_at.is_not(None), Stop.left_at.is_(None))
    at_door = session.scalar(query.order_by(Stop.sequence.desc()).limit(1))
    if at_door is None or at_door.id == stop.id or not at_door.served:
        return ""
    return at_door.served[0].order.customer_name
