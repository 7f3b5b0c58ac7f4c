"""Which numbers and addresses want no messages. A number is known by its keyed hash: it stays so when a customer is
erased, and when his shop brings him again.
"""

import hashlib
import hmac
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.fleet_text import digits_of
from dispatch_console.store import turns
from dispatch_console.store.entities import OptOut, SiteKey
from dispatch_console.store.transaction import Transaction

KEY = "contacts"


def digest_of(session: Session, channel: str, contact: str) -> str:
    """Return by what a number or address is known, however it is written; empty while nobody ever opted out."""
    key = session.scalar(select(SiteKey.value).where(SiteKey.name == KEY))
    plain = digits_of(contact) if channel == "sms" else contact.strip().lower()
    return hmac.new(bytes.fromhex(key), f"{channel}:{plain}".encode(), hashlib.sha256).hexdigest() if key else ""


def _make_key(tx: Transaction) -> None:
    """Make the key of the site, once: with it numbers stay known that were erased, and nobody guesses them."""
    turns.wait_for_turn(tx.session, turns.REPLIES)
    if tx.session.get(SiteKey, KEY) is None:
        tx.session.add(SiteKey(name=KEY, value=secrets.token_hex(32)))
        tx.session.flush()


def standing(session: Session, channel: str, contact: str) -> OptOut | None:
    """Return the opt-out of a number or address, None where messages may go there."""
    if not contact.strip():
        return None
    query = select(OptOut).where(
        OptOut.channel == channel, OptOut.digest == digest_of(session, channel, contact), OptOut.ended_at.is_(None)
    )
    return session.scalar(query.order_by(OptOut.id).limit(1))


def note(tx: Transaction, channel: str, contact: str, said: str, *, named: bool = True) -> bool:
    """Write down that a number or address wants no messages, in whose words. Returns False where that was known.

    `named`: it is kept in plain too, so that people can see which one it is.
    """
    if not contact.strip() or standing(tx.session, channel, contact) is not None:
        return False
    _make_key(tx)
    tx.session.add(
        OptOut(
            channel=channel,
            digest=digest_of(tx.session, channel, contact),
            shown=contact.strip() if named else "",
            said=said[:200],
            by=tx.actor.name,
            at=tx.now,
        )
    )
    tx.session.flush()
    return True


@operation("opt_out", roles.DESK)
def opt_out(tx: Transaction, channel: str, contact: str, said: str) -> None:
    """Send nothing to a number or address any more, because its owner said so."""
    note(tx, channel, contact, said)


@operation("allow_messages", roles.DESK)
def allow_messages(tx: Transaction, channel: str, contact: str) -> None:
    """Send messages to a number or address again, because its owner asked for it. Errors: Refused `opt_out.none`."""
    found = standing(tx.session, channel, contact)
    if found is None:
        raise Refused("opt_out.none", contact=contact)
    found.ended_at = tx.now
