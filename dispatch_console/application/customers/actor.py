"""Who acts when a customer does: the ledger must not say that somebody of the house did."""

from dispatch_console.domain.roles import CUSTOMER
from dispatch_console.language import tr
from dispatch_console.store.transaction import Actor


def the_customer(through: str) -> Actor:
    """Return who acts through a web page, an SMS or a mail."""
    return Actor(tr("customer"), CUSTOMER, through)
