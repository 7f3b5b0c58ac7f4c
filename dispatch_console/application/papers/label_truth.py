"""Tell whether a scanned label still says what is so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.domain.papers.codes import Code
from dispatch_console.domain.papers.facts import untrue
from dispatch_console.store.entities import Order, Parcel, Sheet

SUPERSEDED = "label_replaced"
# a label that says these wrongly still brings the parcel to the right door
HARMLESS = frozenset({"stop_changed", "promise_changed"})


@dataclass(frozen=True, slots=True)
class OldLabel:
    """A label that is no longer true. `reason` as papers have it; `newer_at` and `station`: of the label that replaced
    it, `changed`: what differs between the two, empty where they say the same.
    """

    reason: str
    newer_at: datetime | None = None
    station: str = ""
    changed: str = ""

    @property
    def is_harmless(self) -> bool:
        return self.reason in HARMLESS


@dataclass(frozen=True, slots=True)
class ScannedLabel:
    """A label of ours that was scanned. `old` where it is no longer true. `order_id` None: there is no such parcel any
    more.
    """

    order_id: int | None
    number: str
    position: int
    of: int
    old: OldLabel | None


def scanned_label(session: Session, code: Code) -> ScannedLabel:
    """Return whose label was scanned. `code`: of a parcel."""
    parcel = session.get(Parcel, code.number)
    if parcel is None:
        return ScannedLabel(None, "", 0, 0, None)
    order = session.get_one(Order, parcel.order_id)
    return ScannedLabel(order.id, order.number, parcel.position, len(order.parcels), old_label(session, code, parcel))


def old_label(session: Session, code: Code, parcel: Parcel) -> OldLabel | None:
    """Return what is wrong with the label that was scanned from a parcel; None while it is true, and for a number that
    was typed.
    """
    if not code.print_number:
        return None
    query = select(Sheet).where(Sheet.kind_of == "label", Sheet.parcel_id == parcel.id).order_by(Sheet.id.desc())
    printed = session.scalars(query).all()
    last = printed[0] if printed else None
    if code.print_number < parcel.label_prints:
        scanned = next((sheet for sheet in printed if sheet.print_number == code.print_number), None)
        changed = untrue(scanned.facts, last.facts) if scanned is not None and last is not None else ""
        at, station = (last.printed_at, last.station) if last is not None else (None, "")
        return OldLabel(SUPERSEDED, at, station, changed)
    if last is not None and last.stale_since is not None:
        return OldLabel(last.stale_reason)
    return None
