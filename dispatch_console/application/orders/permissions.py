"""The register of permissions: what stands at a door, and whether it holds for an order on a day."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.orders.permissions import Allowed, PermissionKind, refusal
from dispatch_console.store.entities import Address, Order, Permission
from dispatch_console.store.transaction import Transaction


def standing(session: Session, address_id: int) -> Mapping[PermissionKind, Allowed]:
    """Return the permissions of a door that nobody took back; they may be over, or exclude an order."""
    query = select(Permission).where(Permission.address_id == address_id, Permission.ended_at.is_(None))
    return {PermissionKind(row.kind_of): _allowed(row) for row in session.scalars(query)}


def why_not(session: Session, order: Order, kind: PermissionKind, day: date) -> str:
    """Return why an order may not be left by a permission on a day; empty where it may."""
    return refusal(
        standing(session, order.address_id).get(kind),
        day=day,
        worth=order.total,
        currency=order.currency or "",
        requirements=order.requirements,
        due=order.due_on_delivery or 0,
    )


def place_for(session: Session, order: Order, kind: PermissionKind, day: date) -> str:
    """Return where, or with whom, an order may be left on a day; empty where it may not."""
    if why_not(session, order, kind, day):
        return ""
    return standing(session, order.address_id)[kind].place


def safe_place_for(session: Session, orders: list[Order], day: date) -> str:
    """Return the safe place of a stop; empty where one of its orders may not be left there."""
    places = [place_for(session, order, PermissionKind.SAFE_PLACE, day) for order in orders]
    return places[0] if places and all(places) else ""


def write(
    tx: Transaction,
    address: Address,
    kind: PermissionKind,
    place: str,
    said_by: str,
    *,
    until: date | None = None,
    most: int | None = None,
    currency: str = "",
) -> None:
    """Let a permission stand at a door instead of the one before; an empty place takes it back."""
    query = select(Permission).where(
        Permission.address_id == address.id, Permission.kind_of == kind.value, Permission.ended_at.is_(None)
    )
    before = tx.session.scalar(query.with_for_update())
    if before is not None:
        same = (before.place, before.until, before.most, before.currency) == (place, until, most, currency)
        if same:
            return
        before.ended_at, before.ended_by = tx.now, tx.actor.name
        tx.session.flush()
    if place:
        tx.session.add(
            Permission(
                address_id=address.id, kind_of=kind.value, place=place, said_by=said_by, said_at=tx.now, until=until,
                most=most, currency=currency,
            )
        )  # fmt: skip
    if kind is PermissionKind.SAFE_PLACE:
        # what papers print, and customers see
        address.safe_place = place


@operation("end_permissions", roles.EVERYBODY)
def end_over(tx: Transaction) -> int:
    """End the permissions whose last day is gone. Returns how many."""
    today = tx.now.astimezone(zone_of(tx.session)).date()
    query = select(Permission).where(Permission.ended_at.is_(None), Permission.until < today)
    over = tx.session.scalars(query.order_by(Permission.id).with_for_update(skip_locked=True)).all()
    for row in over:
        row.ended_at = tx.now
        if row.kind_of == PermissionKind.SAFE_PLACE:
            tx.session.get_one(Address, row.address_id, with_for_update=True).safe_place = ""
    return len(over)


def _allowed(row: Permission) -> Allowed:
    return Allowed(
        kind=PermissionKind(row.kind_of),
        place=row.place,
        said_by=row.said_by,
        said_at=row.said_at,
        until=row.until,
        most=row.most,
        currency=row.currency,
    )
