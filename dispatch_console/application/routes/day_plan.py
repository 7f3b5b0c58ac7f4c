"""Read the standing plan of a day, and an order's stop on it."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.errors import Refused
from dispatch_console.language import tr
from dispatch_console.store.entities import DayPlan, Order, Route, Shift, Stop, StopOrder
from dispatch_console.store.kinds import Kind


def day_plan(session: Session, day: date) -> DayPlan | None:
    """Return the plan with its routes, stops and orders."""
    query = (
        select(DayPlan)
        .where(DayPlan.day == day)
        .options(
            selectinload(DayPlan.routes)
            .selectinload(Route.stops)
            .selectinload(Stop.served)
            .selectinload(StopOrder.order)
            .options(selectinload(Order.parcels), selectinload(Order.address)),
            selectinload(DayPlan.routes).selectinload(Route.stops).selectinload(Stop.address),
            selectinload(DayPlan.routes)
            .selectinload(Route.shift)
            .options(selectinload(Shift.driver), selectinload(Shift.vehicle), selectinload(Shift.depot)),
        )
    )
    return session.scalar(query)


def stops_ahead(session: Session, stop: Stop) -> int:
    """Count the stops that a van has before it comes to this one."""
    query = (
        select(func.count())
        .select_from(Stop)
        .where(Stop.route_id == stop.route_id, Stop.sequence < stop.sequence, Stop.left_at.is_(None))
    )
    return session.scalar(query) or 0


@reads(Kind.PLANS, Kind.FLEET, Kind.DISPATCH)
def place_in_words(session: Session, order_id: int) -> str:
    """Return `Van 4, D 13:00, stop 16` for an order on a route; empty otherwise."""
    dispatch = session.scalar(select(Order.dispatch).where(Order.id == order_id))
    stop = current_stop(session, order_id) if dispatch not in (None, "unplanned") else None
    return (
        tr(
            "{vehicle}, {route}, stop {sequence}",
            vehicle=stop.route.shift.vehicle.name,
            route=stop.route.name,
            sequence=stop.sequence,
        )
        if stop
        else ""
    )


def has_left(session: Session, route: Route) -> Refused:
    """Return the refusal that a van is gone, with who released it and when."""
    at = f"{route.departed_at.astimezone(zone_of(session)):%H:%M}" if route.departed_at else ""
    return Refused("route.left", route=route.name, by=route.released_by, at=at)


def current_stop(session: Session, order_id: int) -> Stop | None:
    """Return the stop of the latest route that serves this order."""
    query = select(Stop).join(StopOrder).where(StopOrder.order_id == order_id).order_by(Stop.id.desc()).limit(1)
    return session.scalar(query)
