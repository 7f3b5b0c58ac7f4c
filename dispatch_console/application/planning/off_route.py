"""Take an order off a standing route."""

from dispatch_console.application.papers.renewing import renew_papers
from dispatch_console.application.routes.unloading import unload
from dispatch_console.store.entities import Order, Route
from dispatch_console.store.transaction import Transaction


def take_off_route(tx: Transaction, route: Route, order: Order, reason: str) -> None:
    """Remove an order from its route and its parcels from the van; it waits for a new plan. `reason` is one of
    `texts.STALE`.
    """
    unload(tx, order.parcels)
    order.take("dispatch", "leave_behind" if order.dispatch == "loaded" else "unplan", tx.now)
    for stop in list(route.stops):
        stop.served = [served for served in stop.served if served.order_id != order.id]
        if not stop.served:
            route.stops.remove(stop)
    renew_papers(tx, route, reason)
