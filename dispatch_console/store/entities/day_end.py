"""The end of a day: cash that was counted, what was waived, vans and days that were closed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dispatch_console.store.entities.base import Base
from dispatch_console.store.kinds import Kind


class CashCount(Base):
    """Cash of a driver, or of the counter (`shift_id` None), counted by notes and coins: the latest of them counts.

    `pieces`: minor units of a note or coin → how many; `loose`: coins that were not sorted. All sums in minor units.
    `reason`: why it differs from what was due, once somebody explained it.
    """

    __tablename__ = "cash_counts"
    kind = Kind.ROAD
    __table_args__ = (Index("ix_cash_counts_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"))
    currency: Mapped[str]
    pieces: Mapped[dict[str, Any]]
    loose: Mapped[int]
    total: Mapped[int]
    due: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    counted_at: Mapped[datetime]
    counted_by: Mapped[str]


class CloseWaiver(Base):
    """A thing that was open and does not keep the day from closing. `key` as `domain.road.day_end.OpenThing`.

    `until`: the last day on which it is let pass; later days list it, and then it blocks them. None: it passes for
    good. `settled_at`: a later day was closed without it, because it is there now.
    """

    __tablename__ = "close_waivers"
    kind = Kind.ROAD
    __table_args__ = (UniqueConstraint("day", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    key: Mapped[str]
    reason: Mapped[str]
    waived_at: Mapped[datetime]
    waived_by: Mapped[str]
    until: Mapped[date | None]
    settled_at: Mapped[datetime | None]


class VanClosing(Base):
    """A van that is back, with everything accounted for."""

    __tablename__ = "van_closings"
    kind = Kind.ROAD

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), unique=True)
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]


class DayClosing(Base):
    """A day that was closed. `facts`: its figures and what was waived, as they were then."""

    __tablename__ = "day_closings"
    kind = Kind.ROAD
    __table_args__ = (
        Index("uq_day_closings_standing", "day", unique=True, postgresql_where=text("reopened_at is null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    facts: Mapped[dict[str, Any]]
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
