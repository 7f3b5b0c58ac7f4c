"""Hints that a live system is to be asked for one order at once: because it rang, or because the order meets a gate.

A hint is no news: what changed stands in the system, and is read there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.shops.known import system_of
from dispatch_console.domain import roles
from dispatch_console.store import bulk
from dispatch_console.store.entities import LiveSource, Order, SourceHint
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# orders that are asked for in one request
MOST_AT_ONCE = 50
# how often it is written down that a bell rang
NOTE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Hints:
    """Orders that a system is to be asked for. `up_to`: the last hint among them, to be removed once they are read."""

    refs: tuple[str, ...]
    up_to: int


def ask_again(tx: Transaction, order: Order) -> None:
    """Let the order's system be asked whether it still says the same. Orders of files are passed over."""
    source = system_of(tx.session, order.source)
    if source is not None:
        bulk.add_rows(tx.session, SourceHint, [{"source_id": source, "ref": order.source_ref}])


@operation("note_hints", roles.EVERYBODY)
def note_hints(tx: Transaction, source_id: int, refs: Collection[str]) -> None:
    """Note that a system says that something happened to these orders. One that is used no more is not listened to."""
    row = tx.session.get(LiveSource, source_id)
    if row is None or row.retired_at is not None:
        return
    bulk.add_rows(tx.session, SourceHint, [{"source_id": source_id, "ref": ref} for ref in refs])
    if row.rang_at is None or tx.now - row.rang_at > NOTE_EVERY:
        row.rang_at = tx.now


@operation("note_false_ring", roles.EVERYBODY)
def note_false_ring(tx: Transaction, source_id: int) -> None:
    """Note that somebody rang in a system's name and could not sign it."""
    row = tx.session.get_one(LiveSource, source_id)
    if row.falsely_rung_at is None or tx.now - row.falsely_rung_at > NOTE_EVERY:
        row.falsely_rung_at = tx.now


@reads(Kind.HINTS)
def hinted(session: Session, source_id: int) -> Hints | None:
    """Return what a system is to be asked for; None for nothing."""
    query = (
        select(SourceHint.id, SourceHint.ref)
        .where(SourceHint.source_id == source_id)
        .order_by(SourceHint.id)
        .limit(MOST_AT_ONCE)
    )
    rows = session.execute(query).all()
    if not rows:
        return None
    return Hints(tuple(dict.fromkeys(ref for _, ref in rows)), max(record for record, _ in rows))


@reads(Kind.HINTS)
def sources_hinted(session: Session) -> frozenset[int]:
    """Return the systems that are to be asked for something."""
    return frozenset(session.scalars(select(SourceHint.source_id).distinct()))


def forget(tx: Transaction, source_id: int, hints: Hints) -> None:
    """Remove hints that were followed. A later one of the same order stays: it may know more."""
    followed = SourceHint.ref.in_(hints.refs) & (SourceHint.id <= hints.up_to) & (SourceHint.source_id == source_id)
    bulk.replace_all(tx.session, SourceHint, followed, ())
