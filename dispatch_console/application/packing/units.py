"""Lots, expiries and serials of the pieces that are packed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.packing.scanned import Scanned
from dispatch_console.store import bulk
from dispatch_console.store.entities import Order, PackedUnit
from dispatch_console.store.transaction import Transaction

Facts = tuple[tuple[str, str], ...]


def note(tx: Transaction, order: Order, sku: str, read: Scanned, pieces: int) -> Facts | None:
    """Write down what a scan says of a piece; return whose its serial is already, which then is not packed again.

    Two stations that scan one serial at a moment: the index lets one of them.
    """
    if not (read.lot or read.serial or read.expires):
        return None
    item = read.gtins[0] if read.gtins else sku
    used = _holder(tx.session, item, read.serial)
    if used is not None:
        return used
    row = {
        "order_id": order.id, "sku": sku, "item": item, "pieces": pieces, "lot": read.lot, "serial": read.serial,
        "expires": read.expires, "counted_at": tx.now, "released_at": None,
    }  # fmt: skip
    bulk.add_missing(tx.session, PackedUnit, [row])
    if not read.serial:
        return None
    mine = _unit(tx.session, item, read.serial)
    return None if mine is not None and mine.order_id == order.id else _holder(tx.session, item, read.serial)


def release(tx: Transaction, order: Order, sku: str, read: Scanned | None) -> None:
    """Let go of what is known of a piece that is taken out: the one that was scanned, else the last of its lot.

    Errors: Refused `pack.which_serial` where pieces with serials lie in the box and none is named.
    """
    query = select(PackedUnit).where(
        PackedUnit.order_id == order.id, PackedUnit.sku == sku, PackedUnit.released_at.is_(None)
    )
    known = list(tx.session.scalars(query.order_by(PackedUnit.id.desc()).with_for_update()))
    if not known:
        return
    serial, lot = (read.serial, read.lot) if read is not None else ("", "")
    if any(unit.serial for unit in known):
        unit = next((unit for unit in known if serial and unit.serial == serial), None)
        if unit is None:
            raise Refused("pack.which_serial", item=sku)
    else:
        unit = next((unit for unit in known if not lot or unit.lot == lot), known[0])
    unit.released_at = tx.now


def _holder(session: Session, item: str, serial: str) -> Facts | None:
    """Return which order a serial left with, or lies in; None where it is free."""
    unit = _unit(session, item, serial) if serial else None
    if unit is None:
        return None
    number = session.get_one(Order, unit.order_id).number
    return (("serial", serial), ("number", number), ("at", unit.counted_at.isoformat()))


def _unit(session: Session, item: str, serial: str) -> PackedUnit | None:
    query = select(PackedUnit).where(
        PackedUnit.item == item, PackedUnit.serial == serial, PackedUnit.released_at.is_(None)
    )
    return session.scalar(query)
