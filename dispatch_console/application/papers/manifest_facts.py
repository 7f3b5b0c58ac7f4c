"""Collect the facts on a manifest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dispatch_console.application.fleet.outings import outing_of
from dispatch_console.application.orders import permissions
from dispatch_console.application.papers import ledger
from dispatch_console.application.papers.route_facts import route_head
from dispatch_console.application.routes import day_plan
from dispatch_console.application.routes.van_place import place_in_van, place_words
from dispatch_console.application.site import depot
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers.facts import ManifestFacts, ManifestStop, Sender
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.domain.values import Money
from dispatch_console.language import decimal, money, tr
from dispatch_console.store.entities import Order, Parcel, Route, Sheet, Stop

# a van that is early by less rings when it is there
WAIT_SAID = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class RoutePaper:
    """What a manifest needs besides drawing: which route it is of."""

    route_id: int
    route_name: str
    facts: ManifestFacts
    outing: Outing


def manifest_facts(session: Session, day: date, sender: Sender, sheets: dict[int, int]) -> tuple[RoutePaper, ...]:
    """Return the manifest of each published route that has a number in `sheets`."""
    zone = depot.zone_of(session)
    plan = day_plan.day_plan(session, day)
    routes = [route for route in plan.routes if route.id in sheets and route.stops] if plan else []
    return tuple(
        RoutePaper(
            route.id,
            route.name,
            _manifest(session, route, zone, sender, sheets[route.id], plan.estimate),
            outing_of(LocalDay(day, zone), route.shift, route.departure),
        )
        for route in routes
        if plan
    )


def _manifest(
    session: Session, route: Route, zone: ZoneInfo, sender: Sender, sheet: int, estimate: bool
) -> ManifestFacts:
    older = ledger.before(session, route)
    start, finish = route.start_at.astimezone(zone), route.finish_at.astimezone(zone)
    orders = [served.order for stop in route.stops for served in stop.served]
    parcels = _sealed(orders)
    due: dict[str, int] = {}
    for order in orders:
        if order.due_on_delivery and order.currency:
            due[order.currency] = due.get(order.currency, 0) + order.due_on_delivery
    totals = [
        (str(len(route.stops)), tr("stop") if len(route.stops) == 1 else tr("stops")),
        (str(len(parcels)), tr("parcel") if len(parcels) == 1 else tr("parcels")),
        (decimal(sum(parcel.weight_g or 0 for parcel in parcels) / 1000, 1), "kg"),
        (decimal(route.distance_m / 1000, 1), "km" + ((" " + tr("estimated")) if estimate else "")),
        (str(route.driving_s // 60), tr("min driving")),
        *((money(Money(amount, currency)), tr("to collect")) for currency, amount in due.items()),
    ]
    shift = route.shift
    return ManifestFacts(
        head=route_head(session, route, zone, sender, sheet, "manifest"),
        depot=shift.depot.address or shift.depot.name,
        planned=tr("out {start}, back {finish}", start=f"{start:%H:%M}", finish=f"{finish:%H:%M}"),
        totals=tuple(totals),
        stops=tuple(
            replace(_stop(session, stop, zone), rest=_rest_before(route, number, zone))
            for number, stop in enumerate(route.stops)
        ),
        points=(
            (shift.depot.lat, shift.depot.lon),
            *((stop.address.lat or 0, stop.address.lon or 0) for stop in route.stops),
        ),
        estimate=estimate,
        changes=_changes(older, route) if older else (),
    )


def _rest_before(route: Route, number: int, zone: ZoneInfo) -> str:
    """Return `Break 11:30 to 12:00` where a break is planned before this stop."""
    rests = [rest for rest in route.rests if rest.after == number]
    return "   ".join(
        tr(
            "Break {start} to {end}",
            start=f"{rest.start.astimezone(zone):%H:%M}",
            end=f"{rest.end.astimezone(zone):%H:%M}",
        )
        for rest in rests
    )


def _changes(older: Sheet, route: Route) -> tuple[str, ...]:
    """Describe stops that came, went, or have another number than on the earlier sheet."""
    was = {row["order"]: row["stop"] for page in older.layout.get("pages", ()) for row in page}
    now = {", ".join(served.order.number for served in stop.served): stop.sequence for stop in route.stops}
    said = [
        tr("Off this route: {order}, was stop {number}.", order=order, number=number)
        for order, number in was.items()
        if order not in now
    ]
    said += [
        tr("New: {order}, stop {number}.", order=order, number=number)
        for order, number in now.items()
        if order not in was
    ]
    said += [
        tr("{order}: stop {was} is now stop {number}.", order=order, was=was[order], number=number)
        for order, number in now.items()
        if order in was and was[order] != number
    ]
    if not said:
        return (tr("Same stops in the same order; times may have changed."),)
    return (*said, tr("Times of the other stops may have changed too."))


def _stop(session: Session, stop: Stop, zone: ZoneInfo) -> ManifestStop:
    orders = [served.order for served in stop.served]
    head = orders[0]
    needs = {Requirement(need) for order in orders for need in order.requirements if need in set(Requirement)}
    due = sum(order.due_on_delivery or 0 for order in orders)
    parcels = _sealed(orders)
    window = ""
    if stop.window_start and stop.window_end:
        window = f"{stop.window_start.astimezone(zone):%H:%M}–{stop.window_end.astimezone(zone):%H:%M}"
    access = [
        _early(stop, zone),
        tr("Door code {gate_code}.", gate_code=stop.address.gate_code) if stop.address.gate_code else "",
        stop.address.entrance,
    ]
    access += [stop.address.access_note, head.instructions]
    safe_place = permissions.safe_place_for(session, orders, stop.arrive_at.astimezone(zone).date())
    third, identity = tr("Note"), ""
    if Requirement.AGE_18 in needs:
        identity = tr("[ID seen, 18 or over")
    elif Requirement.ID_CHECK in needs:
        identity = tr("[ID seen")
    if due:
        # the tick stands in a line of its own then
        third = "\n".join(part for part in (tr("Cash taken"), identity) if part)
    elif identity:
        third = identity
    elif safe_place:
        third = tr("[Left in safe place")
    return ManifestStop(
        sequence=stop.sequence,
        arrive=f"{stop.start_at.astimezone(zone):%H:%M}",
        window=window,
        confirmed=all(order.appointment == "confirmed" for order in orders),
        late=any(order.appointment == "moved" for order in orders),
        leg=tr(
            "{distance_m} km, {max} min",
            distance_m=decimal(stop.distance_m / 1000, 1),
            max=max(1, stop.driving_s // 60),
        ),
        name=head.customer_name,
        street=" ".join(part for part in (stop.address.line1, stop.address.line2) if part),
        postcode=stop.address.postcode,
        access=" ".join(part for part in access if part),
        phone=head.phone,
        order=", ".join(order.number for order in orders),
        parcels=tuple(
            (
                f"{parcel.position}/{len(parcels)}",
                parcel.code.spaced,
                place_words(place_in_van(stop, parcel)),
            )
            for parcel in parcels
        ),
        tags=(*_not_packed(orders), *_tags(needs, due, head, safe_place)),
        third_box=third,
    )


def _sealed(orders: Sequence[Order]) -> list[Parcel]:
    """Return the parcels of packed orders. An order that is not packed has no parcel to load."""
    return [parcel for order in orders if order.packing == "packed" for parcel in order.parcels]


def _early(stop: Stop, zone: ZoneInfo) -> str:
    """Return a sentence that tells the driver to wait until the promise begins; empty for a short wait."""
    if stop.start_at - stop.arrive_at < WAIT_SAID:
        return ""
    return tr("There {arrive_at}: wait.", arrive_at=f"{stop.arrive_at.astimezone(zone):%H:%M}")


def _not_packed(orders: Sequence[Order]) -> Iterator[tuple[str, str]]:
    """Yield the orders of a stop that are in no sealed box yet: the driver must not look for their parcels."""
    open_ones = [order.number for order in orders if order.packing != "packed"]
    if open_ones:
        yield "forbidden", tr("Not packed when printed: {orders}", orders=", ".join(open_ones))


def _tags(needs: set[Requirement], due: int, order: Order, safe_place: str) -> tuple[tuple[str, str], ...]:
    tags: list[tuple[str, str]] = []
    if due and order.currency:
        tags.append(("check", tr("Collect {Money}", Money=money(Money(due, order.currency)))))
    if Requirement.AGE_18 in needs:
        tags.append(("check", tr("Check ID: 18 or over")))
    elif Requirement.ID_CHECK in needs:
        tags.append(("check", tr("Check ID")))
    if Requirement.TWO_PERSON in needs:
        tags.append(("check", tr("Two persons")))
    tags.append(("plain", tr("Signature")))
    if safe_place:
        tags.append(("plain", tr("Safe place: {safe_place}", safe_place=safe_place)))
    else:
        tags.append(("forbidden", tr("NO safe place")))
    return tuple(tags)
