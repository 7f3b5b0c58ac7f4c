"""In which language a paper for a customer is printed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.language import for_customers, spoken
from dispatch_console.store.entities import Customer, Order


def language_for(session: Session, order_id: int) -> str:
    """Return the language of the customer where papers can be written in it, else that of the station."""
    query = select(Customer.language).join(Order, Order.customer_id == Customer.id).where(Order.id == order_id)
    tag = session.scalar(query) or ""
    return tag if tag.partition("_")[0] in for_customers() else spoken().tag
