"""A packer calls a supervisor to the bench, and a supervisor says that he comes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.store.entities import Order, SupervisorCall
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# a call that nobody took back is not shown for longer than a shift
STANDS = timedelta(hours=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCall:
    """A bench that waits for a supervisor. `about`: the alarm it shows, empty for none; `answered_by` comes."""

    id: int
    station: str
    by: str
    at: datetime
    number: str
    about: str
    answered_by: str


@reads(Kind.SUPERVISOR_CALLS, Kind.ORDERS)
def open_calls(session: Session, now: datetime) -> tuple[OpenCall, ...]:
    """Return the calls that are not ended, the first one first."""
    query = (
        select(SupervisorCall, Order.number)
        .outerjoin(Order, Order.id == SupervisorCall.order_id)
        .where(SupervisorCall.ended_at.is_(None), SupervisorCall.at > now - STANDS)
        .order_by(SupervisorCall.id)
    )
    return tuple(
        OpenCall(
            id=call.id,
            station=call.station,
            by=call.by,
            at=call.at,
            number=number or "",
            about=call.about,
            answered_by=call.answered_by,
        )
        for call, number in session.execute(query)
    )


@operation("call_supervisor", roles.PACKING)
def call_supervisor(tx: Transaction, order_id: int | None = None, about: str = "") -> None:
    """Call a supervisor to this station; a call that waits already is about this order from now on."""
    call = _mine(tx)
    if call is None:
        call = SupervisorCall(by=tx.actor.name, station=tx.actor.station, at=tx.now, answered_by="")
        tx.session.add(call)
    call.order_id, call.about = order_id, " ".join(about.split())


@operation("end_call", roles.PACKING)
def end_call(tx: Transaction) -> None:
    """End the call of this station: the supervisor was there, or is not needed any more. Without a call nothing is
    done.
    """
    call = _mine(tx)
    if call is not None:
        call.ended_at = tx.now


@operation("answer_call", roles.SUPERVISOR)
def answer_call(tx: Transaction, call_id: int) -> None:
    """Say that I come. Errors: Refused `bench_call.ended`, and `bench_call.answered` with who comes."""
    call = tx.session.get(SupervisorCall, call_id, with_for_update=True)
    if call is None or call.ended_at is not None:
        raise Refused("bench_call.ended")
    if call.answered_by and call.answered_by != tx.actor.name:
        raise Refused("bench_call.answered", by=call.answered_by)
    call.answered_by, call.answered_at = tx.actor.name, tx.now


def _mine(tx: Transaction) -> SupervisorCall | None:
    query = select(SupervisorCall).where(
        SupervisorCall.station == tx.actor.station,
        SupervisorCall.ended_at.is_(None),
        SupervisorCall.at > tx.now - STANDS,
    )
    return tx.session.scalar(query.order_by(SupervisorCall.id.desc()).limit(1).with_for_update())
