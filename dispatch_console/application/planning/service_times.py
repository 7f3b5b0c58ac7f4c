"""Read how long stops really took, and plan with what they teach."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.site.zone_records import known_zones
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning.delivery_zones import zone_at
from dispatch_console.domain.planning.service_times import DoorTime, Learnt, ServiceTimes, learn
from dispatch_console.store.entities import Address, DayPlan, Depot, Handoff, Parcel, Route, Stop, StopOrder
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# days up to the one that is looked at
BACK = 28


def of_depot(depot: Depot) -> ServiceTimes:
    return ServiceTimes(depot.setup_s, depot.per_order_s, depot.per_parcel_s)


@reads(Kind.PLANS, Kind.ROAD, Kind.OUTCOMES, Kind.FLEET, Kind.PACKING, Kind.ADDRESSES)
def learnt(session: Session, day: date) -> tuple[ServiceTimes, Learnt] | None:
    """Return the times that are planned with, and what the four weeks up to a day teach; None where no stop can tell.

    A stop tells when its arrival was noted by itself, and everything it was for was delivered.
    """
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    if depot is None:
        return None
    present = of_depot(depot)
    found = learn(_done(session, day), present)
    return (present, found) if found is not None else None


@operation("adopt_service_times", roles.DISPATCH)
def adopt(tx: Transaction, times: ServiceTimes, seen: ServiceTimes) -> None:
    """Plan with these times from now on. `seen`: the times that whoever decided had before the eyes.

    Errors: Refused `service.moved` where somebody changed them since.
    """
    depot = tx.session.scalar(select(Depot).order_by(Depot.id).limit(1).with_for_update())
    if depot is None or of_depot(depot) != seen:
        raise Refused("service.moved")
    depot.setup_s, depot.per_order_s, depot.per_parcel_s = times.setup_s, times.per_order_s, times.per_parcel_s


def _done(session: Session, day: date) -> list[DoorTime]:
    served = select(StopOrder.stop_id, func.count().label("orders")).group_by(StopOrder.stop_id).subquery()
    boxes = (
        select(StopOrder.stop_id, func.count(Parcel.id).label("parcels"))
        .join(Parcel, Parcel.order_id == StopOrder.order_id)
        .group_by(StopOrder.stop_id)
        .subquery()
    )
    given = (
        select(Handoff.stop_id, func.count().label("delivered"))
        .where(Handoff.replaced_at.is_(None), Handoff.outcome_code.startswith("delivered"))
        .group_by(Handoff.stop_id)
        .subquery()
    )
    query = (
        select(
            Stop.arrived_at, Stop.left_at, Stop.window_start, Address.postcode, served.c.orders,
            func.coalesce(boxes.c.parcels, 0),
        )
        .join(Route, Route.id == Stop.route_id)
        .join(DayPlan, DayPlan.id == Route.plan_id)
        .join(Address, Address.id == Stop.address_id)
        .join(served, served.c.stop_id == Stop.id)
        .join(given, given.c.stop_id == Stop.id)
        .outerjoin(boxes, boxes.c.stop_id == Stop.id)
        .where(DayPlan.day > day - timedelta(days=BACK), DayPlan.day <= day)
        .where(Stop.arrived_at.is_not(None), Stop.left_at.is_not(None), given.c.delivered == served.c.orders)
    )  # fmt: skip
    zones = known_zones(session)
    times = []
    for arrived, left, opens, postcode, orders, parcels in session.execute(query):
        # a van that is early waits for the window: that is no work
        begins = max(arrived, opens) if opens is not None else arrived
        zone = zone_at(zones, postcode)
        extra = zone.extra_s if zone is not None else 0
        times.append(DoorTime(orders, max(orders, parcels), (left - begins).total_seconds() - extra))
    return times
