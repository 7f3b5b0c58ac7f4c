"""What the page of a customer shows: of his order alone, and only what is so now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch_console.application.messages import links
from dispatch_console.application.messages.reader_zone import zone_of_reader
from dispatch_console.application.orders import content, pins, rests
from dispatch_console.application.papers.proof_photos import pictures_of_attempt
from dispatch_console.application.promises import promisable, slot_rules, slots
from dispatch_console.application.promises.another_attempt import MOST_ATTEMPTS
from dispatch_console.application.promises.promising import offered, promised
from dispatch_console.application.promises.slots import SlotLoad
from dispatch_console.application.routes import live_eta, silence
from dispatch_console.application.routes.accepted import Goods, goods_at_door
from dispatch_console.application.routes.day_plan import current_stop, stops_ahead
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.messages.due import told_range
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.orders.admission import Handover
from dispatch_console.domain.orders.permissions import may_be_left
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.promises.offering import spread
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.values import Money, TimeWindow
from dispatch_console.store.entities import Handoff, Order, OrderLine, SurveyAnswer

OFFERED, OFFERED_DAYS = 6, 7


class Standing(StrEnum):
    """How an order stands, as its customer sees it."""

    # no window is agreed yet, or another one may still be chosen
    CHOOSE = "choose"
    # no van has it yet, and the window stands
    PROMISED = "promised"
    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    MISSED = "missed"
    # somebody of the office looks at it first
    HELD = "held"
    COLLECTED = "collected"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """When the van comes. `start` to `end` is the range that a customer is told, `is_late` after what was promised.

    `ahead`: stops before his. `has_left`: the van is under way.
    """

    start: datetime
    end: datetime
    is_late: bool
    ahead: int
    driver: str
    driver_phone: str
    plate: str
    has_left: bool
    # nobody heard of the van since then, None where somebody does
    last_news: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was handed over. `signature` is a PNG, `photos` are row ids; `rating` is what the customer answered, None
    for nothing yet.
    """

    at: datetime
    recipient: str
    driver: str
    # the outcome by which it was left somewhere, empty where somebody took it
    left: str
    signature: bytes | None
    photos: tuple[int, ...]
    rating: int | None
    # pieces and name
    goods: Goods
    not_taken: Goods
    still_open: Goods


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Everything a page may show. `windows` may be chosen now; `proposed` is the one that we offered. `to_pay` is due
    at the door. `safe_place` is what the customer allowed, `may_be_left`: his goods may be left there.
    """

    order_id: int
    link: LinkKind
    number: str
    language: str
    zone: ZoneInfo
    standing: Standing
    street: str
    parcels: int
    needs_person: bool
    needs_papers: bool
    to_pay: Money | None
    promise: TimeWindow | None
    is_confirmed: bool
    proposed: TimeWindow | None
    windows: tuple[TimeWindow, ...]
    coming: Coming | None
    proof: Proof | None
    safe_place: str
    may_be_left: bool
    # where his push notes about it come, empty where he wants none
    push_topic: str
    # what he says at the door, empty where nobody asks for it
    pin: str


def loads_ahead(session: Session, now: datetime) -> tuple[SlotLoad, ...]:
    """Return how full the windows are from which customers choose. They are the same for every page."""
    return slots.slot_loads(session, now.astimezone(zone_of(session)).date(), OFFERED_DAYS, now)


def page_facts(session: Session, token: str, now: datetime, loads: Sequence[SlotLoad] | None = None) -> PageFacts:
    """Return what the page of a link shows. `loads`: `loads_ahead` of a moment ago, where somebody has them.

    Errors: Refused `link.dead`.
    """
    link = links.living(session, token, now)
    whole = joinedload(Order.customer), joinedload(Order.address), selectinload(Order.parcels)
    order = session.scalars(select(Order).where(Order.id == link.order_id).options(*whole)).one()
    kind = LinkKind(link.kind_of)
    standing = _standing(order)
    coming = _coming(session, order, now) if standing in (Standing.ON_ITS_WAY, Standing.PROMISED) else None
    may_choose = standing in (Standing.CHOOSE, Standing.PROMISED, Standing.MISSED)
    now_promised = promised(order)
    proposed = _proposed(order, now)
    alone = may_be_left(order.requirements, order.due_on_delivery or 0)
    currency = order.currency or ""
    return PageFacts(
        order_id=order.id,
        link=kind,
        number=order.number,
        language=order.customer.language,
        zone=zone_of_reader(session, order, now),
        standing=standing,
        street=" ".join(part for part in (order.address.line1, order.address.line2) if part),
        parcels=len(order.parcels),
        needs_person=not (order.address.safe_place and alone),
        needs_papers=bool(set(order.requirements) & {Requirement.ID_CHECK, Requirement.AGE_18}),
        to_pay=Money(order.due_on_delivery, currency) if order.due_on_delivery else None,
        promise=now_promised.window if order.outcome == "none" else None,
        is_confirmed=order.appointment == "confirmed",
        proposed=proposed,
        windows=choosable(session, order, now, loads) if may_choose else (),
        coming=coming,
        proof=_proof(session, order) if standing is Standing.DELIVERED else None,
        safe_place=order.address.safe_place,
        may_be_left=alone,
        push_topic=order.push_topic,
        pin=pins.pin_for(session, order) if standing in (Standing.ON_ITS_WAY, Standing.PROMISED) else "",
    )


def _standing(order: Order) -> Standing:
    if order.closure == "cancelled" or order.verification == "rejected":
        return Standing.ENDED
    if order.outcome in ("delivered", "picked_up"):
        return Standing.DELIVERED
    if order.handover == Handover.COLLECTION:
        return Standing.COLLECTED
    if order.verification == "on_hold":
        return Standing.HELD
    if order.outcome == "failed":
        return Standing.MISSED if order.attempt < MOST_ATTEMPTS else Standing.ENDED
    if order.dispatch in ("loaded", "out", "at_door"):
        return Standing.ON_ITS_WAY
    if order.outcome != "none" or order.closure != "open":
        return Standing.ENDED
    return Standing.PROMISED if order.appointment == "confirmed" else Standing.CHOOSE


def _proposed(order: Order, now: datetime) -> TimeWindow | None:
    """Return the window that waits for a yes, as long as it is not over."""
    window = offered(order)
    return window if window is not None and window.end > now else None


def choosable(
    session: Session, order: Order, now: datetime, loads: Sequence[SlotLoad] | None = None
) -> tuple[TimeWindow, ...]:
    """Return the windows that a customer may choose by himself: by rule, with a van out, and with room left.

    What we proposed comes first.
    """
    zone = zone_of(session)
    today = now.astimezone(zone).date()
    ruled = set(slot_rules.windows_for(session, order.id, today, OFFERED_DAYS, now))
    mine = promised(order).window
    free = [
        load.window
        for load in (loads_ahead(session, now) if loads is None else loads)
        if load.window in ruled and load.is_open and load.window != mine and slots.has_room(load, order.pieces)
    ]
    asked = content.windows_of(order)
    # what he asked for stands first
    free = sorted(
        free, key=lambda window: not any(window.start < wish.end and wish.start < window.end for wish in asked)
    )
    proposed = _proposed(order, now)
    if proposed is not None and promisable.by_rule(session, order, proposed, now) is None:
        free = [proposed, *(window for window in free if window != proposed)]
    return tuple(spread(free, zone, OFFERED))


def _coming(session: Session, order: Order, now: datetime) -> Coming | None:
    if order.dispatch not in ("on_manifest", "loaded", "out", "at_door"):
        # a plan that nobody released yet is no news
        return None
    stop = current_stop(session, order.id)
    if stop is None:
        return None
    eta = live_eta.eta_of(session, stop, now).eta
    start, end = told_range(eta, order.promise_start, order.promise_end)
    shift = stop.route.shift
    left = stop.route.departed_at is not None
    return Coming(
        start=start,
        end=end,
        is_late=order.promise_end is not None and eta > order.promise_end,
        ahead=stops_ahead(session, stop),
        driver=shift.driver.name,
        driver_phone=shift.driver.phone if left else "",
        plate=shift.vehicle.plate,
        has_left=left,
        last_news=silence.silent_since(session, shift.id, now) if left else None,
    )


def _proof(session: Session, order: Order) -> Proof:
    standing = select(Handoff).where(Handoff.order_id == order.id, Handoff.replaced_at.is_(None))
    record = session.scalar(standing.order_by(Handoff.attempt.desc()).limit(1))
    answer = session.scalar(
        select(SurveyAnswer.rating).where(SurveyAnswer.order_id == order.id, SurveyAnswer.attempt == order.attempt)
    )
    taken, turned = goods_at_door(session, order)
    at = order.delivered_at or (record.acted_at if record is not None else order.step_since)
    return Proof(
        at=at,
        recipient=order.recipient or "",
        driver=record.driver if record is not None and record.stop_id is not None else "",
        left=order.outcome_code if OUTCOMES[order.outcome_code].alone else "",
        signature=record.signature if record is not None else None,
        photos=pictures_of_attempt(session, order.id, order.attempt),
        rating=answer,
        goods=taken,
        not_taken=turned,
        still_open=_named(rests.all_coming(session, order.id)),
    )


def _named(lines: Sequence[OrderLine]) -> Goods:
    return tuple((line.quantity, line.name) for line in lines)
