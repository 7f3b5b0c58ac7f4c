"""What a driver must know at a door, and what its people allowed: read and written as one form."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import permissions
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Conflict
from dispatch_console.domain.orders.permissions import Allowed, PermissionKind
from dispatch_console.domain.values import minor_digits
from dispatch_console.language import tr
from dispatch_console.store.entities import Address, Order
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

LONGEST, LARGEST = 200, 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorNotes:
    """The form as texts. `until` as 2026-12-24, empty for no end; `most` in `currency`, empty for no bound; `said_by`:
    who of the door allowed it.
    """

    gate_code: str = ""
    entrance: str = ""
    access_note: str = ""
    safe_place: str = ""
    neighbour: str = ""
    until: str = ""
    most: str = ""
    said_by: str = ""


@reads(Kind.ADDRESSES, Kind.ORDERS)
def door_notes(session: Session, order_id: int) -> DoorNotes:
    """Return what is noted at the door of an order."""
    order = session.get_one(Order, order_id)
    address, allowed = order.address, permissions.standing(session, order.address_id)
    # both are asked for in one call, so they end together
    one = next(iter(allowed.values()), None)
    return DoorNotes(
        gate_code=address.gate_code,
        entrance=address.entrance,
        access_note=address.access_note,
        safe_place=_place(allowed.get(PermissionKind.SAFE_PLACE)),
        neighbour=_place(allowed.get(PermissionKind.NEIGHBOUR)),
        until=one.until.isoformat() if one is not None and one.until is not None else "",
        most=_money(one, order.currency or "") if one is not None else "",
        said_by=one.said_by if one is not None else "",
    )


@operation("note_door", roles.ADDRESSES)
def note_door(tx: Transaction, order_id: int, notes: DoorNotes, seen: DoorNotes | None = None) -> None:
    """Write what is noted at the door of an order, for all who live there. `seen`: what stood there when it was opened.

    Errors: BadInput `text.long`, `door.until`, `door.most`, `door.said_by` for a permission of nobody; Conflict
    `door.changed` where somebody wrote meanwhile.
    """
    order = tx.session.get_one(Order, order_id)
    address = tx.session.get_one(Address, order.address_id, with_for_update=True)
    if seen is not None and door_notes(tx.session, order_id) != seen:
        raise Conflict("door.changed")
    typed = {field.name: " ".join(str(getattr(notes, field.name)).split()) for field in fields(DoorNotes)}
    if any(len(text) > LONGEST for text in typed.values()):
        raise BadInput("text.long", most=LONGEST)
    allows = bool(typed["safe_place"] or typed["neighbour"])
    if allows and not typed["said_by"]:
        raise BadInput("door.said_by")
    currency = order.currency or ""
    until, most = _until(typed["until"], tx.now.date()), _most(typed["most"], currency)
    address.gate_code, address.entrance = typed["gate_code"], typed["entrance"]
    address.access_note = typed["access_note"]
    for kind, place in (
        (PermissionKind.SAFE_PLACE, typed["safe_place"]),
        (PermissionKind.NEIGHBOUR, typed["neighbour"]),
    ):
        permissions.write(
            tx, address, kind, place, typed["said_by"], until=until, most=most,
            currency=currency if most is not None else "",
        )  # fmt: skip


def _place(allowed: Allowed | None) -> str:
    return allowed.place if allowed is not None else ""


def _money(allowed: Allowed, currency: str) -> str:
    if allowed.most is None:
        return ""
    digits = minor_digits(allowed.currency or currency)
    return f"{allowed.most / 10**digits:.{digits}f}"


def _until(text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        until = date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("door.until", value=text) from error
    if until < today:
        raise BadInput("door.until", value=text)
    return until


def _most(text: str, currency: str) -> int | None:
    if not text:
        return None
    try:
        value = fleet_text.number(tr("Worth at most"), text, 0, LARGEST)
    except BadInput as error:
        raise BadInput("door.most", value=text) from error
    minor: int = 10 ** minor_digits(currency)
    return round(value * minor)
