"""Publish a plan: from then on papers carry its revision."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.store.entities import DayPlan, Route, Stop, StopOrder
from dispatch_console.store.transaction import Transaction


@operation("publish", DISPATCH.roles["publish"])
def publish(tx: Transaction, day: date) -> int:
    """Turn the plan into a manifest revision that the papers carry. Returns the revision.

    Errors: Refused `plan.none`, `plan.empty`.
    """
    # all of it at once: asked for stop by stop, a day of sixty vans takes a quarter of a minute
    loaded = selectinload(DayPlan.routes).selectinload(Route.stops).selectinload(Stop.served)
    query = select(DayPlan).where(DayPlan.day == day).options(loaded.selectinload(StopOrder.order))
    day_plan = tx.session.scalar(query.with_for_update(of=DayPlan))
    if day_plan is None:
        raise Refused("plan.none", day=day)
    routes = [route for route in day_plan.routes if route.departed_at is None and route.stops]
    if not routes:
        raise Refused("plan.empty", day=day)
    # what is on paper and still true keeps its paper
    routes = [route for route in routes if route.published_at is None]
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
