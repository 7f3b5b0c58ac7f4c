"""After every operation, mark the papers that say something that is no longer true."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.papers import slip_facts
from dispatch_console.application.papers.label_facts import label_facts_of
from dispatch_console.application.papers.ledger import (
    ORDER_PAPERS,
    PRINTED_OF_ADDRESSES,
    PRINTED_OF_ORDERS,
    ROUTE_PAPERS,
    departure_key,
)
from dispatch_console.application.papers.renewing import renew_papers
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.papers.facts import Sender, printed_facts, untrue
from dispatch_console.language import ENGLISH, speaking
from dispatch_console.store import journal
from dispatch_console.store.entities import Address, Base, Order, OrderLine, Parcel, Sheet, Stop
from dispatch_console.store.transaction import Transaction

# which columns stand on a label or a slip
_ON_ORDER_PAPERS: dict[type[Base], frozenset[str]] = {
    Order: frozenset(
        {"number", "customer_name", "address_id", "promise_start", "promise_end", "requirements", "dispatch", "packing"}
    ),
    Address: frozenset({"line1", "line2", "postcode", "city"}),
    OrderLine: frozenset({"sku", "name", "quantity", "needs_delivery"}),
    Parcel: frozenset({"position", "weight_g"}),
    Stop: frozenset({"sequence"}),
}
# of a route that is published; what its plan changes itself is seen to by the plan
_ON_ROUTE_PAPERS: dict[type[Base], frozenset[str]] = {Order: PRINTED_OF_ORDERS, Address: PRINTED_OF_ADDRESSES}
_NOBODY = Sender("", "", "")


def make_untrue_papers_stale(tx: Transaction) -> None:
    """Compare printed facts with what this transaction changed, and mark papers that differ as stale."""
    tx.session.flush()
    # what was inserted past the flush is new and on no paper yet
    entries = [entry for entry in journal.changes_of(tx.session).entries if isinstance(entry, journal.Entry)]
    if entries:
        _order_papers(tx, _orders_of(tx.session, entries, _ON_ORDER_PAPERS))
        _route_papers(tx, _orders_of(tx.session, entries, _ON_ROUTE_PAPERS))


def _orders_of(
    session: Session, entries: Iterable[journal.Entry], columns: dict[type[Base], frozenset[str]]
) -> set[int]:
    """Return the orders whose printed columns were changed, without those that were created now."""
    order_ids: set[int] = set()
    places: set[int] = set()
    fresh: set[int] = set()
    for entity, change, _, after in entries:
        wanted = columns.get(type(entity))
        if wanted is None:
            continue
        if isinstance(entity, Order) and change == "created":
            fresh.add(entity.id)
        elif change == "changed" and not wanted & after.keys():
            continue
        elif isinstance(entity, Order):
            order_ids.add(entity.id)
        elif isinstance(entity, Address) and change == "changed":
            places.add(entity.id)
        elif isinstance(entity, OrderLine | Parcel):
            order_ids.add(entity.order_id)
        elif isinstance(entity, Stop) and change != "deleted":
            order_ids.update(served.order_id for served in entity.served)
    if places:
        order_ids.update(session.scalars(select(Order.id).where(Order.address_id.in_(places))))
    return order_ids - fresh


def _order_papers(tx: Transaction, ids: set[int]) -> None:
    if not ids:
        return
    query = select(Sheet).where(Sheet.order_id.in_(ids), Sheet.kind_of.in_(ORDER_PAPERS), Sheet.stale_since.is_(None))
    sheets = [sheet for sheet in tx.session.scalars(query) if sheet.facts]
    if not sheets:
        return
    loaded = select(Order).where(Order.id.in_({sheet.order_id for sheet in sheets}))
    loaded = loaded.options(selectinload(Order.parcels), selectinload(Order.address), selectinload(Order.lines))
    orders = {order.id: order for order in tx.session.scalars(loaded)}
    for sheet in sheets:
        reason = _reason(tx, sheet, orders[sheet.order_id or 0])
        if reason:
            sheet.stale_since, sheet.stale_reason = tx.now, reason


def _reason(tx: Transaction, sheet: Sheet, order: Order) -> str:
    """Return why a label or slip is no longer true; empty while it is."""
    with speaking(sheet.facts.get("language", ENGLISH)):
        now = _as_it_would_be(tx, sheet, order)
    return untrue(sheet.facts, now) if now is not None else "packed_anew"


def _as_it_would_be(tx: Transaction, sheet: Sheet, order: Order) -> dict[str, Any] | None:
    """Return what a label or slip would say now, in the language of the moment; None where it would not be printed."""
    try:
        if sheet.kind_of == "slip":
            return printed_facts(slip_facts.slip_facts(tx.session, order.id, _NOBODY, sheet.id, 1, tx.now))
        labels = label_facts_of(tx.session, order, _NOBODY)
        return printed_facts(labels[sheet.parcel_id]) if sheet.parcel_id in labels else None
    except Refused:
        return None


def _route_papers(tx: Transaction, ids: set[int]) -> None:
    out = select(Order.id).where(Order.id.in_(ids), Order.dispatch.in_(("on_manifest", "loaded", "out", "at_door")))
    routes = {}
    for order_id in tx.session.scalars(out) if ids else ():
        stop = current_stop(tx.session, order_id)
        if stop is not None and stop.route.published_at is not None:
            routes[stop.route_id] = stop.route
    for route in routes.values():
        printed = select(Sheet.id).where(
            Sheet.departure == departure_key(route), Sheet.kind_of.in_(ROUTE_PAPERS), Sheet.stale_since.is_(None)
        )
        if tx.session.scalar(printed.limit(1)) is not None:
            renew_papers(tx, route, "order_changed")
