"""Correct the text of an order's address: the order then goes to another door, which has a memory of its own."""

from dispatch_console.application.intake.source_change import require_reachable
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import addresses
from dispatch_console.application.orders.checklist import open_again
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.planning.off_route import take_off_route
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import IncomingAddress
from dispatch_console.store.entities import Address
from dispatch_console.store.transaction import Transaction

# what is looked at anew once the address is another
ASKED_AGAIN = ("address_exact",)


@operation("correct_address", roles.ADDRESSES)
def correct_address(tx: Transaction, order_id: int, text: IncomingAddress) -> None:
    """Give an order another address. It leaves its route, and its address is checked again; its source is not asked.

    A text that names the same door changes its spelling only. Errors: BadInput `address.no_street`; Refused
    `change.on_its_way` once it has left, `change.loaded` while its parcels are in a van.
    """
    if not text.line1.strip():
        raise BadInput("address.no_street")
    order = locked(tx, order_id)
    require_reachable(order)
    place = addresses.remembered(tx, [text])[addresses.match_key(text)]
    if place == order.address_id:
        addresses.spell(tx.session.get_one(Address, place, with_for_update=True), text)
        return
    stop = current_stop(tx.session, order_id) if order.dispatch in ("planned", "on_manifest") else None
    if stop is not None:
        take_off_route(tx, stop.route, order, "order_changed")
    order.address_id = place
    tx.session.flush()
    tx.session.expire(order, ["address"])
    if order.verification == "verified":
        order.take("verification", "reopen", tx.now)
    open_again(tx, order, ("verify",), ASKED_AGAIN)
