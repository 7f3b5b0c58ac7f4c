"""A customer chooses his window, says where a parcel may be left, or asks to be rung."""

from dispatch_console.application.customers import inbox
from dispatch_console.application.customers.page import choosable
from dispatch_console.application.messages import links, opt_outs, ways
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import permissions
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.planning import agreeing
from dispatch_console.application.promises.promising import promised
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.messages.links import BEFORE_DELIVERY
from dispatch_console.domain.orders.permissions import PermissionKind, may_be_left
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store import turns
from dispatch_console.store.entities import Order, PromiseEntry
from dispatch_console.store.transaction import Transaction

LONGEST_PLACE = 200


def _order(tx: Transaction, token: str) -> Order:
    """Return the order of a link that is for the time before delivery, locked. Errors: Refused `link.dead`."""
    link = links.living(tx.session, token, tx.now)
    if link.kind_of not in BEFORE_DELIVERY:
        raise Refused("link.dead")
    return locked(tx, link.order_id)


@operation("choose_window", roles.BY_CUSTOMER)
def choose_window(tx: Transaction, token: str, window: TimeWindow) -> None:
    """Confirm a window that a customer chose. Pressed twice it is one choice.

    Errors: Refused `link.dead`, `slot.taken` where it may not be chosen any more, those of `agreeing.agree_and_replan`.
    """
    # two customers want the last place: one after the other, and the second sees what the first took
    turns.wait_for_turn(tx.session, turns.SLOTS)
    order = _order(tx, token)
    if order.appointment == "confirmed" and promised(order).window == window:
        return
    if window not in choosable(tx.session, order, tx.now):
        raise Refused("slot.taken", number=order.number)
    agreeing.agree_and_replan(tx, order.id, window, "link")


@operation("allow_safe_place", roles.BY_CUSTOMER)
def allow_safe_place(tx: Transaction, token: str, place: str) -> None:
    """Write down where a parcel may be left when nobody is at home; an empty place takes that back.

    Errors: Refused `link.dead`, `safe_place.never` for goods that are handed over in person; BadInput `text.long`.
    """
    order = _order(tx, token)
    place = " ".join(place.split())
    if len(place) > LONGEST_PLACE:
        raise BadInput("text.long", most=LONGEST_PLACE)
    if place and not may_be_left(order.requirements, order.due_on_delivery or 0):
        raise Refused("safe_place.never", number=order.number)
    if place == order.address.safe_place:
        return
    permissions.write(tx, order.address, PermissionKind.SAFE_PLACE, place, order.customer_name)
    tx.session.add(
        PromiseEntry(
            order_id=order.id, at=tx.now, what="safe_place" if place else "safe_place_gone", by=tx.actor.name,
            channel="link", note=place,
        )
    )  # fmt: skip


@operation("want_no_messages", roles.BY_CUSTOMER)
def want_no_messages(tx: Transaction, token: str) -> bool:
    """Send nothing more to the address or number that has a link. Returns False for a link that was given by hand.

    Errors: Refused `link.dead`.
    """
    link = links.living(tx.session, token, tx.now)
    if not link.sent_to:
        return False
    opt_outs.note(tx, ways.channel_of(link.sent_to), link.sent_to, "by the link of a message")
    return True


@operation("ask_to_be_rung", roles.BY_CUSTOMER)
def ask_to_be_rung(tx: Transaction, token: str, text: str = "") -> None:
    """Let customer service ring the customer: none of the windows suits him. Errors: Refused `link.dead`; BadInput
    `text.long`.
    """
    order = _order(tx, token)
    inbox.open_item(tx, ItemKind.RING, order, text)
