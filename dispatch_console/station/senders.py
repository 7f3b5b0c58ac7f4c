"""The channels by which this station sends, and in whose name."""

from dispatch_console import plugins
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.ports import ListsReplies, MessageSender
from dispatch_console.settings import Settings
from dispatch_console.station.letterhead import sender_of

CHANNELS = ("email", "sms")


def senders_of(settings: Settings) -> tuple[MessageSender, ...]:
    """Return a sender of each channel; one that is not set up says so when it is asked to send."""
    return tuple(plugins.load("senders", channel)(settings) for channel in CHANNELS)


def listeners_of(settings: Settings) -> tuple[ListsReplies, ...]:
    """Return where answers of customers are read, as far as it is set up."""
    listeners: list[ListsReplies] = []
    if settings.sms_address:
        listeners.append(plugins.load("senders", "sms")(settings))
    if settings.imap_host:
        listeners.append(plugins.load("listeners", "email")(settings))
    return tuple(listeners)


def letterhead_of(settings: Settings) -> Letterhead:
    """Return in whose name messages go."""
    return Letterhead(sender_of(settings), settings.door_address, settings.sms_from)


def set_up_channels(settings: Settings) -> frozenset[str]:
    """Return the channels by which this station can send."""
    servers = {"email": settings.smtp_host, "sms": settings.sms_address}
    return frozenset(channel for channel, server in servers.items() if server)


def may_send(settings: Settings) -> bool:
    """Return whether this station can send by any channel."""
    return bool(set_up_channels(settings))
