"""Whose clock a text for a customer goes by."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.promises.customer_zone import zone_of_customer
from dispatch_console.language import countries
from dispatch_console.store.entities import Order


def zone_of_reader(session: Session, order: Order, now: datetime) -> ZoneInfo:
    """Return the zone of the customer of an order: by it he reads times, and sleeps."""
    return zone_of_customer(countries.zones(order.address.country), zone_of(session), now)
