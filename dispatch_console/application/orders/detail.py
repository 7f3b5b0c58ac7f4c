"""Load orders with everything about them: one by its number, or many in turn."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.orders.queue import OrderFilter, conditions
from dispatch_console.domain.errors import BadInput
from dispatch_console.store.entities import Order

# orders in memory while many are listed
CHUNK = 500


# orders of one number that a refusal names
MOST_NAMED = 4


def full(query: Select[Order]) -> Select[Order]:
    """Add loading of everything about the orders in a few statements instead of one per order."""
    return query.options(
        selectinload(Order.customer),
        selectinload(Order.address),
        selectinload(Order.lines),
        selectinload(Order.parcels),
        selectinload(Order.marks),
        selectinload(Order.ledger),
    )


def each(session: Session, wanted: OrderFilter, limit: int, offset: int) -> Iterator[Order]:
    """Yield orders with address, lines and parcels by id, a few hundred in memory at a time.

    The first is found by `offset`, the others from where the last chunk ended.
    """
    query = select(Order).where(*conditions(session, wanted)).order_by(Order.id)
    query = query.options(selectinload(Order.address), selectinload(Order.lines), selectinload(Order.parcels))
    after = None
    while limit > 0:
        chunk = query.where(Order.id > after) if after is not None else query.offset(offset)
        orders = session.scalars(chunk.limit(min(limit, CHUNK))).all()
        yield from orders
        if len(orders) < min(limit, CHUNK):
            return
        limit, after = limit - len(orders), orders[-1].id
        session.expunge_all()


def by_number(session: Session, number: str, source: str = "") -> Order:
    """Return the order with this number, with or without its hash or `SO-`, of one source where that is named.

    Errors: BadInput `order.unknown`, `order.ambiguous` where two shops have an order of this number.
    """
    number = number.strip()
    bare = number.lstrip("#")
    # screens show the number alone
    written = {number, bare, f"#{bare}", f"SO-{bare}", number.upper()}
    query = select(Order).where(Order.number.in_(written))
    if source:
        query = query.where(Order.source == source)
    matches = session.scalars(full(query).order_by(Order.id.desc()).limit(MOST_NAMED)).all()
    if not matches:
        raise BadInput("order.unknown", number=number)
    if len(matches) > 1:
        raise ambiguous(number, matches)
    return matches[0]


def ambiguous(number: str, matches: Sequence[Order]) -> BadInput:
    """Return the error that a number belongs to several orders, with a description of each."""
    descriptions = "; ".join(f"{order.customer_name} ({order.source}, {order.address.line1})" for order in matches)
    return BadInput("order.ambiguous", number=number, orders=descriptions)


def id_of(session: Session, number: str, source: str = "") -> int:
    """Return the id of the order with this number. Errors: those of `by_number`."""
    return by_number(session, number, source).id
