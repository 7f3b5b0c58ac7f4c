"""Links to the pages of a customer: unguessable, for one order, and not for ever."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch_console.domain.messages.due import MessageKind

# of randomness: whoever guesses a million a second needs longer than the universe is old
TOKEN_BYTES = 18
LASTS = timedelta(days=30)


class LinkKind(StrEnum):
    """What a link is for. `slot` and `where` never show a proof, `proof` and `survey` never choose a window."""

    SLOT = "slot"
    WHERE = "where"
    PROOF = "proof"
    SURVEY = "survey"


BEFORE_DELIVERY = (LinkKind.SLOT, LinkKind.WHERE)
AFTER_DELIVERY = (LinkKind.PROOF, LinkKind.SURVEY)

# which page a message leads to
OF_MESSAGE = {
    MessageKind.ASK: LinkKind.SLOT,
    MessageKind.MOVED: LinkKind.SLOT,
    MessageKind.CONFIRMED: LinkKind.SLOT,
    MessageKind.EVENING: LinkKind.WHERE,
    MessageKind.ON_THE_WAY: LinkKind.WHERE,
    MessageKind.MISSED: LinkKind.SLOT,
    MessageKind.REMINDER: LinkKind.WHERE,
    MessageKind.DELAY: LinkKind.WHERE,
    MessageKind.DELIVERED: LinkKind.PROOF,
    MessageKind.SURVEY: LinkKind.SURVEY,
    # where the goods are with the customer
    MessageKind.CORRECTION: LinkKind.PROOF,
}
_OF_CORRECTION = {"failed": LinkKind.SLOT, "unattempted": LinkKind.SLOT, "none": LinkKind.WHERE}


def link_of(kind: MessageKind, outcome: str) -> LinkKind | None:
    """Return which page a message leads to, for an order whose outcome axis stands so; None for none."""
    return _OF_CORRECTION.get(outcome, LinkKind.PROOF) if kind is MessageKind.CORRECTION else OF_MESSAGE.get(kind)


def new_token() -> str:
    """Return the part of an address that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def expires_at(made_at: datetime) -> datetime:
    return made_at + LASTS


def token_of(address: str) -> str:
    """Return the token of an address, or of one below it."""
    path = address.partition("/c/")[2] or address
    return path.partition("/")[0].partition("?")[0]


def address(door: str, token: str) -> str:
    """Return the address of a customer's page. `door`: how phones reach the door, as `https://door.example`."""
    return f"{door.rstrip('/')}/c/{token}"
