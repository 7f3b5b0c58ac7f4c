"""The price of slots for one order, from the plan of the day or from what is promised for a day without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dispatch_console.application.planning.day_problem import day_problem, visit_key
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.planning import slot_offers
from dispatch_console.domain.planning.pricing import moved, resequenced
from dispatch_console.domain.planning.slot_offers import SlotOffer
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import TravelTimes
from dispatch_console.store.entities import Order


@dataclass(frozen=True, slots=True)
class SlotPrice:
    """What a window would bring for an order: minutes of work, None where no van can be there, and which promises it
    would break, as (customer, minutes late). `is_estimate`: reckoned without a road map.
    """

    window: TimeWindow
    more_min: int | None
    breaks: tuple[tuple[str, int], ...]
    is_estimate: bool

    @property
    def keeps_all(self) -> bool:
        return self.more_min is not None and not self.breaks


def slot_prices(
    session: Session, day: date, order_id: int, windows: Sequence[TimeWindow], travel: TravelTimes
) -> tuple[SlotPrice, ...]:
    """Return the price of windows of one day. Errors: Refused `slot.no_pin` for an address that is not on the map, and
    those of `day_problem`.
    """
    order = session.get_one(Order, order_id)
    if order.address.lat is None or order.address.lon is None:
        raise Refused("slot.no_pin", number=order.number)
    prepared = day_problem(session, day, travel, also=order_id)
    problem, local, mine = prepared.problem, prepared.local, visit_key(order_id)
    standing = prepared.standing
    if any(mine in keys for keys in standing.sequences.values()):
        standing = resequenced(problem, standing, moved(standing, mine, None, 0))
    plan = slot_offers.filled(problem, standing, mine)
    spans = [(local.seconds(window.start), local.seconds(window.end)) for window in windows]
    names = _names(session, prepared.orders)
    return tuple(
        _price(window, offer, names, is_estimate=problem.matrix.estimate)
        for window, offer in zip(windows, slot_offers.offers(problem, plan, problem.visit[mine], spans), strict=True)
    )


def _price(window: TimeWindow, offer: SlotOffer, names: dict[str, str], *, is_estimate: bool) -> SlotPrice:
    breaks = tuple((names.get(visit, visit), max(1, round(seconds / 60))) for visit, seconds in offer.late)
    return SlotPrice(window, round(offer.more_s / 60) if offer.more_s is not None else None, breaks, is_estimate)


def _names(session: Session, orders: dict[str, tuple[int, ...]]) -> dict[str, str]:
    """Return the customer of each stop."""
    return {key: session.get_one(Order, ids[0]).customer_name for key, ids in orders.items() if ids}
