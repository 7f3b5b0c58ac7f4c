"""Renew the papers of a departure that changed after it was published."""

from dispatch_console.application.papers import ledger
from dispatch_console.store.entities import DayPlan, Route
from dispatch_console.store.transaction import Transaction


def renew_papers(tx: Transaction, route: Route, reason: str) -> None:
    """Mark the papers of a route as stale and give the route the next revision."""
    ledger.make_stale(tx, ledger.departure_key(route), reason)
    if route.published_at is not None:
        plan = tx.session.get_one(DayPlan, route.plan_id, with_for_update=True)
        plan.revision += 1
        route.revision = plan.revision
