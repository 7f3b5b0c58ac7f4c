"""By which way a message goes: mail or SMS, as the site rules and as the customer can be reached."""

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

EMAIL, SMS = "email", "sms"
CHANNELS = (EMAIL, SMS)


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
    return order.email if channel == EMAIL else order.phone


def channel_for(session: Session, order: Order, kind: str) -> str:
    """Return the first way by which a customer can be reached; the first at all where he cannot."""
    way = ways(session)[kind]
    for channel in (way.first, way.second):
        contact = contact_of(order, channel) if channel else ""
        if contact and opt_outs.standing(session, channel, contact) is None:
            return channel
    return way.first


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
