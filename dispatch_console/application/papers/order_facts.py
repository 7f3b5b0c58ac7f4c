"""Collect the facts on packing slip and proof of delivery."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.packing import progress
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.papers.facts import ProofFacts, Sender, SlipFacts, SlipLine
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.values import Money
from dispatch_console.store.entities import Handoff, JournalEntry, Operation, Order, Stop

HISTORY_LIMIT = 60


def slip_facts(
    session: Session, order_id: int, sender: Sender, document: int, print_number: int, now: datetime
) -> SlipFacts:
    """Return the packing slip of an order, which is printed as soon as every item is in.

    Errors: Refused `slip.not_complete`.
    """
    order = session.get_one(Order, order_id)
    state = progress.progress(session, order)
    parcels = [parcel for parcel in order.parcels if parcel.contents]
    if not parcels or state.packed < state.ordered:
        raise Refused("slip.not_complete", number=order.number)
    zone = depot.zone_of(session)
    sealed = max((parcel.sealed_at for parcel in parcels if parcel.sealed_at), default=now)
    place, count = order.address, len(parcels)
    checked = ["Every item counted and looked at"]
    if order.weighed_g:
        checked.append(f"Weight {order.weighed_g / 1000:.1f} kg")
    if state.weights_known:
        checked.append(f"Goods {state.goods_g / 1000:.1f} kg")
    by, station = parcels[0].sealed_by or order.held_by, parcels[0].station or order.held_at
    checked.append(f"{by}, {station}, {sealed.astimezone(zone):%H:%M}")
    return SlipFacts(
        sender=sender,
        document=document,
        order=order.number,
        ordered=f"ordered {_day(order.placed_at, zone)}" if order.placed_at else "",
        packed=f"packed {_day(sealed, zone)} {sealed.astimezone(zone):%H:%M}, "
        f"in {count} parcel{'s' if count > 1 else ''}",
        name=order.customer_name,
        street=" ".join(part for part in (place.line1, place.line2) if part),
        town=" ".join(part for part in (place.postcode, place.city) if part),
        promise=_promise(order, zone),
        lines=tuple(
            SlipLine(
                line.sku,
                line.name,
                line.quantity,
                line.packed,
                ", ".join(str(parcel.position) for parcel in parcels if line.sku in parcel.contents),
            )
            for line in order.delivery_lines
        ),
        parcels=tuple(
            (
                f"{parcel.position}/{count}",
                parcel.code.spaced,
                f"{parcel.weight_g / 1000:.1f} kg" if parcel.weight_g else "",
            )
            for parcel in parcels
        ),
        papers=tuple(name.replace("_", " ") for name, _ in state.papers),
        checked=tuple(checked),
        print_number=print_number,
    )


def proof_facts(
    session: Session, order_id: int, sender: Sender, document: int, milestone: Callable[[str], str], now: datetime
) -> ProofFacts:
    """Return the proof of an order's last handoff. `milestone` gives the words of an operation, empty for those left
    out.

    Errors: Refused `proof.none`.
    """
    order = session.get_one(Order, order_id)
    record = session.scalar(select(Handoff).where(Handoff.order_id == order_id).order_by(Handoff.id.desc()).limit(1))
    if record is None:
        raise Refused("proof.none", number=order.number)
    zone = depot.zone_of(session)
    acted = record.acted_at.astimezone(zone)
    stop = session.get(Stop, record.stop_id) if record.stop_id else None
    # a promise is kept by who is at the door in time, however long the handing over takes
    began = stop.arrived_at if stop is not None and stop.arrived_at is not None else record.acted_at
    outcome = OUTCOMES[record.outcome_code]
    handed = outcome.action in ("deliver", "pick_up")
    words = outcome.code.replace("_", " ").removeprefix("failed ").capitalize()
    rows = [
        ("Time", f"{acted:%H:%M}, {record.reported_through}"),
        ("Promised", _promise(order, zone) + _kept(order, began) if order.promise_start else "no window"),
        ("Address", ", ".join(part for part in (order.address.line1, order.address.line2, order.address.city) if part)),
        ("Parcels", ", ".join(parcel.code.spaced for parcel in order.parcels) or "none"),
    ]
    if handed:
        rows.insert(
            2, ("Received by", f"{record.recipient}, {record.relation}" if record.recipient else "nobody in person")
        )
        rows.insert(3, ("Identity", _identity(record)))
        rows.append(("Items", f"{record.items_accepted} accepted, {record.items_refused} refused"))
    rows.append(("To collect", _money(record, order)))
    driver = ", ".join(part for part in (record.driver, record.vehicle, record.route_name) if part)
    rows.append(("Driver" if record.stop_id else "Recorded by", driver))
    if record.note:
        rows.append(("Note", record.note))
    return ProofFacts(
        sender=sender,
        document=document,
        order=order.number,
        title=f"{words}, {acted:%a} {_day(record.acted_at, zone)} at {acted:%H:%M}",
        delivered=handed,
        rows=tuple(rows),
        signature=record.signature,
        signed=f"{record.recipient}, {acted:%H:%M}" if record.signature else "",
        place=(order.address.lat, order.address.lon)
        if order.address.lat is not None and order.address.lon is not None
        else None,
        missing=tuple(_missing(record, handed)),
        zone=zone.key,
        history=_history(session, order_id, zone, milestone),
        printed=f"{_day(now, zone)} {now.astimezone(zone):%H:%M}",
    )


def _missing(record: Handoff, handed: bool) -> list[str]:
    missing = ["No photo, no position of the phone."]
    if handed and record.signature is None:
        missing.insert(0, "No signature on file; see the signed manifest.")
    return [*missing, "Numbers of identity papers are never stored."]


def _identity(record: Handoff) -> str:
    asked = [what for what, was in (("name", record.said_name), ("order number", record.said_number)) if was]
    said = f"{' and '.join(asked)} asked" if asked else "not asked"
    seen = f"; {record.id_kind.replace('_', ' ')} seen" if record.id_kind else ""
    return said + seen + (", 18 or over" if record.of_age else "")


def _money(record: Handoff, order: Order) -> str:
    if not record.due:
        return "nothing"
    currency = order.currency or ""
    return f"{Money(record.due, currency)}, taken {Money(record.collected, currency)}"


def _kept(order: Order, at: datetime) -> str:
    if order.promise_start is None or order.promise_end is None:
        return ""
    return ", kept" if order.promise_start <= at <= order.promise_end else ", not kept"


def _promise(order: Order, zone: ZoneInfo) -> str:
    if order.promise_start is None or order.promise_end is None:
        return ""
    start, end = order.promise_start.astimezone(zone), order.promise_end.astimezone(zone)
    return f"{start:%a} {start.day} {start:%b}, {start:%H:%M}–{end:%H:%M}"


def _day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def _history(
    session: Session, order_id: int, zone: ZoneInfo, milestone: Callable[[str], str]
) -> tuple[tuple[str, str, str], ...]:
    query = (
        select(Operation.id, Operation.at, Operation.name, Operation.actor, Operation.station)
        .join(JournalEntry, JournalEntry.operation_id == Operation.id)
        .where(JournalEntry.order_id == order_id)
        .distinct()
        .order_by(Operation.id)
    )
    rows: list[tuple[str, str, str]] = []
    for _, at, name, actor, station in session.execute(query):
        local = at.astimezone(zone)
        what = milestone(name)
        if what and (not rows or rows[-1][1] != what):
            rows.append((f"{local.day} {local:%b %H:%M}", what, f"{actor}, {station}"))
    return tuple(rows[-HISTORY_LIMIT:])
