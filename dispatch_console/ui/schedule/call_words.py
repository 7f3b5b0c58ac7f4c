"""What stands on the call desk: why somebody is rung, what is said, what was agreed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.planning.slot_prices import SlotPrice
from dispatch_console.application.promises.calls import Call, CallFacts
from dispatch_console.domain.promises.calling import BROKEN, MOST_TRIES, Reason, Result
from dispatch_console.language import plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.widgets.card_list import Card


def card(number: int, call: Call, me: tuple[str, str], zone: ZoneInfo, now: datetime) -> Card:
    """Return a call as its card. `me`: who looks, and the station."""
    said, tone, sign = _why(call, zone, now)
    held = call.by and (call.by, call.station) != me
    return Card(
        key=str(call.order_id),
        title=call.customer,
        right=words.when(call.due_at, zone, now) if call.due_at is not None else tr("now"),
        under=f"{call.by.split()[0]}, {call.station}" if held else said,
        under_right=call.number.removeprefix("SO-"),
        lead=str(number),
        said_tone="" if held else tone,
        said_sign="lock" if held else sign,
    )


def _why(call: Call, zone: ZoneInfo, now: datetime) -> tuple[str, str, str]:
    """Return why an order is rung for, with tone and sign."""
    if call.result and call.rung_at is not None and call.due_at is not None:
        return _tried(call, zone, now), "", "phone"
    if not call.phone:
        return tr("no telephone number"), "decide", "triangle-alert"
    if call.reason is Reason.DAY_CLOSED:
        return tr("that day is closed"), "wrong", "clock-alert"
    if call.late is not None and call.late.arrives_at is not None:
        arrives = words.when(call.late.arrives_at, zone, now)
        return tr("late: comes {arrival}", arrival=arrives), "wrong", "clock-alert"
    if call.reason is Reason.NOT_TOLD:
        return tr("no message reached him: ring"), "wrong", "triangle-alert"
    if call.reason is Reason.LEFT_BEHIND:
        return tr("left behind at the depot"), "wrong", "clock-alert"
    if call.reason is Reason.NO_ROUTE:
        return tr("promised, on no route"), "wrong", "clock-alert"
    if call.reason is Reason.MISSED:
        at = words.when(call.missed_at, zone, now) if call.missed_at is not None else ""
        return (tr("missed {at}", at=at) if at else tr("missed")), "decide", "triangle-alert"
    if call.result:
        return _tried(call, zone, now), "", "phone"
    plain = {
        Reason.LAPSED: tr("window given up"),
        Reason.PROPOSED: tr("confirm the wish") if call.wish else tr("offered, not agreed"),
        Reason.WISHED: tr("confirm the wish"),
    }
    return plain.get(call.reason, tr("no window yet")), "", ""


def _tried(call: Call, zone: ZoneInfo, now: datetime) -> str:
    result = texts.plain(call.result)
    at = words.when(call.rung_at, zone, now) if call.rung_at is not None else ""
    if call.result == Result.CALL_BACK:
        return tr("call back asked {at}", at=at)
    if call.tries > 1:
        return tr("{tries} tries, {result} {at}", tries=call.tries, result=result, at=at)
    return f"{result} {at}"


def script(
    facts: CallFacts, sender: str, asked: str, zone: ZoneInfo, now: datetime, *, is_offered: bool = False
) -> str:
    """Return what to say: a customer whose promise cannot be kept hears that first, and last the PIN that the driver
    asks for. `asked`: the window in words, `is_offered` where it was chosen on this call.
    """
    question = _question(facts, sender, asked, zone, now, is_offered=is_offered)
    if not facts.pin or facts.verification != "verified":
        return question
    return f"{question} {tr('At the end: “The driver will ask for a PIN. Yours is {pin}.”', pin=facts.pin)}"


def _question(facts: CallFacts, sender: str, asked: str, zone: ZoneInfo, now: datetime, *, is_offered: bool) -> str:
    said = {"sender": sender, "number": facts.number, "asked": asked}
    standing = facts.standing
    if facts.verification == "on_hold":
        return tr("Nothing to ask: the order is on hold. {reason}", reason=facts.hold_reason)
    if facts.verification != "verified":
        return tr("Nothing to ask yet: the order is not verified.")
    if facts.reason is Reason.MISSED:
        return tr(
            "“Good day, this is {sender}. We were at your door with order {number} and could not hand it over. May we "
            "bring it {asked}?”",
            **said,
        )
    if facts.reason is Reason.NOT_TOLD and facts.planned is not None and not is_offered:
        said["planned"] = words.when(facts.planned, zone, now)
        return tr(
            "“Good day, this is {sender}. No message of ours reached you: your order {number} comes at about "
            "{planned}. Is somebody there?” G notes that the customer knows.",
            **said,
        )
    if standing.appointment == "confirmed" and standing.window is not None:
        if is_offered:
            said["agreed"] = words.spoken(standing.window.start, standing.window.end, zone, now)
            return tr(
                "“Good day, this is {sender}. We agreed to bring your order {number} {agreed}. May we bring it {asked} "
                "instead?”",
                **said,
            )
        agreed = words.span(standing.window.start, standing.window.end, zone, now)
        return tr("Nothing to ask: {window} is confirmed.", window=agreed)
    if facts.late is None:
        if facts.missed_at is not None:
            said["missed"] = words.when(facts.missed_at, zone, now)
            return tr(
                "“Good day, this is {sender}. We were at your door with order {number}, {missed}, and could not hand "
                "it over. May we bring it {asked}?”",
                **said,
            )
        if facts.packed:
            return tr("“Good day, this is {sender}. Your order {number} is ready. May we bring it {asked}?”", **said)
        return tr(
            "“Good day, this is {sender}. We are preparing your order {number}. May we bring it {asked}?”", **said
        )
    window = facts.late.promise
    said["promise"] = words.spoken(window.start, window.end, zone, now)
    if facts.reason is Reason.DAY_CLOSED:
        said["reason"] = next((note for _, what, _, _, _, note in facts.ledger if what == "day_closed"), "")
        return tr(
            "“Good day, this is {sender}. We promised your order {number} {promise}, and we are sorry: nobody drives "
            "on that day ({reason}). May we bring it {asked}?”",
            **said,
        )
    if facts.late.arrives_at is None:
        return tr(
            "“Good day, this is {sender}. We promised your order {number} {promise}, and we are sorry: we cannot "
            "keep that. May we bring it {asked}?”",
            **said,
        )
    said["arrival"] = words.when(facts.late.arrives_at, zone, now)
    return tr(
        "“Good day, this is {sender}. We promised your order {number} {promise}, and we are sorry: we would be "
        "with you at {arrival}. Does that suit you, or may we bring it {asked}?”",
        **said,
    )


def times(facts: CallFacts, zone: ZoneInfo, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the four times of an order, which are four things: asked for, offered, confirmed, planned."""
    asked = words.span(facts.asked.start, facts.asked.end, zone, now) if facts.asked else facts.wish or tr("nothing")
    planned = tr("about {at}", at=words.when(facts.planned, zone, now)) if facts.planned else tr("not yet")
    return (
        (tr("Asked for"), asked),
        (tr("Offered"), _offered(facts, zone, now)),
        _agreed(facts, zone, now),
        (tr("Planned"), planned),
    )


def _offered(facts: CallFacts, zone: ZoneInfo, now: datetime) -> str:
    latest = next((entry for entry in facts.ledger if entry[1] == "offered"), None)
    if latest is None or latest[2] is None or latest[3] is None:
        return tr("not yet")
    return words.span(latest[2], latest[3], zone, now)


def _agreed(facts: CallFacts, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    """Return what the customer agreed to; a window that is only planned with is no promise."""
    appointment, window = facts.standing.appointment, facts.standing.window
    if facts.reason in BROKEN and facts.late is not None:
        promise = words.span(facts.late.promise.start, facts.late.promise.end, zone, now)
        return tr("Promised"), tr("{window}, cannot be kept", window=promise)
    shown = words.span(window.start, window.end, zone, now) if window is not None else ""
    if facts.reason is Reason.MISSED and shown:
        return tr("Promised"), tr("{window}, missed", window=shown)
    if appointment == "confirmed" and window is not None:
        return tr("Confirmed"), shown
    return tr("Confirmed"), tr("not yet, planned for {window}", window=shown) if shown else tr("not yet")


def ledger(facts: CallFacts, zone: ZoneInfo, now: datetime) -> tuple[tuple[str, str, str], ...]:
    """Return the entries of the promise ledger: when, what, and the rest."""
    lines = []
    for at, what, start, end, by, note in facts.ledger:
        window = words.span(start, end, zone, now) if start and end else words.when(start, zone, now) if start else ""
        rest = ", ".join(part for part in (window, by, note) if part)
        lines.append((words.when(at, zone, now), texts.plain(what), rest))
    return tuple(lines)


def price(offer: SlotPrice | None, *, is_asked: bool) -> tuple[str, str, str]:
    """Return what is said of a slot, its tone, and the minutes that it brings."""
    if offer is None:
        return (tr("computing") if is_asked else ""), "quiet", ""
    if offer.more_min is None:
        return tr("no van can be there"), "wrong", ""
    more = tr("+{minutes} min", minutes=offer.more_min) + (" ≈" if offer.is_estimate else "")
    if offer.breaks:
        count = len(offer.breaks)
        return plural("breaks {count} promise", "breaks {count} promises", count), "wrong", more
    return tr("keeps all promises"), "good", more


def broken(offer: SlotPrice | None) -> str:
    """Return whose promises a slot would break, and by how much."""
    if offer is None or not offer.breaks:
        return ""
    return ", ".join(tr("{customer}: {late} min late", customer=who, late=late) for who, late in offer.breaks)


def noted(result: str, customer: str, others: tuple[str, ...], next_at: str) -> str:
    """Return what is said once a call is noted."""
    said = tr("{customer}: {result} noted.", customer=customer, result=texts.plain(result))
    more = {
        Result.REFUSED: tr("The office decides what becomes of the order."),
        Result.WRONG_NUMBER: tr("The number is struck. Type another one if you have it."),
    }.get(Result(result), tr("Rung again {at}.", at=next_at) if next_at else "")
    if others:
        more += " " + tr("It stood in {orders} too.", orders=", ".join(others))
    return " ".join(part for part in (said, more, tr("Ctrl+Z takes it back.")) if part)


def rules() -> str:
    """Return the rules of the desk as its foot says them."""
    return tr("Calls 8:00 to 20:00 by the customer's clock. {tries} tries, then the next day.", tries=MOST_TRIES)
