"""Read two versions of an order, or two orders that look alike, side by side, and what follows from a choice."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.intake.source_change import noted
from dispatch_console.application.orders import addresses, content
from dispatch_console.application.orders.checklist import KEPT_OURS
from dispatch_console.application.papers.ledger import ORDER_PAPERS, departure_key
from dispatch_console.application.routes.day_plan import current_stop, place_in_words
from dispatch_console.application.site import departures
from dispatch_console.domain import moments
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.incoming import IncomingOrder
from dispatch_console.domain.orders.lifecycle import VERIFICATION
from dispatch_console.domain.orders.source_difference import Difference, differences
from dispatch_console.domain.orders.source_parts import FIELDS, Part, PartDifference, part_differences
from dispatch_console.domain.values import Coordinate
from dispatch_console.store.entities import Order, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an order stands: before a choice, or as it would stand after it.

    `route`: `Van 4, D 13:00, stop 16`, empty without one; `departure` files the papers of its route. `stale`: kinds of
    its papers and its route's that are no longer true. `promise_is_wished`: no promise is outside what the customer
    asks for.
    """

    stage: str
    packing: str
    closure: str
    ticks: int
    parcels: int
    route: str
    departure: str
    leaves_at: datetime | None
    stale: frozenset[str]
    address: str
    quality: str
    place: Coordinate | None
    promise: tuple[datetime, datetime] | None
    promise_is_wished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """An order as it was verified, and as its source has it now. `same`: the parts in which they agree."""

    order_id: int
    number: str
    customer: str
    stage: str
    source: str
    seen_at: datetime
    verified_by: str
    verified_at: datetime | None
    parts: tuple[PartDifference, ...]
    same: tuple[Part, ...]
    now: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """One of two orders that look alike."""

    order_id: int
    number: str
    source: str
    stage: str
    placed_at: datetime | None
    imported_at: datetime
    can_reject: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two orders that look alike, the earlier one first, and what differs between them."""

    customer: str
    earlier: Twin
    later: Twin
    differences: tuple[Difference, ...]


def versions(session: Session, order_id: int) -> Versions:
    """Return both versions of an order. Errors: Refused `change.none`, `change.partial`."""
    order = session.get_one(Order, order_id)
    if not order.source_change:
        raise Refused("change.none", number=order.number)
    ours, theirs = _both(order)
    parts = part_differences(ours, theirs, departures.calendar(session).zone)
    differing = {one.part for one in parts}
    last = max((mark for mark in order.marks if mark.gate == "verify"), key=lambda mark: mark.at, default=None)
    return Versions(
        order_id=order.id,
        number=order.number,
        customer=order.customer_name,
        stage=order.stage,
        source=order.source,
        seen_at=moments.from_text(order.source_change["seen_at"]),
        verified_by=last.by if last else "",
        verified_at=last.at if last else None,
        parts=parts,
        same=tuple(part for part in Part if part not in differing and _says(ours, part)),
        now=standing(session, order_id),
    )


def standing(session: Session, order_id: int, departure: str = "") -> Standing:
    """Return where an order stands. `departure`: the key of the route whose papers are looked at, its own by default.

    Errors: NoResultFound for an id that no order has.
    """
    order = session.get_one(Order, order_id)
    stop = current_stop(session, order_id) if order.dispatch != "unplanned" else None
    departure = departure or (departure_key(stop.route) if stop is not None else "")
    place = order.address
    start, end = order.promise_start, order.promise_end
    windows = content.windows_of(order)
    promised = (start, end) if start is not None and end is not None else None
    return Standing(
        stage=order.stage,
        packing=order.packing,
        closure=order.closure,
        ticks=sum(1 for mark in order.marks if mark.gate == "verify" and mark.key != KEPT_OURS),
        parcels=len(order.parcels),
        route=place_in_words(session, order_id),
        departure=departure,
        leaves_at=order.leaves_at,
        stale=_stale_kinds(session, order_id, departure),
        address=place.one_line,
        quality=place.quality,
        place=Coordinate(place.lat, place.lon) if place.lat is not None and place.lon is not None else None,
        promise=promised,
        promise_is_wished=promised is None
        or not windows
        or any(window.start < promised[1] and window.end > promised[0] for window in windows),
    )


def twins(session: Session, order_id: int) -> Twins:
    """Return an order beside the one that it looks like. Errors: Refused `twin.none`."""
    order = session.get_one(Order, order_id)
    earlier = session.get(Order, order.duplicate_of) if order.duplicate_of is not None else None
    if earlier is None:
        raise Refused("twin.none", number=order.number)
    ours, theirs = content.as_incoming(earlier), content.as_incoming(order)
    return Twins(
        customer=order.customer_name,
        earlier=_twin(earlier),
        later=_twin(order),
        differences=differences(ours, theirs, departures.calendar(session).zone),
    )


def _both(order: Order) -> tuple[IncomingOrder, IncomingOrder]:
    """Return our version and the source's, with our spelling of an address that is the same door."""
    ours, theirs = content.as_incoming(order), noted(order)
    return ours, replace(theirs, address=addresses.as_known(ours.address, order.address.quality, theirs.address))


def _says(order: IncomingOrder, part: Part) -> bool:
    """Return whether a part holds anything: what is empty on both sides is not worth naming."""
    return any(getattr(order, name) for name in FIELDS[part])


def _stale_kinds(session: Session, order_id: int, departure: str) -> frozenset[str]:
    of_order = (Sheet.order_id == order_id) & Sheet.kind_of.in_(ORDER_PAPERS)
    wanted = or_(of_order, Sheet.departure == departure) if departure else of_order
    stale = Sheet.stale_since.is_not(None), Sheet.stale_reason != "printed_again"
    return frozenset(session.scalars(select(Sheet.kind_of).where(wanted, *stale).distinct()))


def _twin(order: Order) -> Twin:
    return Twin(
        order_id=order.id,
        number=order.number,
        source=order.source,
        stage=order.stage,
        placed_at=order.placed_at,
        imported_at=order.imported_at,
        can_reject=VERIFICATION.allows(order.verification, "reject") and order.closure == "open",
    )
