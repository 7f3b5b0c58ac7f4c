"""An order leaves a route that stands: its papers are no longer true, and carry the next revision when drawn anew."""

from dispatch_console.application.papers import ledger
from dispatch_console.store.entities import DayPlan, Order, Route
from dispatch_console.store.transaction import Transaction


def take_off_route(tx: Transaction, route: Route, order: Order, reason: str) -> None:
    """The order waits for a new plan, its parcels for another van. `reason` is one of `texts.STALE`."""
    for parcel in order.parcels:
        parcel.loaded_route_id = parcel.loaded_at = None
        parcel.loaded_place = ""
    order.take("dispatch", "leave_behind" if order.dispatch == "loaded" else "unplan", tx.now)
    for stop in list(route.stops):
        stop.served = [served for served in stop.served if served.order_id != order.id]
        if not stop.served:
            route.stops.remove(stop)
    renew_papers(tx, route, reason)


def renew_papers(tx: Transaction, route: Route, reason: str) -> None:
    """What was printed of the route says something that is no longer so."""
    ledger.make_stale(tx, ledger.departure_key(route), reason)
    if route.published_at is not None:
        plan = tx.session.get_one(DayPlan, route.plan_id, with_for_update=True)
        plan.revision += 1
        route.revision = plan.revision
