"""Customers that order the same again and again."""

from datetime import date

from sqlalchemy import ARRAY, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class RegularOrder(Base):
    """An order that comes again on certain days in a certain slot. `order_id`: what is copied. `weekdays`, `in_month`:
    as `domain.promises.regular_days.RegularDays` has them.
    """

    __tablename__ = "regular_orders"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    in_month: Mapped[int] = mapped_column(default=0)
    slot: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    paused_until: Mapped[date | None]
