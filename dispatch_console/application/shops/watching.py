"""Orders that are no work yet and may become some: they are asked for like open ones."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select

from dispatch_console.domain.orders.admission import LeftOut
from dispatch_console.domain.orders.incoming import IncomingOrder
from dispatch_console.store import bulk
from dispatch_console.store.entities import SourceWatch
from dispatch_console.store.transaction import Transaction

# a quotation is confirmed after weeks, a payment that failed is made good within days
LONGEST: Mapping[str, timedelta] = {
    LeftOut.DRAFT: timedelta(days=90),
    LeftOut.FAILED: timedelta(days=14),
    LeftOut.CANCELLED: timedelta(days=14),
}


def watch(tx: Transaction, source_id: int, orders: Iterable[IncomingOrder]) -> None:
    """Watch those of a page that may become work, from when they were first seen, and no others of it."""
    known = {order.source_ref: order.left_out for order in orders}
    wanted = {ref: LONGEST[left_out] for ref, left_out in known.items() if left_out and left_out in LONGEST}
    settled = [ref for ref in known if ref not in wanted]
    watched = select(SourceWatch.id).where(SourceWatch.source_id == source_id, SourceWatch.ref.in_(settled)).limit(1)
    if settled and tx.session.scalar(watched) is not None:
        over = (SourceWatch.source_id == source_id) & SourceWatch.ref.in_(settled)
        bulk.replace_all(tx.session, SourceWatch, over, ())
    bulk.add_missing(
        tx.session,
        SourceWatch,
        [{"source_id": source_id, "ref": ref, "until": tx.now + long} for ref, long in wanted.items()],
    )
