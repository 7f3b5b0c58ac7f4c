"""Publish a plan: from then on papers carry its revision."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.planning.publication import Publication, publication, unpublished
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.store.entities import DayPlan, Route, Stop, StopOrder
from dispatch_console.store.transaction import Transaction


@operation("publish", DISPATCH.roles["publish"])
def publish(tx: Transaction, day: date, seen: Publication | None = None) -> int:
    """Turn the plan into a manifest revision that the papers carry. Returns the revision.

    `seen`: what it would do, as whoever publishes has seen it. Errors: Refused `plan.none`, `plan.empty`; Conflict
    `publish.changed` where other departures or calls would come of it now.
    """
    # all of it at once: asked for stop by stop, a day of sixty vans takes a quarter of a minute
    loaded = selectinload(DayPlan.routes).selectinload(Route.stops).selectinload(Stop.served)
    query = select(DayPlan).where(DayPlan.day == day).options(loaded.selectinload(StopOrder.order))
    day_plan = tx.session.scalar(query.with_for_update(of=DayPlan))
    if day_plan is None:
        raise Refused("plan.none", day=day)
    if not any(route.stops for route in day_plan.routes if route.departed_at is None):
        raise Refused("plan.empty", day=day)
    if seen is not None and not publication(tx.session, day, tx.now).is_like(seen):
        raise Conflict("publish.changed")
    # what is on paper and still true keeps its paper
    routes = unpublished(day_plan)
    if not routes:
        return day_plan.revision
    day_plan.revision += 1
    day_plan.published_at = tx.now
    for route in routes:
        route.revision, route.published_at = day_plan.revision, tx.now
        for stop in route.stops:
            for served in stop.served:
                if served.order.dispatch == "planned":
                    served.order.take("dispatch", "publish", tx.now)
    return day_plan.revision
