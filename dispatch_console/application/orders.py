"""Looking at orders: filtered pages for the table, counts for the filters, everything about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.domain import codes, moments, search_text
from dispatch_console.domain.codes import CodeKind
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.store.entities import Address, CheckMark, JournalEntry, Operation, Order, Parcel

__all__ = ["CheckMark", "Order", "OrderFilter", "OrderRow"]

SORTS = {
    "leaves": Order.leaves_at,
    "number": Order.number,
    "customer": Order.customer_name,
    "step": Order.step_since,
    "promise": Order.promise_start,
}

# orders of one number that a refusal names
MOST_NAMED = 4

# on its way or handed over: the dispatcher sees these in Tracking
NO_WORK = ("on_the_road", "reconcile", "closed")


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Empty fields do not filter. `work` leaves out what nobody at a desk has to touch, `open` what is closed;
    `day` is the day of departure.
    """

    text: str = ""
    number: str = ""
    stage: str = ""
    source: str = ""
    day: date | None = None
    zone: str = "UTC"
    verification: str = ""
    held_by: str = ""
    requirement: str = ""
    without_pin: bool = False
    work: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One row of the queue."""

    id: int
    number: str
    customer: str
    address: str
    promise_start: datetime | None
    promise_end: datetime | None
    wish_start: datetime | None
    wish_end: datetime | None
    leaves_at: datetime | None
    pieces: int
    stage: str
    step_since: datetime
    verification: str
    appointment: str
    held_by: str
    held_at: str
    duplicate_of: int | None
    change: tuple[tuple[str, str, str], ...]


def _says(text: str) -> ColumnElement[bool]:
    """All the words, with or without their accents; a telephone number however it is written; a parcel's code."""
    words = and_(*(Order.search_text.contains(search_text.folded(word), autoescape=True) for word in text.split()))
    others: list[ColumnElement[bool]] = []
    if phone := search_text.phone(text):
        others.append(Order.search_text.contains(phone, autoescape=True))
    try:
        code = codes.parse_typed(CodeKind.PARCEL, text)
    except BadInput:
        code = None
    if code is not None and code.kind is CodeKind.PARCEL:
        others.append(Order.parcels.any(Parcel.id == code.number))
    return or_(words, *others)


def _conditions(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text.strip():
        found.append(_says(wanted.text))
    if wanted.number:
        found.append(Order.number == wanted.number)
    if wanted.stage:
        found.append(Order.stage == wanted.stage)
    if wanted.work:
        found.append(Order.stage.not_in(NO_WORK))
    if wanted.open:
        found.append(Order.stage != "closed")
    if wanted.source:
        found.append(Order.source == wanted.source)
    if wanted.verification:
        found.append(Order.verification == wanted.verification)
    if wanted.held_by:
        found.append(Order.held_by == wanted.held_by)
    if wanted.requirement:
        found.append(Order.requirements.contains([wanted.requirement]))
    if wanted.without_pin:
        found.append(Order.address.has(Address.lat.is_(None)))
    if wanted.day:
        local = LocalDay(wanted.day, ZoneInfo(wanted.zone))
        found.append(and_(Order.leaves_at >= local.begins, Order.leaves_at < local.ends))
    return found


def page(
    session: Session,
    wanted: OrderFilter,
    sort: str = "leaves",
    descending: bool = False,
    limit: int = 200,
    offset: int = 0,
) -> tuple[OrderRow, ...]:
    """A page of the queue, ordered by key and id."""
    key = SORTS[sort]
    direction = (key.desc().nulls_last(), Order.id.desc()) if descending else (key.asc().nulls_last(), Order.id.asc())
    query = (
        select(
            Order.id,
            Order.number,
            Order.customer_name,
            Address.line1,
            Address.line2,
            Order.promise_start,
            Order.promise_end,
            Order.wish_windows,
            Order.leaves_at,
            Order.pieces,
            Order.stage,
            Order.step_since,
            Order.verification,
            Order.appointment,
            Order.held_by,
            Order.held_at,
            Order.duplicate_of,
            Order.source_change,
        )
        .join(Address, Order.address_id == Address.id)
        .where(*_conditions(wanted))
        .order_by(*direction)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_row(row) for row in session.execute(query))


def _row(row: Row[Any]) -> OrderRow:
    wish = row.wish_windows[0] if row.wish_windows else (None, None)
    told = row.source_change.get("differences", []) if row.source_change else []
    return OrderRow(
        row.id,
        row.number,
        row.customer_name,
        f"{row.line1} {row.line2}".strip(),
        row.promise_start,
        row.promise_end,
        moments.from_text(wish[0]) if wish[0] else None,
        moments.from_text(wish[1]) if wish[1] else None,
        row.leaves_at,
        row.pieces,
        row.stage,
        row.step_since,
        row.verification,
        row.appointment,
        row.held_by,
        row.held_at,
        row.duplicate_of,
        tuple((what, ours, theirs) for what, ours, theirs in told),
    )


def total(session: Session, wanted: OrderFilter) -> int:
    query = select(func.count()).select_from(Order).where(*_conditions(wanted))
    return session.scalar(query) or 0


def stage_counts(session: Session) -> dict[str, int]:
    """How many orders stand in each stage."""
    query = select(Order.stage, func.count()).group_by(Order.stage)
    return dict(session.execute(query).all())


def full(query: Select[Order]) -> Select[Order]:
    """Everything about the orders in a few statements instead of one per order."""
    return query.options(
        selectinload(Order.customer),
        selectinload(Order.address),
        selectinload(Order.lines),
        selectinload(Order.parcels),
        selectinload(Order.marks),
        selectinload(Order.ledger),
    )


def list_full(session: Session, wanted: OrderFilter, limit: int, offset: int) -> Sequence[Order]:
    query = select(Order).where(*_conditions(wanted)).order_by(Order.id).limit(limit).offset(offset)
    return session.scalars(full(query)).all()


def by_number(session: Session, number: str, source: str = "") -> Order:
    """The order with this number, with or without its hash, of one source where that is named.

    Errors: BadInput `order.unknown`, `order.ambiguous` where two shops have an order of this number.
    """
    bare = number.lstrip("#")
    query = select(Order).where(or_(Order.number == number, Order.number == bare, Order.number == f"#{bare}"))
    if source:
        query = query.where(Order.source == source)
    found = session.scalars(full(query).order_by(Order.id.desc()).limit(MOST_NAMED)).all()
    if not found:
        raise BadInput("order.unknown", number=number)
    if len(found) > 1:
        raise ambiguous(number, found)
    return found[0]


def ambiguous(number: str, found: Sequence[Order]) -> BadInput:
    """A number is no identity: two shops may have given it."""
    told = "; ".join(f"{order.customer_name} ({order.source}, {order.address.line1})" for order in found)
    return BadInput("order.ambiguous", number=number, orders=told)


def detail(session: Session, order_id: int) -> tuple[Order, tuple[tuple[datetime, str, str], ...]]:
    """The order with everything about it, and its last operations as (when, what, who)."""
    order = session.scalars(full(select(Order).where(Order.id == order_id))).one()
    history = session.execute(
        select(Operation.at, Operation.name, Operation.actor)
        .join(JournalEntry, JournalEntry.operation_id == Operation.id)
        .where(JournalEntry.order_id == order_id)
        .distinct()
        .order_by(Operation.at.desc())
        .limit(8)
    )
    return order, tuple((row.at, row.name, row.actor) for row in history)


def first_page(session: Session, wanted: OrderFilter, sort: str, descending: bool) -> tuple[int, tuple[OrderRow, ...]]:
    """How many there are, and the first of them, in one look."""
    return total(session, wanted), page(session, wanted, sort, descending)
