"""A driver's link for his day: made by the desk, taken by one phone, taken over with a code, taken back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.store.entities import DriverLink, DriverPhone, Route, Shift
from dispatch_console.store.transaction import Actor, Transaction

TOKEN_BYTES, SECRET_BYTES = 18, 24
CODE_LASTS = timedelta(minutes=10)
# after its day a phone may still hand in what it holds
LASTS = timedelta(days=2)
# read aloud over a bad line: no letter sounds or looks like another
CODE_SIGNS, CODE_LENGTH = "ABCDEFGHKMNPRTUWXY346789", 8
LONGEST_NAME = 80
# who acts before anybody knows which driver it is
PAGE = Actor("driver's page", "driver", "phone")


@dataclass(frozen=True, slots=True)
class Holder:
    """The phone that asks. `may_act`: it is the one that holds the link; others may hand in what they did before."""

    phone_id: int
    link_id: int
    shift_id: int
    driver: str
    may_act: bool
    revoked: bool


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def link_of(session: Session, shift_id: int) -> DriverLink | None:
    """Return the link of a shift that stands."""
    return session.scalar(select(DriverLink).where(DriverLink.shift_id == shift_id, DriverLink.revoked_at.is_(None)))


def standing_phone(session: Session, link_id: int) -> DriverPhone | None:
    """Return the phone that holds a link."""
    return session.scalar(select(DriverPhone).where(DriverPhone.link_id == link_id, DriverPhone.ended_at.is_(None)))


def link_for(tx: Transaction, shift_id: int) -> DriverLink:
    """Return the link of a shift, made where there is none."""
    known = link_of(tx.session, shift_id)
    if known is None:
        shift = tx.session.get_one(Shift, shift_id, with_for_update={"of": Shift})
        known = link_of(tx.session, shift_id)
    if known is None:
        ends = LocalDay(shift.day, zone_of(tx.session)).ends
        known = DriverLink(
            token=secrets.token_urlsafe(TOKEN_BYTES),
            shift_id=shift_id,
            made_at=tx.now,
            expires_at=ends + LASTS,
            code="",
        )
        tx.session.add(known)
        tx.session.flush()
    return known


@operation("make_driver_link", roles.DISPATCH)
def make_link(tx: Transaction, shift_id: int) -> str:
    """Return the token of a shift's link; the same one until it is taken back."""
    return link_for(tx, shift_id).token


@operation("make_route_link", roles.EVERYBODY)
def make_link_of_route(tx: Transaction, route_id: int) -> str:
    """Return the token of the link of a route's driver, which stands on his manifest."""
    return link_for(tx, tx.session.get_one(Route, route_id).shift_id).token


@operation("make_phone_code", roles.DISPATCH)
def make_code(tx: Transaction, shift_id: int) -> tuple[str, datetime]:
    """Make a code with which another phone takes the link over, once. Returns it and until when it holds."""
    link = link_for(tx, shift_id)
    link.code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    link.code_until = tx.now + CODE_LASTS
    return link.code, link.code_until


@operation("revoke_driver_link", roles.DISPATCH)
def revoke(tx: Transaction, shift_id: int) -> None:
    """Take a link back: its phone shows nothing any more. What it did before may still be handed in. Errors: Refused
    `phone.no_link`.
    """
    link = link_of(tx.session, shift_id)
    if link is None:
        raise Refused("phone.no_link")
    link.revoked_at, link.revoked_by, link.code = tx.now, tx.actor.name, ""


def living(session: Session, token: str, now: datetime) -> DriverLink:
    """Return the link of a token that shows something. Errors: Refused `link.dead`."""
    link = session.scalar(select(DriverLink).where(DriverLink.token == token))
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise Refused("link.dead")
    return link


@operation("take_driver_link", roles.ROAD)
def take(tx: Transaction, token: str, name: str, code: str = "") -> str:
    """Give a link to a phone. Returns the secret by which it is known from now on.

    Errors: Refused `link.dead`, `phone.taken` where another one has it and the code is not the desk's.
    """
    found = living(tx.session, token, tx.now)
    link = tx.session.get_one(DriverLink, found.id, with_for_update=True, populate_existing=True)
    before = standing_phone(tx.session, link.id)
    if before is not None:
        typed = "".join(code.upper().split())
        good = bool(link.code) and link.code_until is not None and link.code_until > tx.now
        if not good or not secrets.compare_digest(typed.encode(), link.code.encode()):
            raise Refused("phone.taken")
        before.ended_at = tx.now
        link.code = ""
        tx.session.flush()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    tx.session.add(
        DriverPhone(
            link_id=link.id, digest=digest_of(secret), name=name[:LONGEST_NAME], taken_at=tx.now, heard_at=tx.now,
            announced=0, checks={},
        )
    )  # fmt: skip
    return secret


def holder(session: Session, token: str, secret: str, now: datetime) -> Holder | None:
    """Return which phone of a link asks; None for one that never had it, or whose link is over."""
    if not secret:
        return None
    query = (
        select(DriverPhone, DriverLink, Shift)
        .join(DriverLink, DriverLink.id == DriverPhone.link_id)
        .join(Shift, Shift.id == DriverLink.shift_id)
        .options(joinedload(Shift.driver))
        .where(DriverLink.token == token, DriverPhone.digest == digest_of(secret), DriverLink.expires_at > now)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    phone, link, shift = found
    revoked = link.revoked_at is not None
    return Holder(phone.id, link.id, shift.id, shift.driver.name, phone.ended_at is None and not revoked, revoked)


def driver_of(found: Holder) -> Actor:
    """Return who acts when a phone does."""
    return Actor(found.driver, "driver", "phone")
