"""Read the parcels of a van in the order in which they are loaded: last stop first."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.papers.ledger import departure_key
from dispatch_console.application.routes import unloading
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.application.routes.van_place import place_in_van
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.local_day import LocalDay
from dispatch_console.domain.road.vanload import Place
from dispatch_console.language import tr
from dispatch_console.store.entities import (
    CloseWaiver,
    GoodsBack,
    Order,
    Parcel,
    Route,
    Sheet,
    Stop,
    StopOrder,
    SurplusParcel,
    VanCheck,
)
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadParcel:
    """`state` is in, missing or waiting. `code` as a scanner reads it, `spaced` as people do."""

    parcel_id: int
    order_id: int
    code: str
    spaced: str
    stop: int
    customer: str
    position: int
    count: int
    box: str
    weight_g: int
    place: Place
    marks: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surplus:
    """A parcel that does not belong into this van. `belongs_to`: the route and stop where it does, empty for none;
    `spaced`: its code as people read it; `why` and `changed` as `SurplusParcel` has them.
    """

    surplus_id: int
    spaced: str
    customer: str
    why: str
    changed: str
    belongs_to: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadList:
    """One departure being loaded. `checked_at`: when the driver said that the van is sound, None while he did not;
    `damage`: what he found.

    `unpacked` are orders whose parcels do not exist yet, `not_verified` those on hold, cancelled or changed at their
    source, by id and number; `still_out` says why the van is not back.
    """

    route_id: int
    name: str
    letter: str
    driver: str
    vehicle: str
    leaves_at: datetime
    zone: ZoneInfo
    revision: int
    published: bool
    departed_at: datetime | None
    stops: int
    parcels: tuple[LoadParcel, ...]
    unpacked: tuple[tuple[int, str], ...]
    not_verified: tuple[tuple[int, str], ...]
    still_out: str
    surplus: tuple[Surplus, ...]
    shift_id: int
    checked_at: datetime | None
    damage: str
    # of what the driver said: whether the papers are in the van, and where an odometer of it stood last
    papers: bool
    odometer: int
    # the last manifest that was printed is not true any more
    old_paper: bool
    # what an earlier departure is still to bring back
    goods_open: int

    def loaded(self, parcel_id: int) -> "LoadList":
        """Return the list with one more parcel in the van."""
        parcels = (replace(one, state="in") if one.parcel_id == parcel_id else one for one in self.parcels)
        return replace(self, parcels=tuple(parcels))

    def count(self, state: str) -> int:
        return sum(parcel.state == state for parcel in self.parcels)

    @property
    def following(self) -> LoadParcel | None:
        """Return the parcel to be brought next."""
        return next((parcel for parcel in self.parcels if parcel.state == "waiting"), None)


@reads(
    Kind.PLANS,
    Kind.ROAD,
    Kind.FLEET,
    Kind.ORDERS,
    Kind.VERIFICATION,
    Kind.PACKING,
    Kind.LOADING,
    Kind.CLOSURE,
    Kind.OUTCOMES,
    Kind.PAPERS,
)
def load_list(session: Session, route_id: int) -> LoadList:
    """Return the load list of a route. Errors: BadInput `route.unknown`."""
    loads = selectinload(Route.stops).selectinload(Stop.served).selectinload(StopOrder.order)
    route = session.scalar(select(Route).where(Route.id == route_id).options(loads.selectinload(Order.parcels)))
    if route is None:
        raise BadInput("route.unknown", route=route_id)
    parcels = [
        _parcel(route, stop, served.order, number)
        for stop in reversed(route.stops)
        for served in stop.served
        for number in reversed(range(len(served.order.parcels)))
    ]
    unpacked = tuple(
        (served.order_id, served.order.number)
        for stop in route.stops
        for served in stop.served
        if not served.order.parcels or served.order.packing != "packed"
    )
    not_verified = tuple(
        (served.order_id, served.order.number)
        for stop in route.stops
        for served in stop.served
        if served.order.verification != "verified" or served.order.closure != "open"
    )
    vehicle_id = route.shift.vehicle_id
    leaves = route.shift.departures[route.departure][0]
    checks = select(VanCheck).where(VanCheck.shift_id == route.shift_id, VanCheck.way == "out")
    check = session.scalar(checks.order_by(VanCheck.at.desc()).limit(1))
    zone = ZoneInfo(route.shift.depot.zone)
    return LoadList(
        route_id=route.id,
        name=route.name,
        letter=route.shift.driver.letter,
        driver=route.shift.driver.name,
        vehicle=route.shift.vehicle.name,
        leaves_at=LocalDay(route.shift.day, zone).at(leaves),
        zone=zone,
        revision=route.revision,
        published=route.published_at is not None,
        departed_at=route.departed_at,
        stops=len(route.stops),
        parcels=tuple(parcels),
        unpacked=unpacked,
        not_verified=not_verified,
        still_out=_still_out(session, route),
        surplus=tuple(_surplus(session, row) for row in unloading.surplus_of(session, route.shift_id)),
        shift_id=route.shift_id,
        checked_at=check.at if check is not None else None,
        damage=check.damage if check is not None else "",
        papers=check is None or check.papers,
        odometer=session.scalar(select(func.max(VanCheck.odometer)).where(VanCheck.vehicle_id == vehicle_id)) or 0,
        old_paper=_has_old_paper(session, route),
        goods_open=_goods_open(session, route.shift_id),
    )


def _has_old_paper(session: Session, route: Route) -> bool:
    """Return whether the last printed manifest says something else than the plan."""
    query = select(Sheet.stale_since).where(Sheet.kind_of == "manifest", Sheet.departure == departure_key(route))
    return session.scalar(query.order_by(Sheet.id.desc()).limit(1)) is not None


def _goods_open(session: Session, shift_id: int) -> int:
    """Return how many things its earlier departures were to bring back and nobody has seen or let pass."""
    passes = select(CloseWaiver.id).where(CloseWaiver.key == func.concat("goods:", GoodsBack.id))
    query = select(func.count(GoodsBack.id)).where(
        GoodsBack.shift_id == shift_id, GoodsBack.seen_at.is_(None), GoodsBack.void_at.is_(None), ~passes.exists()
    )
    return session.scalar(query) or 0


def _surplus(session: Session, row: SurplusParcel) -> Surplus:
    parcel = session.get(Parcel, row.parcel_id) if row.parcel_id is not None else None
    order = session.get(Order, parcel.order_id) if parcel is not None else None
    stop = None
    if order is not None and order.dispatch in ("planned", "on_manifest", "loaded"):
        stop = current_stop(session, order.id)
    return Surplus(
        surplus_id=row.id,
        spaced=parcel.code.spaced if parcel is not None else row.code,
        customer=order.customer_name if order is not None else "",
        why=row.why,
        changed=row.changed,
        belongs_to=tr("{route}, stop {sequence}", route=stop.route.name, sequence=stop.sequence) if stop else "",
        seen_at=row.seen_at,
    )


def _still_out(session: Session, route: Route) -> str:
    """Return in words the open stop of the van's earlier departure; empty when it is back."""
    stop = open_stop_before(session, route)
    return tr("stop {sequence} of {route} is open", sequence=stop.sequence, route=stop.route.name) if stop else ""


def open_stop_before(session: Session, route: Route) -> Stop | None:
    """Return the first open stop on an earlier departure of the same van."""
    query = (
        select(Stop)
        .join(Route, Route.id == Stop.route_id)
        .where(
            Route.plan_id == route.plan_id,
            Route.shift_id == route.shift_id,
            Route.departure < route.departure,
            Route.departed_at.is_not(None),
            Stop.left_at.is_(None),
        )
        .order_by(Stop.sequence)
        .limit(1)
    )
    return session.scalar(query)


def _parcel(route: Route, stop: Stop, order: Order, number: int) -> LoadParcel:
    parcel = order.parcels[number]
    state = "in" if parcel.loaded_route_id == route.id else "missing" if parcel.missing else "waiting"
    return LoadParcel(
        parcel_id=parcel.id,
        order_id=order.id,
        code=str(parcel.code),
        spaced=parcel.code.spaced,
        stop=stop.sequence,
        customer=order.customer_name,
        position=parcel.position,
        count=len(order.parcels),
        box=parcel.box,
        weight_g=parcel.weight_g or 0,
        place=place_in_van(stop, parcel),
        marks=tuple(need for need in order.requirements if need in ("fragile", "this_way_up", "cold")),
        state=state,
    )
