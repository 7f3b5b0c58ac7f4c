"""Which windows may be promised, and which days nobody is driven to."""

from datetime import date, datetime

from sqlalchemy import ARRAY, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class SlotRule(Base):
    """Windows of a zone on some weekdays, until when one may be promised, and whose holidays count.

    `zone_id`: None for every zone without a rule of its own. `weekdays`: 0 is Monday. `order_by`: a local clock so many
    `order_days` before the window's day, empty for none. `holidays` as `domain.promises.slot_rules.Holidays` reads it.
    """

    __tablename__ = "slot_rules"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("delivery_zones.id", ondelete="CASCADE"))
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    slots: Mapped[list[str]] = mapped_column(default=list)
    order_by: Mapped[str] = mapped_column(default="")
    order_days: Mapped[int] = mapped_column(default=0)
    lead_min: Mapped[int] = mapped_column(default=0)
    holidays: Mapped[str] = mapped_column(default="")


class ClosedDay(Base):
    """A day that the site closes, or with `is_open` a holiday on which it drives all the same.

    `zone_id`: None for every zone. `closed_from`, `closed_until`: local clocks between which it is closed, empty
    for the beginning and the end of the day.
    """

    __tablename__ = "closed_days"
    kind = Kind.FLEET

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("delivery_zones.id", ondelete="CASCADE"))
    is_open: Mapped[bool] = mapped_column(default=False)
    closed_from: Mapped[str] = mapped_column(default="")
    closed_until: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
