"""Tell live systems what became of their orders: each entry is claimed, told and settled by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.shops import noting
from dispatch_console.domain import roles
from dispatch_console.domain.errors import DispatchError, Refused, Unavailable
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts, WrittenLine
from dispatch_console.ports import OrderConnector
from dispatch_console.store import outbox
from dispatch_console.store.entities import Order, WriteBackEntry
from dispatch_console.store.transaction import Transaction

# a write-back that a system would not take is tried this often before a person sees it
MAX_TRIES = 8
PAUSE = timedelta(minutes=1)
# refusals that concern the whole system: the entry keeps its tries, and no other is told in this run
OF_THE_SYSTEM = frozenset(
    {"source.away", "source.sign_in", "source.scope", "source.moved", "source.certificate", "secret.away",
     "secret.missing", "source.insecure", "source.address", "source.certificates", "plugin.unknown"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimedWriteBack:
    """An entry in a worker's hand."""

    id: int
    claim: int
    source_id: int
    facts: WriteBackFacts


@dataclass(frozen=True, slots=True)
class WriteBackRun:
    """How many entries were told, were put back, and were refused."""

    done: int = 0
    put_back: int = 0
    refused: int = 0


@operation("claim_write_back", roles.EVERYBODY)
def take_next(tx: Transaction, source_id: int, lasts: timedelta = outbox.CLAIM_LASTS) -> ClaimedWriteBack | None:
    """Claim the next entry of a system that is due, and whose order has none before it; None when nothing is due."""
    entry = _next(tx.session, source_id, tx.now, lasts)
    if entry is None:
        return None
    entry.state, entry.claim, entry.tries = "sending", entry.claim + 1, entry.tries + 1
    entry.claimed_at = tx.session.scalar(select(func.now()))
    order = tx.session.get_one(Order, entry.order_id)
    told = tx.session.get_one(Order, order.parent_id) if order.parent_id is not None else order
    facts = WriteBackFacts(
        key=f"dc-{entry.id}",
        event=WriteBack(entry.event),
        ref=told.source_ref,
        number=told.number,
        at=entry.at,
        tracking=entry.tracking,
        recipient=order.recipient or "",
        lines=tuple(WrittenLine(line.ref, line.sku, line.quantity) for line in order.delivery_lines),
    )
    return ClaimedWriteBack(entry.id, entry.claim, entry.source_id, facts)


def _next(session: Session, source_id: int, now: datetime, lasts: timedelta) -> WriteBackEntry | None:
    earlier = aliased(WriteBackEntry)
    waits_for_another = (
        select(earlier.id)
        .where(earlier.order_id == WriteBackEntry.order_id, earlier.id < WriteBackEntry.id)
        .where(earlier.state.in_(("waiting", "sending", "refused")))
        .exists()
    )
    abandoned = (WriteBackEntry.state == "sending") & (WriteBackEntry.claimed_at < func.now() - lasts)
    due = (WriteBackEntry.state == "waiting") & (WriteBackEntry.due_at <= now)
    query = (
        select(WriteBackEntry)
        .where(WriteBackEntry.source_id == source_id, or_(due, abandoned), ~waits_for_another)
        .order_by(WriteBackEntry.id)
        .limit(1)
    )
    return session.scalar(query.with_for_update(skip_locked=True))


def _of_claim(tx: Transaction, claimed: ClaimedWriteBack) -> WriteBackEntry | None:
    entry = tx.session.get(WriteBackEntry, claimed.id, with_for_update=True)
    return entry if entry is not None and entry.state == "sending" and entry.claim == claimed.claim else None


@operation("settle_write_back", roles.EVERYBODY)
def settle(tx: Transaction, claimed: ClaimedWriteBack, result: str) -> None:
    """Mark an entry as told; a worker whose claim was lost changes nothing."""
    entry = _of_claim(tx, claimed)
    if entry is not None:
        entry.state, entry.done_at, entry.reason, entry.facts = "done", tx.now, result, {}


@operation("put_back_write_back", roles.EVERYBODY)
def put_back(tx: Transaction, claimed: ClaimedWriteBack, code: str, facts: Mapping[str, str], *, final: bool) -> None:
    """Schedule another try, or hand the entry to a person with both sides."""
    entry = _of_claim(tx, claimed)
    if entry is None:
        return
    entry.reason, entry.facts = code, dict(facts)
    if code in OF_THE_SYSTEM:
        entry.tries -= 1
        entry.state, entry.due_at = "waiting", tx.now + PAUSE
    elif final or entry.tries >= MAX_TRIES:
        entry.state = "refused"
    else:
        entry.state, entry.due_at = "waiting", outbox.retry_at(entry.tries, tx.now)


@operation("retry_write_back", roles.DESK)
def retry(tx: Transaction, entry_id: int) -> None:
    """Try a refused entry again: somebody settled it at the other side."""
    entry = tx.session.get_one(WriteBackEntry, entry_id, with_for_update=True)
    if entry.state == "refused":
        entry.state, entry.tries, entry.due_at = "waiting", 0, tx.now
        entry.reason, entry.facts = "", {}


@operation("give_up_write_back", roles.DESK)
def give_up(tx: Transaction, entry_id: int, reason: str) -> None:
    """Tell the system nothing of it, with a reason. Errors: Refused `reason.missing`."""
    if not gates.is_reason(reason):
        raise Refused("reason.missing")
    entry = tx.session.get_one(WriteBackEntry, entry_id, with_for_update=True)
    if entry.state != "done":
        noting.give_up(tx, entry, reason.strip())


def tell(desk: Desk, source_id: int, connector: OrderConnector) -> WriteBackRun:
    """Tell one system everything that is due; no transaction is open while it is asked."""
    done = again = refused = 0
    while (claimed := desk.do_now(take_next, source_id)) is not None:
        try:
            result = connector.write(claimed.facts)
        except DispatchError as error:
            final = isinstance(error, Refused)
            facts = {name: str(value) for name, value in error.facts.items()}
            desk.do_now(put_back, claimed, error.code, facts, final=final)
            again, refused = again + (not final), refused + final
            if error.code in OF_THE_SYSTEM or isinstance(error, Unavailable):
                break
            continue
        desk.do_now(settle, claimed, result.value)
        done += 1
    return WriteBackRun(done, again, refused)
