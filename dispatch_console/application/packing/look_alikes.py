"""Products that are taken for each other: those that somebody named, and those that scans taught."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.store import bulk
from dispatch_console.store.entities import MisScan, Order, OrderLine, Product
from dispatch_console.store.transaction import Transaction

# so many wrong scans of a pair in so many days make them look-alikes
ENOUGH = 3
DAYS = timedelta(days=90)


def note(tx: Transaction, order: Order, scanned: str) -> None:
    """Write down that a product was scanned that the order does not want, beside what it wants next."""
    query = select(OrderLine.sku).where(
        OrderLine.order_id == order.id, OrderLine.needs_delivery, OrderLine.packed < OrderLine.quantity
    )
    wanted = tx.session.scalar(query.order_by(OrderLine.position).limit(1))
    if wanted and scanned:
        tx.session.add(
            MisScan(
                order_id=order.id,
                wanted=wanted,
                scanned=scanned,
                at=tx.now,
                by=tx.actor.name,
                station=tx.actor.station,
            )
        )


def taught(session: Session, skus: Sequence[str], now: datetime) -> dict[str, str]:
    """Return the product that is most often taken for each of these, as scans of the last 90 days say."""
    query = (
        select(MisScan.wanted, MisScan.scanned)
        .where(bulk.among(MisScan.wanted, set(skus)), MisScan.at >= now - DAYS)
        .group_by(MisScan.wanted, MisScan.scanned)
        .having(func.count() >= ENOUGH)
        .order_by(func.count(), MisScan.scanned)
    )
    return {row.wanted: row.scanned for row in session.execute(query)}


def distinctions(session: Session, products: Mapping[str, Product], taught_skus: Mapping[str, str]) -> dict[str, str]:
    """Return what must not be taken instead of each product, in the word that tells it apart, else its name."""
    others = {sku: taught_skus.get(sku) or product.looks_like for sku, product in products.items()}
    wanted = {other for other in others.values() if other}
    if not wanted:
        return {}
    rows = session.execute(select(Product.sku, Product.distinction, Product.name).where(Product.sku.in_(wanted)))
    said = {row.sku: row.distinction or row.name for row in rows}
    return {sku: said[other] for sku, other in others.items() if other in said}
