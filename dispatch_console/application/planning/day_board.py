"""Read the day as dispatchers see it: vans, departures and stops with live times, and orders without a route."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.fleet.outings import outing_of
from dispatch_console.application.operations.views import reads
from dispatch_console.application.planning import day_problem, unrouted
from dispatch_console.application.routes import day_plan, live_eta, silence
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.planning.outing import ANY_TIME, Outing
from dispatch_console.domain.road.eta import LiveTimes
from dispatch_console.domain.values import Coordinate
from dispatch_console.store.entities import Depot, Handoff, Order, PlannedRest, Route, Shift, Stop, VanCheck, VanClosing
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import station_zone

MISSES = ("failed", "unattempted")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStop:
    """One stop. `state` is todo, late, door, done or missed; `unsettled` while a miss waits for a decision."""

    stop_id: int
    route_id: int
    order_ids: tuple[int, ...]
    numbers: tuple[str, ...]
    sequence: int
    customer: str
    address: str
    phone: str
    place: Coordinate
    times: LiveTimes
    planned_at: datetime
    driving: timedelta
    window: tuple[datetime, datetime] | None
    confirmed: bool
    state: str
    arrived: bool
    unsettled: bool
    needs: tuple[str, ...]
    parcels: int
    weight_g: int
    volume_ml: int
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLeg:
    """One departure of a van: the row of the plan that a manifest is printed of."""

    route_id: int
    name: str
    departure: int
    start_at: datetime
    finish_at: datetime
    back_by: datetime
    departed_at: datetime | None
    published_at: datetime | None
    revision: int
    distance_m: int
    weight_g: int
    volume_ml: int
    parcels: int
    loaded: int
    stops: tuple[BoardStop, ...]
    outing: Outing = ANY_TIME
    locked: bool = False
    breaks: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardVan:
    """A driver and a van on the day, with every departure. Capacities in grams and millilitres. `off`: called off."""

    shift_id: int
    letter: str
    driver: str
    phone: str
    vehicle: str
    capacity_g: int
    capacity_ml: int
    departures: tuple[tuple[str, str], ...]
    legs: tuple[BoardLeg, ...]
    off: bool = False
    # of a van that is out: since when nobody hears its phone
    silent_since: datetime | None = None
    seen: silence.SeenAt | None = None
    # since when the driver says that he is back, and when the return desk was done with the van
    back_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def stops(self) -> tuple[BoardStop, ...]:
        return tuple(stop for leg in self.legs for stop in leg.stops)

    @property
    def locked(self) -> bool:
        """Return whether every departure that has not left is locked."""
        open_legs = [leg for leg in self.legs if leg.departed_at is None]
        return bool(open_legs) and all(leg.locked for leg in open_legs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayOrder:
    """Verified, promised for the day, and on no route."""

    order_id: int
    number: str
    customer: str
    address: str
    place: Coordinate | None
    window: tuple[datetime, datetime] | None
    weight_g: int
    needs: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBoard:
    day: date
    zone: ZoneInfo
    depot: str
    depot_place: Coordinate | None
    revision: int
    published_at: datetime | None
    estimate: bool
    vans: tuple[BoardVan, ...]
    tray: tuple[TrayOrder, ...]

    @property
    def stops(self) -> tuple[BoardStop, ...]:
        return tuple(stop for van in self.vans for stop in van.stops)

    @property
    def legs(self) -> tuple[BoardLeg, ...]:
        return tuple(leg for van in self.vans for leg in van.legs)


@reads(
    Kind.PLANS,
    Kind.ROAD,
    Kind.FLEET,
    Kind.ORDERS,
    Kind.VERIFICATION,
    Kind.PACKING,
    Kind.LOADING,
    Kind.PROMISES,
    Kind.DISPATCH,
    Kind.OUTCOMES,
    Kind.CLOSURE,
    Kind.ADDRESSES,
)
def day_board(session: Session, day: date, now: datetime) -> DayBoard:
    """Return everything that the Routes and Tracking tabs show of a day.

    Phones are heard every few seconds: their silence comes with the clock, not with each of their notices.
    """
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    plan = day_plan.day_plan(session, day)
    routes: dict[int, list[Route]] = {}
    for route in plan.routes if plan else ():
        routes.setdefault(route.shift_id, []).append(route)
    shifts = sorted(session.scalars(select(Shift).where(Shift.day == day)), key=lambda shift: shift.driver.letter)
    failed = set(
        session.scalars(
            select(Handoff.stop_id).where(
                Handoff.stop_id.in_([stop.id for route in (plan.routes if plan else ()) for stop in route.stops]),
                Handoff.outcome_code.not_like("delivered%"),
                Handoff.replaced_at.is_(None),
            )
        )
    )
    back, closed = _back(session, shifts), _closed(session, shifts)
    vans = tuple(
        BoardVan(
            shift_id=shift.id,
            letter=shift.driver.letter,
            driver=shift.driver.name,
            phone=shift.driver.phone,
            vehicle=shift.vehicle.name,
            capacity_g=shift.vehicle.weight_g,
            capacity_ml=shift.vehicle.volume_ml,
            departures=tuple((leaves, back) for leaves, back in shift.departures),
            legs=_legs(shift, routes.get(shift.id, ()), failed, now),
            off=shift.called_off_at is not None,
            silent_since=silence.silent_since(session, shift.id, now),
            seen=silence.seen_at(session, shift.id),
            back_at=back.get(shift.id),
            closed_at=closed.get(shift.id),
        )
        for shift in shifts
    )
    return DayBoard(
        day=day,
        zone=ZoneInfo(depot.zone) if depot else station_zone(session),
        depot=depot.name if depot else "",
        depot_place=Coordinate(depot.lat, depot.lon) if depot else None,
        revision=plan.revision if plan else 0,
        published_at=plan.published_at if plan else None,
        estimate=plan.estimate if plan else True,
        vans=vans,
        tray=tuple(_tray_order(order) for order in unrouted.unrouted(session, day)),
    )


def _back(session: Session, shifts: Sequence[Shift]) -> dict[int, datetime]:
    """Return since when drivers say that they are back, by shift; those that left again afterwards are out."""
    checks = select(VanCheck).where(VanCheck.shift_id.in_([shift.id for shift in shifts])).order_by(VanCheck.at)
    last = {check.shift_id: check for check in session.scalars(checks)}
    return {shift_id: check.at for shift_id, check in last.items() if check.way == "back"}


def _closed(session: Session, shifts: Sequence[Shift]) -> dict[int, datetime]:
    closings = select(VanClosing).where(VanClosing.shift_id.in_([shift.id for shift in shifts]))
    return {closing.shift_id: closing.closed_at for closing in session.scalars(closings)}


def _legs(shift: Shift, routes: Iterable[Route], failed: set[int | None], now: datetime) -> tuple[BoardLeg, ...]:
    """Return the departures of a van in their order."""
    local = LocalDay(shift.day, ZoneInfo(shift.depot.zone))
    return tuple(
        replace(_leg(route, start, times, failed), outing=outing_of(local, shift, route.departure))
        for route, start, times in live_eta.walk(routes, now)
    )


def _shifted(route: Route, times: Sequence[LiveTimes], start: datetime, rest: PlannedRest) -> tuple[datetime, datetime]:
    """Return a break, as late as the stop before it."""
    before = rest.after - 1
    late = times[before].leave_at - route.stops[before].leave_at if rest.after else start - route.start_at
    return rest.start + late, rest.end + late


def _leg(route: Route, start: datetime, times: tuple[LiveTimes, ...], failed: set[int | None]) -> BoardLeg:
    stops = tuple(_stop(stop, live, stop.id in failed) for stop, live in zip(route.stops, times, strict=True))
    parcels = [parcel for stop in route.stops for served in stop.served for parcel in served.order.parcels]
    return BoardLeg(
        route_id=route.id,
        name=route.name,
        departure=route.departure,
        start_at=route.start_at,
        finish_at=live_eta.back_at(route, times),
        back_by=route.back_by,
        departed_at=route.departed_at,
        published_at=route.published_at,
        revision=route.revision,
        distance_m=route.distance_m,
        weight_g=sum(stop.weight_g for stop in stops),
        volume_ml=sum(stop.volume_ml for stop in stops),
        parcels=len(parcels),
        loaded=sum(parcel.loaded_route_id == route.id for parcel in parcels),
        stops=stops,
        locked=route.locked,
        breaks=tuple(_shifted(route, times, start, rest) for rest in route.rests),
    )


def _stop(stop: Stop, live: LiveTimes, failed: bool) -> BoardStop:
    orders = [served.order for served in stop.served]
    head = orders[0]
    return BoardStop(
        stop_id=stop.id,
        route_id=stop.route_id,
        order_ids=tuple(order.id for order in orders),
        numbers=tuple(order.number for order in orders),
        sequence=stop.sequence,
        customer=head.customer_name,
        address=stop.address.line1,
        phone=head.phone,
        place=Coordinate(stop.address.lat or 0.0, stop.address.lon or 0.0),
        times=live,
        planned_at=stop.arrive_at,
        driving=timedelta(seconds=stop.driving_s),
        window=live_eta.window_of(stop),
        confirmed=all(order.appointment == "confirmed" for order in orders),
        state="missed" if failed else _state(stop, live),
        arrived=stop.arrived_at is not None,
        unsettled=failed and any(order.outcome in MISSES and order.closure == "open" for order in orders),
        needs=tuple(dict.fromkeys(need for order in orders for need in order.requirements)),
        parcels=sum(len(order.parcels) for order in orders),
        weight_g=sum(order.weighed_g or order.pieces * day_problem.DEFAULT_ITEM_G for order in orders),
        volume_ml=sum(order.pieces * day_problem.DEFAULT_ITEM_ML for order in orders),
        locked=stop.locked,
    )


def _state(stop: Stop, live: LiveTimes) -> str:
    if stop.left_at is not None:
        return "done"
    if live.is_late:
        return "late"
    return "door" if stop.arrived_at is not None else "todo"


def _tray_order(order: Order) -> TrayOrder:
    place = order.address
    return TrayOrder(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        address=place.line1,
        place=Coordinate(place.lat, place.lon) if place.lat is not None and place.lon is not None else None,
        window=(order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None,
        weight_g=order.weighed_g or order.pieces * day_problem.DEFAULT_ITEM_G,
        needs=tuple(order.requirements),
        changed=order.verification == "changed",
    )
