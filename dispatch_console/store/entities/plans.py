"""The plan of a day: routes (one departure of one van), stops, and the orders each stop serves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch_console.domain import moments
from dispatch_console.store.entities.base import Base, Versioned
from dispatch_console.store.entities.customers import Address
from dispatch_console.store.entities.fleet import Shift
from dispatch_console.store.entities.orders import Order
from dispatch_console.store.kinds import Kind


class DayPlan(Versioned, Base):
    __tablename__ = "day_plans"
    kind = Kind.PLANS

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    solver: Mapped[str] = mapped_column(default="")
    estimate: Mapped[bool] = mapped_column(default=True)
    planned_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    routes: Mapped[list["Route"]] = relationship(order_by="Route.id", cascade="all, delete-orphan")


class PlannedRest(NamedTuple):
    """A break of a route; `after` is the number of stops before it."""

    after: int
    start: datetime
    end: datetime


def rests_of(breaks: Sequence[Any]) -> tuple[PlannedRest, ...]:
    """Return the breaks of a route as it keeps them."""
    return tuple(
        PlannedRest(rest["after"], moments.from_text(rest["start"]), moments.from_text(rest["end"])) for rest in breaks
    )


class Route(Base):
    """One departure of one van. `name` is what people call it: driver's letter and departure, `E 13:00`.

    `breaks` holds the planned rests with `start` and `end` as ISO instants; they are read as `rests`.
    `release_waiver`: why a supervisor let the van go though its load did not balance; empty where it did.
    """

    __tablename__ = "routes"
    kind = Kind.PLANS
    kinds_by_column: ClassVar = dict.fromkeys(("departed_at", "released_by", "release_waiver"), Kind.ROAD)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("day_plans.id", ondelete="CASCADE"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    departure: Mapped[int]
    name: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)
    start_at: Mapped[datetime]
    finish_at: Mapped[datetime]
    back_by: Mapped[datetime]
    distance_m: Mapped[int]
    driving_s: Mapped[int]
    locked: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    departed_at: Mapped[datetime | None]
    released_by: Mapped[str] = mapped_column(default="")
    release_waiver: Mapped[str] = mapped_column(default="", server_default="")
    breaks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")

    shift: Mapped[Shift] = relationship()
    stops: Mapped[list["Stop"]] = relationship(order_by="Stop.sequence", cascade="all, delete-orphan")

    @property
    def rests(self) -> tuple[PlannedRest, ...]:
        return rests_of(self.breaks)


class Stop(Base):
    """Planned times stay what they were planned; actual times stand beside them.

    `sequence` is the driver's number for the stop, counted through all departures of the day; `position` is its
    place on this route, from 1.
    """

    __tablename__ = "stops"
    kind = Kind.PLANS
    kinds_by_column: ClassVar = {"arrived_at": Kind.ROAD, "left_at": Kind.ROAD}

    id: Mapped[int] = mapped_column(primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("routes.id", ondelete="CASCADE"), index=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"))
    sequence: Mapped[int]
    arrive_at: Mapped[datetime]
    start_at: Mapped[datetime]
    leave_at: Mapped[datetime]
    window_start: Mapped[datetime | None]
    window_end: Mapped[datetime | None]
    distance_m: Mapped[int]
    driving_s: Mapped[int]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())

    route: Mapped[Route] = relationship(overlaps="stops")
    address: Mapped[Address] = relationship()
    served: Mapped[list["StopOrder"]] = relationship(order_by="StopOrder.id", cascade="all, delete-orphan")

    @property
    def position(self) -> int:
        return self.route.stops.index(self) + 1


class StopOrder(Base):
    __tablename__ = "stop_orders"
    kind = Kind.PLANS
    journaled = False
    __table_args__ = (UniqueConstraint("stop_id", "order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stop_id: Mapped[int] = mapped_column(ForeignKey("stops.id", ondelete="CASCADE"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)

    order: Mapped[Order] = relationship()
    stop: Mapped[Stop] = relationship(overlaps="served")


class PlanEdit(Base):
    """What one act made of some departures. `before` and `after`: `shift:departure` → order ids stop by stop.

    `published` says of those that were on paper before which revision that was, when, and its arrivals. `broke` and
    `kept`: ids of orders whose promise cannot be kept since then, or is kept again.
    """

    __tablename__ = "plan_edits"
    kind = Kind.PLANS
    journaled = False

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    what: Mapped[str]
    by: Mapped[str]
    station: Mapped[str]
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    broke: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    kept: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    undone_at: Mapped[datetime | None]


class PlanVariant(Base):
    """A plan of the day that is kept beside the one in use. `routes` as in `PlanEdit`."""

    __tablename__ = "plan_variants"
    kind = Kind.VARIANTS
    __table_args__ = (UniqueConstraint("day", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    name: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    routes: Mapped[dict[str, Any]] = mapped_column(default=dict)
