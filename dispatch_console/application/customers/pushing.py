"""A customer wants push notes about his order, or no more. A topic of his own for each order: a link is for one."""

import secrets

from sqlalchemy import select

from dispatch_console.application.messages import links, ways
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.messages.links import BEFORE_DELIVERY, TOKEN_BYTES
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Transaction


@operation("want_push", roles.BY_CUSTOMER)
def want_push(tx: Transaction, token: str, *, wanted: bool) -> None:
    """Turn push notes about the order of a link on or off; what waits goes by the way that holds then.

    Errors: Refused `link.dead`.
    """
    link = links.living(tx.session, token, tx.now)
    if link.kind_of not in BEFORE_DELIVERY:
        raise Refused("link.dead")
    order = locked(tx, link.order_id)
    if wanted == bool(order.push_topic):
        return
    order.push_topic = f"{ways.TOPIC}{secrets.token_hex(TOKEN_BYTES)}" if wanted else ""
    tx.session.flush()
    _choose_ways(tx, order)


def _choose_ways(tx: Transaction, order: Order) -> None:
    """Let messages that no sender had in hand yet go by the first way that holds now."""
    rows = tx.session.scalars(
        select(Message).where(Message.order_id == order.id, Message.attempt == order.attempt).with_for_update()
    ).all()
    taken = {(row.kind_of, row.about, row.channel) for row in rows}
    for row in rows:
        channel = ways.channel_for(tx.session, order, row.kind_of)
        if row.state == "waiting" and not row.claim and (row.kind_of, row.about, channel) not in taken:
            row.channel = channel
