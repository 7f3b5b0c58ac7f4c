"""Who has a customer on the line: two desks do not ring one customer."""

from datetime import timedelta

from sqlalchemy import select

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.store.entities import CallClaim
from dispatch_console.store.transaction import Transaction

# a desk that did nothing for so long has hung up
IDLE = timedelta(minutes=10)


@operation("claim_call", roles.DESK)
def claim_call(tx: Transaction, order_id: int, *, instead_of: int | None = None, take_over: bool = False) -> None:
    """Take the call of an order to this desk; the one that was open here is let go.

    Errors: Refused `call.claimed` with who has it, unless it is taken over.
    """
    if instead_of is not None and instead_of != order_id:
        release_call(tx, instead_of)
    order = locked(tx, order_id)
    claim = tx.session.get(CallClaim, order_id, with_for_update=True)
    if claim is None:
        claim = CallClaim(order_id=order_id)
        tx.session.add(claim)
    elif not _is_mine(tx, claim) and not take_over and tx.now - claim.since < IDLE:
        raise Refused("call.claimed", number=order.number, by=claim.by, station=claim.station)
    claim.by, claim.station, claim.since = tx.actor.name, tx.actor.station, tx.now


@operation("release_call", roles.DESK)
def release_call(tx: Transaction, order_id: int) -> None:
    """Let go of a call; one of another desk stays."""
    claim = tx.session.get(CallClaim, order_id, with_for_update=True)
    if claim is not None and _is_mine(tx, claim):
        tx.session.delete(claim)


def require_mine_or_free(tx: Transaction, order_id: int) -> None:
    """Require that no other desk has the customer on the line, and let go of the call. Errors: Refused
    `call.claimed`.
    """
    claim = tx.session.scalar(select(CallClaim).where(CallClaim.order_id == order_id).with_for_update())
    if claim is None:
        return
    if not _is_mine(tx, claim) and tx.now - claim.since < IDLE:
        raise Refused("call.claimed", number=locked(tx, order_id).number, by=claim.by, station=claim.station)
    tx.session.delete(claim)


def _is_mine(tx: Transaction, claim: CallClaim) -> bool:
    return (claim.by, claim.station) == (tx.actor.name, tx.actor.station)
