"""Take parcels out of a van: the one place where that is written, so that no parcel is in a van unseen."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.store.entities import GoodsBack, Parcel, Route, SurplusParcel
from dispatch_console.store.transaction import Transaction

TAKEN_OFF = "taken_off"


def unload(tx: Transaction, parcels: Iterable[Parcel]) -> None:
    """Take parcels out of the van that they are in by the plan; those that are in none stay as they are.

    The parcels are still in the van. At the depot somebody carries them away; a van on the road brings them back.
    """
    for parcel in parcels:
        route = tx.session.get(Route, parcel.loaded_route_id) if parcel.loaded_route_id is not None else None
        if route is not None:
            _still_there(tx, parcel, route.shift_id, on_the_road=route.departed_at is not None)
        _clear(parcel)


def unload_from(tx: Transaction, parcel: Parcel, shift_id: int) -> None:
    """Take a parcel out of a van at the depot whose route is no more."""
    _still_there(tx, parcel, shift_id, on_the_road=False)
    _clear(parcel)


def _clear(parcel: Parcel) -> None:
    parcel.loaded_route_id = parcel.loaded_at = None
    parcel.loaded_place = ""


def stays_in(tx: Transaction, parcels: Iterable[Parcel], shift_id: int) -> None:
    """Note that a van on the road has parcels whose stop another van gets: it brings them back, or hands them over."""
    for parcel in parcels:
        _still_there(tx, parcel, shift_id, on_the_road=True)


def _still_there(tx: Transaction, parcel: Parcel, shift_id: int, *, on_the_road: bool) -> None:
    if not on_the_road:
        add_surplus(tx, SurplusParcel(shift_id=shift_id, parcel_id=parcel.id, code=str(parcel.code), why=TAKEN_OFF))
        return
    # what was missed at a door is expected back already, or is here
    known = select(GoodsBack.id).where(GoodsBack.parcel_id == parcel.id, GoodsBack.void_at.is_(None))
    if parcel.loaded_at is not None:
        known = known.where(GoodsBack.expected_at >= parcel.loaded_at)
    if tx.session.scalar(known.limit(1)) is None:
        tx.session.add(
            GoodsBack(
                order_id=parcel.order_id, parcel_id=parcel.id, pieces=1, shift_id=shift_id, place=parcel.loaded_place,
                expected_at=tx.now,
            )
        )  # fmt: skip


def add_surplus(tx: Transaction, found: SurplusParcel) -> None:
    """Note a parcel that does not belong into a van, once for as long as it is there."""
    query = select(SurplusParcel).where(
        SurplusParcel.shift_id == found.shift_id, SurplusParcel.code == found.code, SurplusParcel.gone_at.is_(None)
    )
    row = tx.session.scalar(query)
    if row is None:
        found.seen_at, found.seen_by = tx.now, tx.actor.name
        tx.session.add(found)
        tx.session.flush()
    else:
        row.why, row.changed, row.seen_at = found.why, found.changed, tx.now


def surplus_of(session: Session, shift_id: int) -> list[SurplusParcel]:
    """Return what is to be carried away from a van, the latest find first."""
    query = select(SurplusParcel).where(SurplusParcel.shift_id == shift_id, SurplusParcel.gone_at.is_(None))
    return list(session.scalars(query.order_by(SurplusParcel.seen_at.desc(), SurplusParcel.id.desc())))


def gone(tx: Transaction, parcel_id: int) -> bool:
    """Note that a parcel is at its right place: it is surplus nowhere. Returns whether it was."""
    query = select(SurplusParcel).where(SurplusParcel.parcel_id == parcel_id, SurplusParcel.gone_at.is_(None))
    rows = list(tx.session.scalars(query))
    for row in rows:
        row.gone_at, row.gone_by = tx.now, tx.actor.name
    return bool(rows)
