"""What can be done about a missed delivery: each way with its price, or with why it is excluded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.outgoing.asking import Asking
from dispatch_console.application.planning.slot_prices import SlotPrice
from dispatch_console.application.road.missed_card import MissedCard
from dispatch_console.domain.orders.permissions import Allowed, PermissionKind
from dispatch_console.domain.values import Money, TimeWindow
from dispatch_console.language import money, plural, short_date, tr
from dispatch_console.ui import words

SUPPORT, RING, GIVE_UP = "support", "ring", "give_up"
AS_OUTCOME = {PermissionKind.NEIGHBOUR: "delivered_third_party", PermissionKind.SAFE_PLACE: "delivered_safe_place"}


@dataclass(frozen=True, slots=True)
class WayOut:
    """One thing that can be done about an exception; `blocked` says why not, in words."""

    code: str
    title: str
    note: str = ""
    blocked: str = ""


def ways_out(
    card: MissedCard,
    windows: Sequence[TimeWindow],
    prices: Mapping[TimeWindow, SlotPrice] | None,
    zone: ZoneInfo,
    now: datetime,
) -> tuple[WayOut, ...]:
    """Return the ways out, the best first. After the last attempt nothing is tried again: it comes back for good.

    `prices`: None while they are asked for; no window can be taken until then.
    """
    last = card.attempt >= card.most_attempts
    blocked = tr("it has had its {count} attempts", count=card.most_attempts) if last else ""
    back = WayOut(GIVE_UP, tr("It comes back for good"), tr("customer service settles what was paid"))
    again = [
        WayOut(
            f"window-{number}",
            tr("Deliver again {window_words}", window_words=_window_words(window, zone, now)),
            _price_words((prices or {}).get(window)),
            blocked or _no_van(window, prices),
        )
        for number, window in enumerate(windows)
    ]
    again.append(
        WayOut(
            RING, tr("Back to the depot, ask the customer"), tr("goes to the call desk as the next attempt"), blocked
        )
    )
    left = [
        WayOut(
            kind.value,
            title,
            tr("{place}; then record it as {outcome}", place=_place(card.allowed.get(kind)), outcome=outcome),
            texts.plain(card.excluded[kind]) if card.excluded[kind] else "",
        )
        for kind, title, outcome in (
            (PermissionKind.NEIGHBOUR, tr("Leave it with the neighbour"), tr("handed to another person")),
            (PermissionKind.SAFE_PLACE, tr("Leave it in the safe place"), tr("left in the safe place")),
        )
    ]
    # who refused it does not want it at another time
    return (back, *again, *left) if last or card.refused else (*again, *left, back)


def asks(asking: Asking) -> str:
    """Return how the customer hears of the time that is chosen."""
    if asking.reason:
        why = texts.not_sent(asking.reason)
        return tr("No message can ask about a time: {why}. The call desk rings.", why=why)
    way = texts.plain(asking.channel)
    return tr("With a time the customer is asked by {way} whether it suits: {to}", way=way, to=asking.to)


def facts(card: MissedCard, zone: ZoneInfo, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return what is known, as names and words."""
    rows = [(tr("At the door"), _at_door(card, zone)), (tr("Called"), _rang(card, zone)), (tr("Note"), card.note)]
    rows.append((tr("Attempt"), tr("{number} of {most}", number=card.attempt, most=card.most_attempts)))
    worth = money(card.worth) if card.worth is not None else tr("worth not known")
    rows.append((tr("Goods"), ", ".join([worth, *(words.REQUIREMENTS.get(need, need) for need in card.needs)])))
    for kind, name in ((PermissionKind.NEIGHBOUR, tr("Neighbour")), (PermissionKind.SAFE_PLACE, tr("Safe place"))):
        allowed = card.allowed.get(kind)
        rows.append((name, _allowed_words(allowed, zone) if allowed is not None else tr("none allowed")))
    if card.last_word is not None:
        said, at = card.last_word
        rows.append((tr("Last word"), f"“{' '.join(said.split())[:120]}” {words.when(at, zone, now)}"))
    return tuple((name, text) for name, text in rows if text)


def _at_door(card: MissedCard, zone: ZoneInfo) -> str:
    if card.left_at is None:
        return ""
    left = words.clock(card.left_at, zone)
    said = [f"{words.clock(card.arrived_at, zone)}–{left}" if card.arrived_at is not None else left]
    if card.off_m is not None:
        said.append(tr("{metres} m from the pin", metres=card.off_m))
    if card.photos:
        said.append(plural("{count} photo", "{count} photos", card.photos))
    return ", ".join(said)


def _rang(card: MissedCard, zone: ZoneInfo) -> str:
    said = []
    for at, answered in card.rang:
        time = words.clock(at, zone)
        said.append(tr("{time}, answered", time=time) if answered else tr("{time}, no answer", time=time))
    return "; ".join(said) or tr("nobody noted a call")


def _allowed_words(allowed: Allowed, zone: ZoneInfo) -> str:
    who, day = allowed.said_by or tr("nobody noted"), short_date(allowed.said_at.astimezone(zone))
    said = [allowed.place, tr("by {who}, {day}", who=who, day=day)]
    if allowed.until is not None:
        said.append(tr("until {day}", day=allowed.until.isoformat()))
    if allowed.most is not None:
        said.append(tr("not above {money}", money=money(Money(allowed.most, allowed.currency))))
    return ", ".join(said)


def _place(allowed: Allowed | None) -> str:
    return allowed.place if allowed is not None else ""


def worth_offering(
    windows: Sequence[TimeWindow], prices: Mapping[TimeWindow, SlotPrice], most: int
) -> tuple[TimeWindow, ...]:
    """Return the first windows that a van can keep; where none can, the first one, which then says so.

    A window without a price counts as one that can be kept: nobody could reckon it, and the customer is asked anyway.
    """
    kept = [window for window in windows if window not in prices or prices[window].more_min is not None]
    return tuple(kept[:most] or windows[:1])


def _no_van(window: TimeWindow, prices: Mapping[TimeWindow, SlotPrice] | None) -> str:
    if prices is None:
        return tr("looking for a van…")
    price = prices.get(window)
    # the van that is out with the parcel counts as gone: it is not planned again before it is back
    return tr("no van still at the depot can be there") if price is not None and price.more_min is None else ""


def _price_words(price: SlotPrice | None) -> str:
    note = tr("not agreed yet")
    if price is None or price.more_min is None:
        return note
    more = tr("{minutes} min", minutes=f"+{price.more_min}")
    if price.breaks:
        late = ", ".join(tr("{customer} {minutes} min late", customer=who, minutes=by) for who, by in price.breaks[:2])
        return tr("{more}, breaks a promise: {late}; {note}", more=more, late=late, note=note)
    return tr("{more}, keeps all promises; {note}", more=more, note=note)


def _window_words(window: TimeWindow, zone: ZoneInfo, now: datetime) -> str:
    today = window.start.astimezone(zone).date() == now.astimezone(zone).date()
    return ((tr("today") + " ") if today else "") + words.span(window.start, window.end, zone, now)
