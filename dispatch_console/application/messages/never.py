"""Say of a message that is not due yet whether it will ever be sent."""

from dispatch_console.domain.messages.due import ABOUT_THE_VAN
from dispatch_console.store.entities import Message, Order


def never(message: Message, order: Order) -> str:
    """Return why it will not be sent, as a code, as far as that cannot change any more; empty where it may."""
    if order.closure == "cancelled":
        return "cancelled"
    if message.kind_of not in ABOUT_THE_VAN:
        return ""
    return "stop_passed" if message.attempt < order.attempt else "stop_done" if order.outcome != "none" else ""
