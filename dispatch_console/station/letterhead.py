"""Who we are on papers and in messages. Light: a console that prints nothing loads no printing."""

from dispatch_console.domain.papers.facts import Sender
from dispatch_console.settings import Settings


def sender_of(settings: Settings) -> Sender:
    """Return name, address and telephone of the warehouse."""
    return Sender(settings.sender_name, settings.sender_address, settings.sender_phone)
