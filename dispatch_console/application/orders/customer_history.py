"""Read what is known of a customer from earlier orders."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.store.entities import Address, Order

# further back nobody looks, and a wholesaler may have thousands
MOST_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """`orders`: how many this customer had up to this one, itself included.

    `usual_address`: where most of the earlier ones were delivered, and how many, where this one goes to a door that
    none was delivered to; empty otherwise.
    """

    orders: int
    usual_address: str = ""
    delivered_there: int = 0


def customer_history(session: Session, order: Order) -> CustomerHistory:
    """Return what the latest orders before this one say."""
    earlier = (
        select(Order.id, Order.address_id, Order.outcome)
        .where(Order.customer_id == order.customer_id, Order.id < order.id)
        .order_by(Order.id.desc())
        .limit(MOST_LOOKED_AT)
        .subquery()
    )
    count = session.scalar(select(func.count()).select_from(earlier)) or 0
    delivered = (
        select(earlier.c.address_id, func.count())
        .where(earlier.c.outcome == "delivered")
        .group_by(earlier.c.address_id)
        .order_by(func.count().desc(), earlier.c.address_id)
    )
    places = session.execute(delivered).all()
    if not places or any(address_id == order.address_id for address_id, _ in places):
        return CustomerHistory(count + 1)
    address_id, times = places[0]
    return CustomerHistory(count + 1, session.get_one(Address, address_id).one_line, times)
