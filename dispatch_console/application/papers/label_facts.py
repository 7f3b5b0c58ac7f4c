"""Collect the facts on the labels of an order's parcels."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console.application.papers import ledger
from dispatch_console.application.routes.day_plan import current_stop, day_plan
from dispatch_console.application.routes.van_place import place_in_van, place_words
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers.facts import LabelFacts, Sender
from dispatch_console.language import Words, day_month, decimal, mark, tr, weekday_month
from dispatch_console.store.entities import Order, Parcel, Stop

_MARKS = Words(
    {
        Requirement.FRAGILE: mark("Fragile"),
        Requirement.THIS_WAY_UP: mark("This way up"),
        Requirement.AGE_18: mark("18+"),
        Requirement.CASH_ON_DELIVERY: mark("COD"),
        Requirement.TWO_PERSON: mark("2 persons"),
        Requirement.COLD: mark("Keep cold"),
    }
)


def label_facts(session: Session, order_id: int, sender: Sender) -> tuple[LabelFacts, ...]:
    """Return the next label of each sealed parcel: every print has a code of its own.

    Errors: Refused `label.not_sealed`.
    """
    order = session.get_one(Order, order_id)
    labels = label_facts_of(session, order, sender)
    parcels = {parcel.id: parcel for parcel in order.parcels}
    return tuple(_next(facts, parcels[parcel_id]) for parcel_id, facts in labels.items())


def sealed_of_day(session: Session, day: date, route: str = "") -> tuple[tuple[int, str], ...]:
    """Return id and number of the sealed orders on the routes of a day, or on one, in the order in which they are
    loaded: last stop first.
    """
    plan = day_plan(session, day)
    routes = [known for known in (plan.routes if plan is not None else ()) if ledger.is_meant(known.name, route)]
    return tuple(
        (served.order_id, served.order.number)
        for known in routes
        for stop in sorted(known.stops, key=lambda stop: -stop.sequence)
        for served in stop.served
        if served.order.packing == "packed"
    )


def _next(facts: LabelFacts, parcel: Parcel) -> LabelFacts:
    number = ledger.next_print(parcel)
    return replace(
        facts,
        code=str(replace(parcel.code, print_number=number)),
        print_of=tr("label {number}", number=number),
        print_number=number,
    )


def label_facts_of(session: Session, order: Order, sender: Sender) -> dict[int, LabelFacts]:
    """Return the label of each sealed parcel, by parcel id. Errors: Refused `label.not_sealed`."""
    parcels = [parcel for parcel in order.parcels if parcel.sealed_at]
    if order.packing != "packed" or not parcels:
        raise Refused("label.not_sealed", number=order.number)
    zone = depot.zone_of(session)
    stop = current_stop(session, order.id) if order.dispatch != "unplanned" else None
    promise = ""
    if order.promise_start and order.promise_end:
        start, end = order.promise_start.astimezone(zone), order.promise_end.astimezone(zone)
        promise = f"{weekday_month(start)}, {start:%H:%M}–{end:%H:%M}"
    return {parcel.id: _label(order, parcel, len(parcels), stop, promise, sender, zone) for parcel in parcels}


def _label(
    order: Order, parcel: Parcel, count: int, stop: Stop | None, promise: str, sender: Sender, zone: ZoneInfo
) -> LabelFacts:
    sealed = parcel.sealed_at.astimezone(zone) if parcel.sealed_at else None
    address = order.address
    return LabelFacts(
        sender=sender,
        order=order.number,
        position=parcel.position,
        of=count,
        name=order.customer_name,
        street=address.line1,
        flat=address.line2,
        town=" ".join(part for part in (address.postcode, address.city) if part),
        route=stop.route.shift.driver.letter if stop else "",
        stop=str(stop.sequence) if stop else "",
        place=place_words(place_in_van(stop, parcel)) if stop else "",
        promise=promise,
        packed=tr(
            "Packed {day_month} {sealed}, {station}",
            day_month=day_month(sealed),
            sealed=f"{sealed:%H:%M}",
            station=parcel.station,
        )
        if sealed
        else "",
        weight=_weight(parcel),
        marks=tuple(_MARKS[Requirement(need)] for need in order.requirements if need in _MARKS),
        code=str(parcel.code),
        code_spaced=parcel.code.spaced,
        print_of="",
        print_number=max(1, parcel.label_prints),
    )


def _weight(parcel: Parcel) -> str:
    """Return what the scale said of this parcel."""
    return tr("{weight} kg", weight=decimal((parcel.weight_g or 0) / 1000, 1))
