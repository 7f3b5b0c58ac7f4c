"""The facts on papers, and the ledger of what was printed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dispatch_console.application import planning
from dispatch_console.application.planning import current_stop
from dispatch_console.application.van_place import place_in_van, place_words
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.papers import Facts, LabelFacts, Sender, fingerprint
from dispatch_console.domain.requirements import Requirement
from dispatch_console.store.entities import Order, Parcel, Route, Sheet, Stop
from dispatch_console.store.transaction import Transaction

_MARKS = {
    Requirement.FRAGILE: "Fragile",
    Requirement.THIS_WAY_UP: "This way up",
    Requirement.AGE_18: "18+",
    Requirement.CASH_ON_DELIVERY: "COD",
    Requirement.TWO_PERSON: "2 persons",
    Requirement.COLD: "Keep cold",
}


def label_facts(session: Session, order_id: int, sender: Sender) -> tuple[LabelFacts, ...]:
    """One label per sealed parcel. Errors: Refused `label.not_sealed`."""
    order = session.get_one(Order, order_id)
    parcels = [parcel for parcel in order.parcels if parcel.sealed_at]
    if order.packing != "packed" or not parcels:
        raise Refused("label.not_sealed", number=order.number)
    zone = planning.zone_of(session)
    stop = current_stop(session, order_id) if order.dispatch != "unplanned" else None
    promise = ""
    if order.promise_start and order.promise_end:
        start, end = order.promise_start.astimezone(zone), order.promise_end.astimezone(zone)
        promise = f"{start:%a} {start.day} {start:%b}, {start:%H:%M}–{end:%H:%M}"
    return tuple(_label(order, parcel, len(parcels), stop, promise, sender, zone) for parcel in parcels)


def _label(
    order: Order, parcel: Parcel, count: int, stop: Stop | None, promise: str, sender: Sender, zone: ZoneInfo
) -> LabelFacts:
    sealed = parcel.sealed_at.astimezone(zone) if parcel.sealed_at else None
    address = order.address
    return LabelFacts(
        sender,
        order.number,
        parcel.position,
        count,
        order.customer_name,
        address.line1,
        address.line2,
        " ".join(part for part in (address.postcode, address.city) if part),
        stop.route.shift.driver.letter if stop else "",
        str(stop.sequence) if stop else "",
        place_words(place_in_van(stop, parcel)) if stop else "",
        promise,
        f"Packed {sealed.day} {sealed:%b %H:%M}, {parcel.station}" if sealed else "",
        f"{(parcel.weight_g or 0) / 1000:.1f} kg",
        tuple(_MARKS[Requirement(need)] for need in order.requirements if need in _MARKS),
        str(parcel.code),
        parcel.code.spaced,
    )


ROUTE_PAPERS = ("manifest", "load_list", "call_sheet")


def departure_key(route: Route) -> str:
    """What the papers of a departure are filed under."""
    return f"{route.shift.day}/{route.shift_id}:{route.departure}"


def reserve_sheets(
    tx: Transaction, day: date, waiting_only: bool = False, kind: str = "manifest", drafts_only: bool = False
) -> dict[int, int]:
    """A ledger entry per published route, whose id is the number on the paper. Older sheets of a departure go stale.

    With `waiting_only` the sheets of vans that have left stay as they are, with `drafts_only` those still true.
    """
    plan = planning.day_plan(tx.session, day)
    if plan is None or not any(route.published_at for route in plan.routes):
        raise Refused("manifest.not_published", day=day)
    found = {}
    for route in plan.routes:
        if not route.published_at or not route.stops or (waiting_only and route.departed_at):
            continue
        older = list(tx.session.scalars(_valid(kind, departure_key(route))))
        if drafts_only and any(sheet.revision == route.revision for sheet in older):
            continue
        for stale in older:
            stale.stale_since, stale.stale_reason = tx.now, "printed_again"
        sheet = entry(tx, kind, route_id=route.id, revision=route.revision)
        sheet.departure = departure_key(route)
        tx.session.flush()
        found[route.id] = sheet.id
    return found


def make_stale(tx: Transaction, departure: str, reason: str) -> int:
    """The papers of a departure are no longer true. Returns how many that are."""
    sheets = [sheet for kind in ROUTE_PAPERS for sheet in tx.session.scalars(_valid(kind, departure))]
    for sheet in sheets:
        sheet.stale_since, sheet.stale_reason = tx.now, reason
    return len(sheets)


def _valid(kind: str, departure: str) -> Select[Sheet]:
    return select(Sheet).where(
        Sheet.kind_of == kind, Sheet.departure == departure, Sheet.stale_since.is_(None)
    )  # fmt: skip


def before(session: Session, route: Route, kind: str = "manifest") -> Sheet | None:
    """The sheet of an earlier revision that the paper of this route replaces."""
    query = (
        select(Sheet)
        .where(Sheet.kind_of == kind, Sheet.departure == departure_key(route), Sheet.revision < route.revision)
        .order_by(Sheet.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def file_sheet(
    tx: Transaction, sheet_id: int, facts: Facts, path: str, pages: int, layout: dict[str, Any] | None = None
) -> None:
    """Keep what was drawn: fingerprint, place of the file, and where the boxes stand."""
    sheet = tx.session.get_one(Sheet, sheet_id)
    sheet.fingerprint, sheet.path, sheet.pages, sheet.layout = fingerprint(facts), path, pages, layout or {}


def file_labels(tx: Transaction, order_id: int, labels: Sequence[LabelFacts], path: str) -> None:
    """Each print of a label is logged; the second one as a reprint."""
    earlier = tx.session.scalar(
        select(func.count()).select_from(Sheet).where(Sheet.kind_of == "label", Sheet.order_id == order_id)
    )
    for facts in labels:
        made = entry(tx, "label", order_id=order_id, print_number=1 + (earlier or 0) // max(1, len(labels)))
        made.fingerprint, made.path = fingerprint(facts), path


def entry(
    tx: Transaction,
    kind: str,
    *,
    order_id: int | None = None,
    route_id: int | None = None,
    revision: int = 1,
    print_number: int = 1,
) -> Sheet:
    """Enter a paper in the ledger."""
    sheet = Sheet(
        kind_of=kind,
        order_id=order_id,
        route_id=route_id,
        revision=revision,
        print_number=print_number,
        fingerprint="",
        pages=1,
        path="",
        layout={},
        printed_at=tx.now,
        printed_by=tx.actor.name,
        station=tx.actor.station,
        stale_reason="",
    )
    tx.session.add(sheet)
    return sheet
