"""Parts of an SMS: which were handed over, under which id, and what became of each."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.customers import receipts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.fleet_text import digits_of
from dispatch_console.domain.messages.part_ids import meant
from dispatch_console.domain.messages.receipts import Receipt, later, of_parts
from dispatch_console.store import turns
from dispatch_console.store.entities import Message, SmsPart, StrayReceipt
from dispatch_console.store.transaction import Transaction

# a receipt comes within days; an older part with the same id is another one
RECEIPTS_LAST = timedelta(days=5)


class DeskParts:
    """The parts of one message, kept before and after each is handed over (`ports.PartLog`)."""

    def __init__(self, desk: Desk, message_id: int) -> None:
        self._desk, self._message = desk, message_id

    async def known(self) -> Mapping[int, str]:
        return await self._desk.ask(parts_of, self._message)

    async def sending(self, number: int, count: int, to: str) -> None:
        await self._desk.do(note_part_sending, self._message, number, count, to)

    async def sent(self, number: int, provider_id: str) -> None:
        await self._desk.do(note_part_sent, self._message, number, provider_id)

    async def not_taken(self, number: int) -> None:
        await self._desk.do(note_part_not_taken, self._message, number)


def parts_of(session: Session, message_id: int) -> Mapping[int, str]:
    """Return the ids of the parts of a message that were handed over; an empty one where its answer was lost."""
    query = select(SmsPart.number, SmsPart.provider_id).where(SmsPart.message_id == message_id)
    return dict(session.execute(query).all())


@operation("note_part_sending", roles.EVERYBODY)
def note_part_sending(tx: Transaction, message_id: int, number: int, count: int, to: str) -> None:
    """Write down that a part is about to be handed over: whoever dies now leaves that in doubt."""
    part = SmsPart(
        message_id=message_id, number=number, count=count, digits=digits_of(to), provider_id="", receipt="", at=tx.now
    )
    tx.session.add(part)
    tx.session.flush()


@operation("note_part_not_taken", roles.EVERYBODY)
def note_part_not_taken(tx: Transaction, message_id: int, number: int) -> None:
    """Write down that a part was not taken: it is handed over again later."""
    tx.session.delete(_part(tx, message_id, number))


@operation("note_part_sent", roles.EVERYBODY)
def note_part_sent(tx: Transaction, message_id: int, number: int, provider_id: str) -> None:
    """Keep the id of a part. Its receipt may have come already."""
    turns.wait_for_turn(tx.session, turns.REPLIES)
    part = _part(tx, message_id, number)
    part.provider_id = provider_id
    tx.session.flush()
    for stray in tx.session.scalars(select(StrayReceipt).where(StrayReceipt.digits == part.digits)).all():
        if _taken(tx, stray.provider_id, stray.digits, Receipt(stray.receipt)):
            tx.session.delete(stray)


@operation("take_part_receipt", roles.HEARD)
def take_part_receipt(tx: Transaction, provider_id: str, number: str, said: Receipt) -> bool:
    """Take the receipt of a part. One that comes before its part has an id waits for it. Returns whether it is known
    whose it is.
    """
    turns.wait_for_turn(tx.session, turns.REPLIES)
    digits = digits_of(number)
    if _taken(tx, provider_id, digits, said):
        return True
    tx.session.add(StrayReceipt(digits=digits, provider_id=provider_id, receipt=said.value, at=tx.now))
    return False


def _part(tx: Transaction, message_id: int, number: int) -> SmsPart:
    query = select(SmsPart).where(SmsPart.message_id == message_id, SmsPart.number == number)
    return tx.session.scalars(query.with_for_update()).one()


def _taken(tx: Transaction, provider_id: str, digits: str, said: Receipt) -> bool:
    query = select(SmsPart).where(
        SmsPart.digits == digits, SmsPart.provider_id != "", SmsPart.at >= tx.now - RECEIPTS_LAST
    )
    parts = {part.provider_id: part for part in tx.session.scalars(query.order_by(SmsPart.id))}
    found = meant(provider_id, parts)
    if found is None:
        return False
    part = parts[found]
    part.receipt = later(Receipt(part.receipt), said).value
    tx.session.flush()
    message = tx.session.get_one(Message, part.message_id, with_for_update=True)
    of_message = select(SmsPart.receipt).where(SmsPart.message_id == message.id)
    told = [Receipt(one) for one in tx.session.scalars(of_message)]
    # parts that are still to be handed over are told of by nobody
    told += [Receipt.NONE] * (part.count - len(told))
    receipts.hold(tx, message, of_parts(told))
    return True
