"""An order leaves a route that stands: its papers are no longer true, and carry the next revision when drawn anew."""

from dispatch_console.application.papers.renewing import renew_papers
from dispatch_console.application.routes.unloading import unload
from dispatch_console.store.entities import Order, Route
from dispatch_console.store.transaction import Transaction


def take_off_route(tx: Transaction, route: Route, order: Order, reason: str) -> None:
    """The order waits for a new plan, its parcels for another van. `reason` is one of `texts.STALE`."""
    unload(order.parcels)
    order.take("dispatch", "leave_behind" if order.dispatch == "loaded" else "unplan", tx.now)
    for stop in list(route.stops):
        stop.served = [served for served in stop.served if served.order_id != order.id]
        if not stop.served:
            route.stops.remove(stop)
    renew_papers(tx, route, reason)
