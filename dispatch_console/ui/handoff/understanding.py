"""Understand what stands in the handoff form: the facts of a record, and the first thing that cannot be read."""

from dataclasses import dataclass
from datetime import datetime

from dispatch_console import texts
from dispatch_console.application.road.handoff_view import HandoffView
from dispatch_console.domain.errors import BadInput, DispatchError
from dispatch_console.domain.road import act_times, handed
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import COUNTER, SHEET, HandoffFacts
from dispatch_console.language import tr
from dispatch_console.ui.handoff.form import Entered
from dispatch_console.ui.widgets import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the form says. `due` is in minor units. `wrong`: the first thing that cannot be read, in words."""

    facts: HandoffFacts
    arrived_at: datetime | None
    acted_at: datetime | None
    due: int
    wrong: str


def is_counter(view: HandoffView) -> bool:
    """Return whether the order is fetched at the counter."""
    return view.dispatch == "unplanned"


def through(view: HandoffView, *, from_sheet: bool) -> str:
    """Return how what stands in the form came here: the driver rang, or somebody reads it off a sheet."""
    return COUNTER if is_counter(view) else SHEET if from_sheet else "phone"


def understand(
    view: HandoffView, entered: Entered, *, now: datetime, has_signature: bool, has_photo: bool
) -> Understood:
    """Return what the form says. What cannot be understood is said and recorded as nothing."""
    turned = entered.not_accepted
    balance, wrong_goods = handed.balance(view.due, view.lines, ()), ""
    try:
        handed.require_turned(view.lines, turned)
        balance = handed.balance(view.due, view.lines, turned)
        if entered.outcome in OUTCOMES:
            handed.outcome_of(entered.outcome, view.lines, turned)
    except DispatchError as error:
        wrong_goods = texts.explain(error)
    arrived_at, acted_at, wrong_times = _times(view, entered, now)
    taken, wrong_cash = reading.amount(entered.cash, view.currency), ""
    if taken is None:
        wrong_cash = tr("“{cash}” is no amount of money.", cash=entered.cash)
    # at the counter the change is given at once, and what is typed is what was given
    collected = taken or 0
    if is_counter(view) and entered.means == "cash":
        collected = min(collected, balance.due)
    facts = entered.facts(
        collected=collected,
        has_signature=entered.on_paper or has_signature,
        has_photo=has_photo,
        safe_place=view.safe_place,
        pin_right=view.pin_right,
        checked=dict(entered.checked),
    )
    wrong = wrong_goods or wrong_times or wrong_cash
    return Understood(facts=facts, arrived_at=arrived_at, acted_at=acted_at, due=balance.due, wrong=wrong)


def _times(view: HandoffView, entered: Entered, now: datetime) -> tuple[datetime | None, datetime | None, str]:
    """Return when the van came, when it was done, and what is wrong with these times."""
    arrived_at, acted_at = None, None
    day = (view.left_depot_at or now).astimezone(view.zone).date()
    try:
        times = reading.times(entered.arrived, entered.acted, day, view.zone)
        arrived_at, acted_at = times.arrived_at, times.acted_at
        if acted_at is None:
            raise BadInput("act.unread", value=entered.acted)
        act_times.require_possible(
            acted_at, arrived_at=arrived_at, left_depot_at=view.left_depot_at, now=now, clock=entered.acted
        )
    except DispatchError as error:
        return arrived_at, acted_at, texts.explain(error)
    return arrived_at, acted_at, ""
