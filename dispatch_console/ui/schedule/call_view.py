"""What stands on the panel of a call: facts of the order, slots with their price, and what Enter would do."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.application.promises.calls import CallFacts
from dispatch_console.application.promises.slots import SlotLoad
from dispatch_console.domain.promises.calling import Reason
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import decimal, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.schedule import call_words
from dispatch_console.ui.schedule.call_panel import CallView, SlotLine
from dispatch_console.ui.schedule.slot_choice import SlotChoice


def call_view(facts: CallFacts, choice: SlotChoice, sender: str, zone: ZoneInfo, now: datetime) -> CallView:
    """Return the open call. `sender`: the name of the house."""
    offer = choice.window
    wish = facts.asked if facts.asked is not None and facts.asked.start > now else None
    # a wish that is no slot cannot be confirmed: what can is asked for
    first = choice.windows[0] if choice.windows else None
    said = offer or (wish if wish is None or wish in choice.windows or first is None else first)
    asked = words.spoken(said.start, said.end, zone, now) if said else tr("at a time that suits you")
    others = ", ".join(number for _, number in facts.also)
    broken = call_words.broken(choice.prices.get(offer)) if offer else ""
    return CallView(
        order_id=facts.order_id,
        number=facts.number,
        customer=facts.customer,
        phone=facts.phone,
        speaks=tr("reads {language}", language=facts.language) if facts.language else "",
        about=_about(facts),
        also=tr("Also to ring for: {numbers}", numbers=others) if others else "",
        script=call_words.script(facts, sender, asked, zone, now, is_offered=offer is not None),
        slots=tuple(_line(window, choice, zone, now) for window in choice.windows),
        chosen=choice.chosen,
        broken=choice.refused or broken,
        times=call_words.times(facts, zone, now),
        ledger=call_words.ledger(facts, zone, now),
        confirm=_confirm(facts, choice, zone, now),
    )


def is_moved(facts: CallFacts) -> bool:
    """Return whether a window that is agreed would move a promise."""
    return facts.standing.appointment == "confirmed" and facts.reason is not Reason.MISSED


def added(choice: SlotChoice, loads: Sequence[SlotLoad]) -> float:
    """Return what the order would bring to the chosen slot, as a share of the driver time there."""
    price = choice.prices.get(choice.window) if choice.window is not None else None
    load = next((load for load in loads if load.window == choice.window), None)
    if price is None or price.more_min is None or load is None or not load.capacity:
        return 0.0
    return price.more_min / load.capacity


def _confirm(facts: CallFacts, choice: SlotChoice, zone: ZoneInfo, now: datetime) -> str:
    """Return what Enter does; nothing where the window may not be promised."""
    window: TimeWindow | None = choice.window
    if window is None or choice.is_barred:
        return ""
    spoken = words.span(window.start, window.end, zone, now)
    said = tr("Move to {window}", window=spoken) if is_moved(facts) else tr("Confirm {window}", window=spoken)
    return said + (" …" if choice.needs_reason else "")


def _line(window: TimeWindow, choice: SlotChoice, zone: ZoneInfo, now: datetime) -> SlotLine:
    says, tone, more = call_words.price(choice.prices.get(window), is_asked=choice.is_asking)
    if window in choice.refusals:
        says, tone, more = tr("may not be promised"), "wrong", ""
    span = words.span(window.start, window.end, zone, now)
    if window.start.astimezone(zone).date() == now.astimezone(zone).date():
        span = tr("today {span}", span=span)
    return SlotLine(words=span, says=says, tone=tone, more=more)


def _about(facts: CallFacts) -> str:
    parcels = plural("{count} parcel", "{count} parcels", facts.parcels) if facts.parcels else ""
    weight = tr("{weight} kg", weight=decimal(facts.weight_g / 1000, 1)) if facts.weight_g else ""
    return ", ".join(part for part in (facts.address, facts.access, parcels, weight) if part)
