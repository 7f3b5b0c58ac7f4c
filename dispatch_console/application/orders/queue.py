"""Read filtered pages of the queue, and count orders per filter and stage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, ColumnElement, Row, Subquery, Text, UnaryExpression, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from dispatch_console.application.operations.views import reads
from dispatch_console.domain import moments
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders import search_text
from dispatch_console.domain.orders.stages import Stage
from dispatch_console.domain.orders.van_time import TO_LOADED
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.store.entities import (
    Address,
    Order,
    Parcel,
)
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import station_now

Column = ColumnElement[Any] | InstrumentedAttribute[Any]

SORTS = {
    "leaves": Order.leaves_at,
    "number": Order.number,
    "customer": Order.customer_name,
    "step": Order.step_since,
    "promise": Order.promise_start,
}

# keys that an order may be without; then it comes last, whichever way they are sorted
NULLABLE = ("leaves", "promise")

# so many are looked up by their words before they are ordered
FEW = 20_000


# on its way or handed over: the dispatcher sees these in Tracking
NO_WORK = ("on_the_road", "reconcile", "closed")


# what decides which orders a filter finds, and in which order
KINDS = (
    Kind.ORDERS,
    Kind.VERIFICATION,
    Kind.PACKING,
    Kind.HOLDING,
    Kind.PROMISES,
    Kind.DISPATCH,
    Kind.OUTCOMES,
    Kind.CLOSURE,
    Kind.ADDRESSES,
)


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Empty fields do not filter. `work` leaves out what nobody at a desk has to touch, `open` what is closed;
    `day` is the day of departure; `late` leaves those that are likely to miss
    their van, `changed` those whose source says something that nobody has decided on.
    """

    text: str = ""
    number: str = ""
    stage: str = ""
    source: str = ""
    day: date | None = None
    zone: str = "UTC"
    verification: str = ""
    held_by: str = ""
    held_at: str = ""
    leaves_at: datetime | None = None
    requirement: str = ""
    without_pin: bool = False
    late: bool = False
    changed: bool = False
    work: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One row of the queue."""

    id: int
    number: str
    customer: str
    address: str
    town: str
    source: str
    promise_start: datetime | None
    promise_end: datetime | None
    wish_start: datetime | None
    wish_end: datetime | None
    wish: str
    handover: str
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
    """Return the condition of a search text: all its words without accents, a telephone number, or a parcel's code."""
    words = and_(*(Order.search_text.contains(search_text.folded(word), autoescape=True) for word in text.split()))
    others: list[ColumnElement[bool]] = []
    if phone := search_text.phone(text):
        others.append(Order.search_text.contains(phone, autoescape=True))
    try:
        code = codes.parse_typed(CodeKind.PARCEL, text)
    except BadInput:
        code = None
    if code is not None and code.kind is CodeKind.PARCEL:
        # a number, not a condition on rows: beside it the index of words can still be used
        others.append(Order.id == select(Parcel.order_id).where(Parcel.id == code.number).scalar_subquery())
    return or_(words, *others)


def conditions(session: Session, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """Return the SQL conditions of a filter."""
    clauses: list[ColumnElement[bool]] = []
    if wanted.text.strip():
        clauses.append(_says(wanted.text))
    if wanted.number:
        clauses.append(Order.number == wanted.number)
    if wanted.stage:
        clauses.append(Order.stage == wanted.stage)
    if wanted.work:
        # named one by one: an index finds the few that are open among a million that are done
        clauses.append(Order.stage.in_([stage for stage in Stage if stage not in NO_WORK]))
    if wanted.open:
        clauses.append(Order.stage.in_([stage for stage in Stage if stage != Stage.CLOSED]))
    if wanted.source:
        clauses.append(Order.source == wanted.source)
    if wanted.verification:
        clauses.append(Order.verification == wanted.verification)
    if wanted.held_by:
        clauses.append(Order.held_by == wanted.held_by)
    if wanted.held_at:
        clauses.append(Order.held_at == wanted.held_at)
    if wanted.leaves_at is not None:
        clauses.append(Order.leaves_at == wanted.leaves_at)
    if wanted.requirement:
        clauses.append(Order.requirements.op("@>")(cast([wanted.requirement], ARRAY(Text))))
    if wanted.without_pin:
        clauses.append(Order.address_id.in_(select(Address.id).where(Address.lat.is_(None))))
    if wanted.late:
        now = station_now(session)
        late = [and_(Order.stage == stage, Order.leaves_at < now + needed) for stage, needed in TO_LOADED.items()]
        clauses.append(or_(*late))
    if wanted.changed:
        # an order in question is never closed, and stands at Verify unless it is held
        clauses.append(Order.stage.in_((Stage.VERIFY, Stage.NEEDS_ATTENTION)))
        clauses.append(Order.source_change.is_not(None))
    if wanted.day:
        local = LocalDay(wanted.day, ZoneInfo(wanted.zone))
        clauses.append(and_(Order.leaves_at >= local.begins, Order.leaves_at < local.ends))
    return clauses


@reads(*KINDS)
def page(
    session: Session,
    wanted: OrderFilter,
    sort: str = "leaves",
    descending: bool = False,
    limit: int = 200,
    offset: int = 0,
    of: int | None = None,
) -> tuple[OrderRow, ...]:
    """Return a page of the queue, ordered by key and id; orders without a key come last.

    `of` is how many there are, where that is known: a page behind the middle is counted from the end, and where
    words leave few they are looked up first instead of walked past.
    """
    ids = _ids(session, wanted, sort, descending, limit, offset, of)
    query = (
        select(
            Order.id,
            Order.number,
            Order.customer_name,
            Address.line1,
            Address.line2,
            Address.city,
            Order.source,
            Order.wish,
            Order.handover,
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
        .join(ids, ids.c.id == Order.id)
        .join(Address, Order.address_id == Address.id)
        .order_by(*_direction(SORTS[sort], Order.id, sort, up=not descending))
    )
    return tuple(_row(row) for row in session.execute(query))


def _ids(
    session: Session, wanted: OrderFilter, sort: str, descending: bool, limit: int, offset: int, of: int | None
) -> Subquery:
    """Return the page's ids, read from an index alone that holds key, id and stage; rows are read for these only."""
    backwards = of is not None and offset > of // 2
    if backwards and of is not None:
        limit, offset = max(0, min(limit, of - offset)), max(0, of - offset - limit)
    key: Column = SORTS[sort]
    number: Column = Order.id
    clauses = conditions(session, wanted)
    query = select(number).where(*clauses)
    if wanted.text.strip() and of is not None and of <= FEW:
        # else the order of the key would be walked until enough of the words were found
        few = select(number, key.label("key")).where(*clauses).cte("few").prefix_with("materialized")
        key, number = few.c.key, few.c.id
        query = select(number)
    direction = _direction(key, number, sort, up=descending == backwards, first=backwards)
    return query.order_by(*direction).limit(limit).offset(offset).subquery("page")


def _direction(
    key: Column, number: Column, sort: str, *, up: bool, first: bool = False
) -> tuple[UnaryExpression[Any], ...]:
    """Return an ordering that is that of an index, forwards or backwards. `first`: orders without a key come first."""
    order = key.asc() if up else key.desc()
    if sort in NULLABLE:
        order = order.nulls_first() if first else order.nulls_last()
    return order, number.asc() if up else number.desc()


def _row(row: Row[*tuple[Any, ...]]) -> OrderRow:
    wish = row.wish_windows[0] if row.wish_windows else (None, None)
    differences = row.source_change.get("differences", []) if row.source_change else []
    return OrderRow(
        id=row.id,
        number=row.number,
        customer=row.customer_name,
        address=f"{row.line1} {row.line2}".strip(),
        town=row.city,
        source=row.source,
        wish=row.wish,
        handover=row.handover,
        promise_start=row.promise_start,
        promise_end=row.promise_end,
        wish_start=moments.from_text(wish[0]) if wish[0] else None,
        wish_end=moments.from_text(wish[1]) if wish[1] else None,
        leaves_at=row.leaves_at,
        pieces=row.pieces,
        stage=row.stage,
        step_since=row.step_since,
        verification=row.verification,
        appointment=row.appointment,
        held_by=row.held_by,
        held_at=row.held_at,
        duplicate_of=row.duplicate_of,
        change=tuple((what, ours, theirs) for what, ours, theirs in differences),
    )


@reads(*KINDS)
def has(session: Session, order_id: int, wanted: OrderFilter) -> bool:
    """Return whether a list holds an order."""
    query = select(Order.id).where(Order.id == order_id, *conditions(session, wanted))
    return session.scalar(query) is not None


@reads(*KINDS)
def total(session: Session, wanted: OrderFilter) -> int:
    query = select(func.count()).select_from(Order).where(*conditions(session, wanted))
    return session.scalar(query) or 0


@reads(Kind.ORDERS, Kind.VERIFICATION, Kind.PACKING, Kind.PROMISES, Kind.DISPATCH, Kind.OUTCOMES, Kind.CLOSURE)
def stage_counts(session: Session) -> dict[str, int]:
    """Count the orders in each stage."""
    query = select(Order.stage, func.count()).group_by(Order.stage).order_by(Order.stage)
    return dict(session.execute(query).all())


@reads(*KINDS)
def first_page(session: Session, wanted: OrderFilter, sort: str, descending: bool) -> tuple[int, tuple[OrderRow, ...]]:
    """Return the number of orders and the first page, read at one moment."""
    count = total(session, wanted)
    return count, page(session, wanted, sort, descending, of=count)


def numbers_of(session: Session, ids: list[int]) -> dict[int, str]:
    """Return order numbers by id."""
    query = select(Order.id, Order.number).where(Order.id.in_(ids))
    return dict(session.execute(query).all())
