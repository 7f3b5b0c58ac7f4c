"""By which way a message goes: mail, SMS or push, as the site rules and as the customer can be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import opt_outs
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages.due import WAY_LIKE, MessageKind
from dispatch_console.store.entities import MessageRule, Order
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

EMAIL, SMS, PUSH = "email", "sms", "push"
CHANNELS = (EMAIL, SMS, PUSH)
# how topics of ours begin
TOPIC = "dc-"


@dataclass(frozen=True, slots=True)
class Way:
    """`second` is tried where the first cannot reach the customer; empty for none."""

    first: str
    second: str = ""


@reads(Kind.SITE)
def ways(session: Session) -> Mapping[str, Way]:
    """Return the way of each kind of message; a kind without a rule goes by mail."""
    rules = {rule.kind_of: Way(rule.first, rule.second) for rule in session.scalars(select(MessageRule))}
    return {kind.value: rules.get(WAY_LIKE.get(kind, kind).value, Way(EMAIL)) for kind in MessageKind}


def contact_of(order: Order, channel: str) -> str:
    """Return where a message of a channel goes; empty where the customer gave nothing."""
    return {EMAIL: order.email, SMS: order.phone, PUSH: order.push_topic}[channel]


def channel_of(contact: str) -> str:
    """Return by which way a message went there."""
    return EMAIL if "@" in contact else PUSH if contact.startswith(TOPIC) else SMS


def worded_as(channel: str) -> str:
    """Return of which way a message has its text: a push note says what an SMS would."""
    return SMS if channel == PUSH else channel


def channel_for(session: Session, order: Order, kind: str) -> str:
    """Return the first way by which a customer can be reached; where he cannot, the one that he did not have to ask
    for.
    """
    way = ways(session)[kind]
    for channel in (way.first, way.second):
        contact = contact_of(order, channel) if channel else ""
        if contact and opt_outs.standing(session, channel, contact) is None:
            return channel
    return way.second if way.first == PUSH and way.second else way.first


def other_way(session: Session, order: Order, kind: str, channel: str) -> str:
    """Return the way that is left when one did not reach the customer; empty for none."""
    second = ways(session)[kind].second
    return second if second and second != channel and contact_of(order, second) else ""


@operation("keep_message_ways", roles.SUPERVISOR)
def keep_message_ways(tx: Transaction, wanted: Mapping[str, Sequence[str]]) -> None:
    """Set by which way each kind goes, as first and second. Errors: BadInput `message.way`."""
    known = {rule.kind_of: rule for rule in tx.session.scalars(select(MessageRule).with_for_update())}
    for kind, way in wanted.items():
        first, second = (*way, "")[:2]
        if kind not in set(MessageKind) or first not in CHANNELS or second not in ("", *CHANNELS) or first == second:
            raise BadInput("message.way", kind=kind, way=", ".join(way))
        rule = known.get(kind)
        if rule is None:
            rule = MessageRule(kind_of=kind)
            tx.session.add(rule)
        rule.first, rule.second = first, second
