"""Tell beforehand by which way a customer would be asked whether a window suits him."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dispatch_console.application.messages import ways
from dispatch_console.application.outgoing import message_facts, sending
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.truth import unwelcome
from dispatch_console.store.entities import Message, Order


@dataclass(frozen=True, slots=True)
class Asking:
    """`to`: an address or a number. `reason`: the code of why nobody is asked; empty where somebody is."""

    channel: str
    to: str
    reason: str


def asking(session: Session, order_id: int, now: datetime) -> Asking:
    """Return how the customer of an order would be asked now. Nothing is written."""
    order = session.get_one(Order, order_id)
    kind = MessageKind.ASK.value
    channel = ways.channel_for(session, order, kind)
    draft = Message(order_id=order.id, attempt=order.attempt, kind_of=kind, channel=channel, about="", body="")
    facts = message_facts.facts_of(session, draft, order, None, now)
    return Asking(channel, facts.address, unwelcome(facts) or sending.bad_contact(channel, facts.address))
