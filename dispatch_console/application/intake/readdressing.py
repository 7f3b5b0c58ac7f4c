"""Correct the text of an order's address: the order then goes to another door, which has a memory of its own."""

from dataclasses import dataclass

from dispatch_console.application.intake.source_change import require_reachable
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import addresses, content
from dispatch_console.application.orders.checklist import open_again
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.planning.off_route import take_off_route
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.orders.customer_language import tag_of
from dispatch_console.domain.orders.incoming import IncomingAddress
from dispatch_console.language import for_customers
from dispatch_console.store.entities import Address, Customer
from dispatch_console.store.transaction import Transaction

# what is looked at anew once the address is another
ASKED_AGAIN = ("address_exact",)


@dataclass(frozen=True, slots=True)
class Contact:
    """How a customer is reached. `language`: what he reads, as `de`; empty as the station, None as it was."""

    phone: str
    email: str
    language: str | None = None


@operation("correct_address", roles.ADDRESSES)
def correct_address(tx: Transaction, order_id: int, text: IncomingAddress, contact: Contact | None = None) -> None:
    """Give an order another address, and its customer another number. It leaves its route where it goes to another
    door, and what was corrected is checked again; its source is not asked.

    A text that names the same door changes its spelling only. Errors: BadInput `address.no_street`, `field.phone`,
    `field.language`;
    Refused `change.on_its_way` once it has left, `change.loaded` while its parcels are in a van.
    """
    order = locked(tx, order_id)
    if not text.line1.strip() and order.handover != Handover.COLLECTION:
        raise BadInput("address.no_street")
    if contact is not None and contact.language is not None and order.customer_id is not None:
        tx.session.get_one(Customer, order.customer_id).language = _language(contact.language)
    if contact is not None and (contact.phone, contact.email) != (order.phone, order.email):
        order.phone, order.email = fleet_text.phone(contact.phone), contact.email.strip()
        open_again(tx, order, ("verify",), ("customer_known",))
        if order.verification == "verified":
            order.take("verification", "reopen", tx.now)
    if addresses.match_key(text) == addresses.match_key(content.as_incoming(order).address):
        addresses.spell(tx.session.get_one(Address, order.address_id, with_for_update=True), text)
        order.search_text = content.words_of(content.as_incoming(order))
        return
    require_reachable(order)
    place = addresses.remembered(tx, [text])[addresses.match_key(text)]
    stop = current_stop(tx.session, order_id) if order.dispatch in ("planned", "on_manifest") else None
    if stop is not None:
        take_off_route(tx, stop.route, order, "order_changed")
    order.address_id = place
    tx.session.flush()
    tx.session.expire(order, ["address"])
    order.search_text = content.words_of(content.as_incoming(order))
    if order.verification == "verified":
        order.take("verification", "reopen", tx.now)
    open_again(tx, order, ("verify",), ASKED_AGAIN)


def _language(text: str) -> str:
    tag = tag_of(text)
    if text.strip() and tag.partition("_")[0] not in for_customers():
        raise BadInput("field.language", value=text.strip(), known=", ".join(for_customers()))
    return tag
