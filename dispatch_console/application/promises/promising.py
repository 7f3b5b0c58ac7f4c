"""Offer, confirm, move and give up windows; each step goes into the promise ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.promises import promisable
from dispatch_console.application.promises.another_attempt import try_again
from dispatch_console.application.routes.unloading import unload
from dispatch_console.application.site import departures
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.orders.lifecycle import APPOINTMENT
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import tr, weekday
from dispatch_console.store.entities import Depot, Order, PromiseEntry
from dispatch_console.store.transaction import Transaction, station_zone

# a call that reached nobody: the customer knows of nothing
NOBODY_SPOKE = ("no_answer", "wrong_number", "number_given")
# a slip of the hand is taken back before the customer reads of it
SECOND_THOUGHTS = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Promised:
    """How an order's appointment stands."""

    appointment: str
    window: TimeWindow | None


def promised(order: Order) -> Promised:
    start, end = order.promise_start, order.promise_end
    return Promised(order.appointment, TimeWindow(start, end) if start and end else None)


def offered(order: Order) -> TimeWindow | None:
    """Return the window that was offered last and waits for a yes: nothing was agreed since."""
    if order.appointment not in ("proposed", "moved"):
        return None
    last = next((entry for entry in reversed(order.ledger) if entry.what in ("offered", "confirmed")), None)
    if last is None or last.what != "offered" or last.start_at is None or last.end_at is None:
        return None
    return TimeWindow(last.start_at, last.end_at)


def agreed_last(order: Order) -> TimeWindow | None:
    """Return the window to which the customer agreed last, also where another one was offered since."""
    for entry in reversed(order.ledger):
        if entry.what == "confirmed" and entry.start_at is not None and entry.end_at is not None:
            return TimeWindow(entry.start_at, entry.end_at)
    return None


def _changed(session: Session, order: Order) -> Conflict:
    """Return the conflict that says how the promise stands now, and who changed it."""
    last = session.scalar(
        select(PromiseEntry).where(PromiseEntry.order_id == order.id).order_by(PromiseEntry.id.desc()).limit(1)
    )
    depot = session.scalar(select(Depot).order_by(Depot.id).limit(1))
    zone = ZoneInfo(depot.zone) if depot else station_zone(session)
    window = promised(order).window
    span = ""
    if window:
        start, end = window.start.astimezone(zone), window.end.astimezone(zone)
        span = f" {weekday(start)} {start:%H:%M}–{end:%H:%M}"
    by = tr(", by {by} at {zone}", by=last.by, zone=f"{last.at.astimezone(zone):%H:%M}") if last else ""
    return Conflict("promise.changed", number=order.number, now=f"{order.appointment}{span}", by=by)


@operation("offer", APPOINTMENT.roles["propose"])
def offer(
    tx: Transaction,
    order_id: int,
    window: TimeWindow,
    channel: str = "call",
    *,
    plan_with: bool = False,
    note: str = "",
) -> None:
    """Record an offered window, with why it is offered as `note`. It is no promise yet, but may be planned with.
    Errors: Refused `window.past`, `promise.collected`.
    """
    order = locked(tx, order_id)
    never = promisable.by_state(order, window, tx.now)
    # what is on its way may hear of another time, but is promised none
    if never is not None and never.code != "order.on_its_way":
        raise never
    promisable.require_promisable(tx, order, window)
    if plan_with:
        _plan_with(tx, order, window)
    if order.appointment == "confirmed":
        order.take("appointment", "move", tx.now)
    elif order.appointment != "moved":
        order.take("appointment", "propose", tx.now)
    _note(tx, order, "offered", window, channel, note)


@operation("ask_customer", APPOINTMENT.roles["propose"])
def ask_customer(tx: Transaction, order_id: int, window: TimeWindow) -> None:
    """Offer a window, and ask the customer by message whether it suits him. Errors: those of `offer`."""
    offer(tx, order_id, window, "message")
    order = locked(tx, order_id)
    before = agreed_last(order)
    writing.plan_ask(tx, order, window, instead=before is not None and before != window)


@operation("confirm", APPOINTMENT.roles["confirm"])
def confirm(
    tx: Transaction,
    order_id: int,
    window: TimeWindow,
    channel: str = "call",
    *,
    seen: Promised | None = None,
    waiver: str = "",
) -> None:
    """Record that the customer agreed to a window: this is the promise. `seen` is what stood on the screen of whoever
    confirms, `waiver` the reason for which a supervisor promises what may not be promised any more.

    Errors: Refused `window.past`, `order.on_its_way`, `promise.collected`, those of `require_promisable`; Conflict
    `promise.changed`.
    """
    order = locked(tx, order_id)
    if seen is not None and promised(order) != seen:
        raise _changed(tx.session, order)
    never = promisable.by_state(order, window, tx.now)
    if never is not None:
        raise never
    if promised(order).window != window:
        # what stands already is kept, whatever the hour
        promisable.require_promisable(tx, order, window, waiver)
    if order.outcome == "failed":
        # the customer agrees to another attempt; what was promised for the one that failed is promised no more
        try_again(tx, order)
    if order.appointment == "confirmed":
        order.take("appointment", "move", tx.now)
    order.take("appointment", "confirm", tx.now)
    _plan_with(tx, order, window)
    _note(tx, order, "confirmed", window, channel, waiver)
    writing.plan_notice(tx, order, MessageKind.CONFIRMED, writing.promise_of(order), SECOND_THOUGHTS)


def _plan_with(tx: Transaction, order: Order, window: TimeWindow) -> None:
    order.promise_start, order.promise_end = window.start, window.end
    order.leaves_at = departures.calendar(tx.session).leaves_at(window.start, window.end)


def _note(tx: Transaction, order: Order, what: str, window: TimeWindow, channel: str, note: str = "") -> None:
    order.ledger.append(
        PromiseEntry(
            at=tx.now, what=what, start_at=window.start, end_at=window.end, by=tx.actor.name, channel=channel, note=note
        )
    )


@operation("must_be_rung", APPOINTMENT.roles["move"])
def must_be_rung(tx: Transaction, order_id: int) -> bool:
    """Mark a promise that a plan cannot keep: the order stands on the call desk until another window is confirmed.

    Returns whether it was a promise until now.
    """
    order = locked(tx, order_id)
    if order.appointment != "confirmed":
        return False
    order.take("appointment", "move", tx.now)
    return True


def day_closed(tx: Transaction, order: Order, reason: str) -> None:
    """Let the customer be rung whose promise lies on a closed day: it is neither kept nor cancelled in silence."""
    order.ledger.append(PromiseEntry(at=tx.now, what="day_closed", by=tx.actor.name, channel="", note=reason))
    if order.appointment == "confirmed":
        order.take("appointment", "move", tx.now)


def day_opened(tx: Transaction, order: Order, reason: str) -> None:
    """Note that the day of a promise is open again."""
    order.ledger.append(PromiseEntry(at=tx.now, what="day_opened", by=tx.actor.name, channel="", note=reason))


def left_behind(tx: Transaction, order: Order) -> None:
    """Let customer service ring the customer of an order that its van left without."""
    order.ledger.append(PromiseEntry(at=tx.now, what="left_behind", by=tx.actor.name, channel="", note=""))
    if order.appointment == "confirmed":
        order.take("appointment", "move", tx.now)


@operation("promise_holds", APPOINTMENT.roles["restore"])
def promise_holds(tx: Transaction, order_id: int, since: datetime) -> bool:
    """Give back the promise that `must_be_rung` marked at `since`, unless the customer was spoken to after that.

    Returns whether it is a promise again.
    """
    order = locked(tx, order_id)
    spoken_to = any(entry.at > since and entry.what not in NOBODY_SPOKE for entry in order.ledger)
    if order.appointment != "moved" or spoken_to:
        return False
    order.take("appointment", "restore", tx.now)
    return True


@operation("ask_for_another_day", APPOINTMENT.roles["lapse"])
def ask_for_another_day(tx: Transaction, order_ids: Sequence[int]) -> None:
    """Let promises lapse that have no place today; the customers are rung for another day."""
    for order in [locked(tx, order_id) for order_id in sorted(order_ids)]:
        if order.appointment in ("confirmed", "moved", "proposed"):
            order.take("appointment", "lapse", tx.now)
        order.promise_start = order.promise_end = None
        if order.dispatch in ("planned", "on_manifest"):
            order.take("dispatch", "unplan", tx.now)
            unload(tx, order.parcels)
