"""Keep a handoff that was begun and put down, for whoever opens it next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.store.entities import HandoffDraft
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in the form. `signature` is a PNG."""

    by: str
    at: datetime
    entered: Mapping[str, Any]
    signature: bytes | None


@operation("keep_handoff_draft", DISPATCH.roles["finish"])
def keep(tx: Transaction, order_id: int, entered: Mapping[str, Any], signature: bytes | None) -> None:
    """Keep what stands in the form, instead of what was kept before."""
    row = tx.session.scalar(_of(order_id).with_for_update())
    if row is None:
        row = HandoffDraft(order_id=order_id)
        tx.session.add(row)
    row.by, row.at, row.entered, row.signature = tx.actor.name, tx.now, dict(entered), signature


@operation("drop_handoff_draft", DISPATCH.roles["finish"])
def drop(tx: Transaction, order_id: int) -> None:
    """Throw the draft of an order away."""
    forget(tx, order_id)


def forget(tx: Transaction, order_id: int) -> None:
    """Remove the draft of an order that has its record now."""
    row = tx.session.scalar(_of(order_id).with_for_update())
    if row is not None:
        tx.session.delete(row)


@reads(Kind.OUTCOMES)
def draft_of(session: Session, order_id: int) -> Draft | None:
    """Return what was kept of an order's handoff."""
    row = session.scalar(_of(order_id))
    return Draft(row.by, row.at, row.entered, row.signature) if row is not None else None


def _of(order_id: int) -> Select[HandoffDraft]:
    return select(HandoffDraft).where(HandoffDraft.order_id == order_id)
