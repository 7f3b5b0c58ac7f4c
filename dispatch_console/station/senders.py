"""The channels by which this station sends, and in whose name."""

from collections.abc import Sequence

from dispatch_console import plugins
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing.post import Post
from dispatch_console.ports import ListsReplies, MessageSender
from dispatch_console.settings import Settings
from dispatch_console.station.letterhead import sender_of


def senders_of(settings: Settings) -> tuple[MessageSender, ...]:
    """Return a sender of each channel; one that is not set up says so when it is asked to send."""
    # one line in both ways, or requests
    sms = "smpp" if settings.sms_address.startswith(("smpp://", "smpps://")) else "sms"
    push = ("push",) if settings.push_server else ()
    return tuple(plugins.load("senders", name)(settings) for name in ("email", sms, *push))


def listeners_of(settings: Settings, senders: Sequence[MessageSender]) -> tuple[ListsReplies, ...]:
    """Return where answers of customers are read, as far as it is set up: SMS by whoever sends them."""
    listeners: list[ListsReplies] = []
    if settings.sms_address:
        listeners += [sender for sender in senders if isinstance(sender, ListsReplies)]
    if settings.imap_host:
        listeners.append(plugins.load("listeners", "email")(settings))
    return tuple(listeners)


def post_of(settings: Settings, workers: int = 1) -> Post:
    """Return what sends and hears by the channels of this station."""
    senders = senders_of(settings)
    return Post(senders, listeners_of(settings, senders), letterhead_of(settings), workers)


def letterhead_of(settings: Settings) -> Letterhead:
    """Return in whose name messages go."""
    return Letterhead(sender_of(settings), settings.door_address, settings.sms_from)


def set_up_channels(settings: Settings) -> frozenset[str]:
    """Return the channels by which this station can send."""
    servers = {"email": settings.smtp_host, "sms": settings.sms_address, "push": settings.push_server}
    return frozenset(channel for channel, server in servers.items() if server)


def may_send(settings: Settings) -> bool:
    """Return whether this station can send by any channel."""
    return bool(set_up_channels(settings))
