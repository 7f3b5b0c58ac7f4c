"""Stop everything that goes to customers, and let it go again: what waits keeps waiting, and is checked anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.store.entities import SendingStop
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

CODE = "sending.stopped"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Who stopped all sending, and when."""

    by: str
    at: datetime


@reads(Kind.SITE)
def stopped(session: Session) -> Stopped | None:
    """Return who stopped all sending; None where messages go."""
    row = _standing(session)
    return Stopped(row.by, row.at) if row is not None else None


def _standing(session: Session) -> SendingStop | None:
    query = select(SendingStop).where(SendingStop.ended_at.is_(None)).order_by(SendingStop.id)
    return session.scalar(query.limit(1))


@operation("stop_sending", roles.DESK)
def stop_sending(tx: Transaction) -> None:
    """Send nothing to customers any more, from any station. What is on its way at this moment still arrives."""
    if _standing(tx.session) is None:
        tx.session.add(SendingStop(by=tx.actor.name, at=tx.now))


@operation("resume_sending", roles.DESK)
def resume_sending(tx: Transaction) -> None:
    """Send again. Errors: Refused `sending.goes` where nothing was stopped."""
    row = _standing(tx.session)
    if row is None:
        raise Refused("sending.goes")
    row.ended_at = tx.now
