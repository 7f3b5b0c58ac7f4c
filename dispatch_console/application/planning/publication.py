"""Read what publishing a day would do, before it is done: whose papers, whom to ring, what is not packed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch_console.application.operations.views import reads
from dispatch_console.application.papers import ledger, stale
from dispatch_console.application.planning import unrouted
from dispatch_console.application.routes import live_eta
from dispatch_console.domain.road.eta import LATE
from dispatch_console.store.entities import DayPlan, Order, Route, Stop, StopOrder
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A departure that would be published. `replaces`: the revision of its paper that is out; 0: it has none."""

    departure: str
    replaces: int = 0
    printed_by: str = ""
    station: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRing:
    """An order whose customer has not agreed to the plan. `comes_at`: when the van is expected now.

    `appointment` is `confirmed` where it comes later than was agreed.
    """

    order_id: int
    number: str
    customer: str
    phone: str
    departure: str
    appointment: str
    comes_at: datetime
    window: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What publishing would do. `revision`: the number of its papers. `unpacked`: numbers of orders on these papers.

    `collect`: papers that are out of departures without stops, which no new one replaces. `left_out`: customers who are
    promised this day and are on no route.
    """

    revision: int
    papers: tuple[NewPaper, ...] = ()
    ring: tuple[ToRing, ...] = ()
    unpacked: tuple[str, ...] = ()
    collect: tuple[NewPaper, ...] = ()
    left_out: tuple[tuple[str, tuple[datetime, datetime]], ...] = ()

    def is_like(self, other: "Publication") -> bool:
        """Return whether both give the same papers and the same calls. Packing goes on all the time, and times pass."""
        return (self.revision, self.papers, self._calls) == (other.revision, other.papers, other._calls)

    @property
    def _calls(self) -> set[tuple[int, str, object]]:
        return {(row.order_id, row.appointment, row.window) for row in self.ring}


@reads(
    Kind.PLANS,
    Kind.ROAD,
    Kind.FLEET,
    Kind.ORDERS,
    Kind.VERIFICATION,
    Kind.PROMISES,
    Kind.PACKING,
    Kind.DISPATCH,
    Kind.OUTCOMES,
    Kind.CLOSURE,
    Kind.PAPERS,
)
def publication(session: Session, day: date, now: datetime) -> Publication:
    """Return what publishing the day would do; without `papers` nothing is new."""
    loaded = selectinload(DayPlan.routes).selectinload(Route.stops).selectinload(Stop.served)
    query = select(DayPlan).where(DayPlan.day == day).options(loaded.selectinload(StopOrder.order))
    day_plan = session.scalar(query)
    drafts = unpublished(day_plan) if day_plan else []
    comes = _coming(day_plan.routes, now) if day_plan else {}
    served = [(route, stop, of.order) for route in drafts for stop in route.stops for of in stop.served]
    return Publication(
        revision=(day_plan.revision if day_plan else 0) + bool(drafts),
        papers=tuple(_paper(session, route) for route in drafts),
        ring=tuple(
            _to_ring(route, order, comes[stop.id])
            for route, stop, order in served
            if not _agreed(order, comes[stop.id])
        ),
        unpacked=tuple(sorted(order.number for _, _, order in served if order.packing != "packed")),
        collect=_collect(session, day, {route.name for route in drafts}),
        left_out=tuple(
            (order.customer_name, (order.promise_start, order.promise_end))
            for order in unrouted.unrouted(session, day)
            if order.appointment == "confirmed" and order.promise_start and order.promise_end
        ),
    )


def _collect(session: Session, day: date, printed_anew: set[str]) -> tuple[NewPaper, ...]:
    """Return the departures of a day whose papers are false and get no successor."""
    papers = {
        paper.name: NewPaper(paper.name, paper.revision, paper.printed_by, paper.station)
        for paper in stale.of_routes(session, day)
        if paper.day is None and paper.name not in printed_anew
    }
    return tuple(papers.values())


def unpublished(day_plan: DayPlan) -> list[Route]:
    """Return the departures that have stops, have not left, and are not on paper as they are now."""
    routes = sorted(day_plan.routes, key=lambda route: (route.name, route.id))
    return [route for route in routes if route.departed_at is None and route.stops and route.published_at is None]


def _paper(session: Session, route: Route) -> NewPaper:
    old = ledger.before(session, route)
    return NewPaper(route.name, old.revision, old.printed_by, old.station) if old else NewPaper(route.name)


def _coming(routes: Iterable[Route], now: datetime) -> dict[int, datetime]:
    """Return the expected start of service at each stop."""
    of_vans: dict[int, list[Route]] = {}
    for route in routes:
        of_vans.setdefault(route.shift_id, []).append(route)
    return {
        stop.id: times.eta
        for of_van in of_vans.values()
        for route, _, of_stops in live_eta.walk(of_van, now)
        for stop, times in zip(route.stops, of_stops, strict=True)
    }


def _agreed(order: Order, comes_at: datetime) -> bool:
    in_time = order.promise_end is None or comes_at - order.promise_end < LATE
    return order.appointment == "confirmed" and in_time


def _to_ring(route: Route, order: Order, comes_at: datetime) -> ToRing:
    return ToRing(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        phone=order.phone,
        departure=route.name,
        appointment=order.appointment,
        comes_at=comes_at,
        window=(order.promise_start, order.promise_end) if order.promise_start and order.promise_end else None,
    )
