"""A day's board in the words of the Routes tab: rows of the timeline, cards of the lists, figures of the header."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.application.planning.day_board import BoardLeg, BoardStop, BoardVan, DayBoard, TrayOrder
from dispatch_console.language import decimal, mark, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.map.day import order_key, stop_key
from dispatch_console.ui.routes.timeline.rows import Bar, Leg, VanRow
from dispatch_console.ui.widgets.card_list import Card, Mark
from dispatch_console.ui.widgets.map_colours import driver_colours

LOCKED = mark("locked to this van")


@dataclass(frozen=True, slots=True, kw_only=True)
class VanFacts:
    """The head of the stop list. Loads are those of the fullest departure."""

    letter: str
    driver: str
    vehicle: str
    summary: str
    shift_end: str
    weight: tuple[int, int]
    volume: tuple[int, int]
    papers: str
    locked: bool = False
    off: bool = False


def figures(board: DayBoard) -> dict[str, int]:
    return {
        "stops": len(board.stops),
        "unrouted": len(board.tray),
        "late": sum(stop.state == "late" for stop in board.stops),
        "overtime": sum(leg.finish_at > leg.back_by for leg in board.legs),
        "km": round(sum(leg.distance_m for leg in board.legs) / 1000),
    }


def rows(board: DayBoard) -> tuple[VanRow, ...]:
    return tuple(_row(van, board.zone) for van in board.vans)


def _row(van: BoardVan, zone: ZoneInfo) -> VanRow:
    legs = tuple(
        Leg(
            leg.start_at.astimezone(zone),
            leg.finish_at.astimezone(zone),
            leg.back_by.astimezone(zone),
            tuple(_bar(stop, zone) for stop in leg.stops),
            tuple((start.astimezone(zone), end.astimezone(zone)) for start, end in leg.breaks),
        )
        for leg in van.legs
    )
    back = (
        tr("{vehicle}, back {end}", vehicle=van.vehicle, end=f"{legs[-1].end:%H:%M}")
        if legs
        else tr("{vehicle}, nothing planned", vehicle=van.vehicle)
    )
    return VanRow(van.letter, van.driver, tr("called off") if van.off else back, legs, van.off, van.locked)


def _bar(stop: BoardStop, zone: ZoneInfo) -> Bar:
    promise = (stop.window[0].astimezone(zone), stop.window[1].astimezone(zone)) if stop.window else None
    times = stop.times
    return Bar(
        key=stop_key(stop),
        number=stop.sequence,
        arrive=times.arrive_at.astimezone(zone),
        start=times.start_at.astimezone(zone),
        end=times.leave_at.astimezone(zone),
        state=stop.state,
        promise=promise,
        locked=stop.locked,
    )


def stop_cards(van: BoardVan | None, zone: ZoneInfo) -> tuple[Card, ...]:
    if van is None:
        return ()
    colours = driver_colours(van.letter)
    return tuple(_stop_card(stop, zone, colours.fill, colours.tint, colours.letter) for stop in van.stops)


def _stop_card(stop: BoardStop, zone: ZoneInfo, fill: str, tint: str, ink: str) -> Card:
    done = stop.state in ("done", "missed")
    mark = Mark("number", str(stop.sequence), tint if done else fill, fill, "" if done else ink)
    promise = (
        f"{words.clock(stop.window[0], zone)}–{words.clock(stop.window[1], zone)}" if stop.window else tr("any time")
    )
    under_right, tone = _standing(stop, zone)
    return Card(
        key=stop_key(stop),
        title=stop.customer,
        right=promise,
        under=stop.address,
        under_right=under_right,
        lead=words.clock(stop.times.start_at, zone),
        mark=mark,
        tone="faint" if done else "",
        under_tone=tone,
        under_sign={"late": "clock-alert", "missed": "triangle-alert"}.get(
            stop.state, "lock" if under_right == tr(LOCKED) else ""
        ),
    )


def _standing(stop: BoardStop, zone: ZoneInfo) -> tuple[str, str]:
    if stop.state == "missed":
        return tr("missed {leave_at}", leave_at=words.clock(stop.times.leave_at, zone)), "decide"
    if stop.state == "done":
        return f"✓ {words.clock(stop.times.leave_at, zone)}", ""
    if stop.state == "late":
        return tr("{late} late", late=words.minutes(stop.times.late)), "wrong"
    if stop.state == "door":
        return tr("at the door since {arrive_at}", arrive_at=words.clock(stop.times.arrive_at, zone)), ""
    if stop.locked:
        return tr(LOCKED), ""
    if not stop.confirmed:
        return tr("not confirmed"), "decide"
    if stop.window is None:
        return "", ""
    return tr("slack {minutes}", minutes=words.minutes(stop.window[1] - stop.times.start_at)), ""


def tray_cards(tray: tuple[TrayOrder, ...], zone: ZoneInfo, reasons: dict[int, str]) -> tuple[Card, ...]:
    return tuple(
        Card(
            key=order_key(order.order_id),
            title=order.customer,
            right=f"{order.window[0].astimezone(zone):%H}–{order.window[1].astimezone(zone):%H}"
            if order.window
            else "",
            under=tr("changed, verify again") if order.changed else reasons.get(order.order_id, order.address),
            # a reason needs the room, and its colour is not the weight's
            under_right=""
            if order.order_id in reasons
            else tr("{weight} kg", weight=decimal(order.weight_g / 1000, 0)),
            mark=Mark("diamond"),
            tone="decide" if order.changed else "",
            under_tone="decide" if order.order_id in reasons else "",
        )
        for order in tray
    )


def _revision(leg: BoardLeg) -> str:
    return tr("draft") if leg.published_at is None else tr("revision {revision}", revision=leg.revision)


def van_summary(stops: int, metres: int, back_at: datetime | None, zone: ZoneInfo) -> str:
    """Return `14 stops   9.8 km   back 16:20`."""
    back = tr("back {finish_at}", finish_at=words.clock(back_at, zone)) if back_at else tr("nothing planned")
    counted = plural("{count} stop", "{count} stops", stops)
    return tr("{stops}   {km} km   {back}", stops=counted, km=decimal(metres / 1000, 1), back=back)


def van_facts(van: BoardVan, zone: ZoneInfo) -> VanFacts:
    revisions = [
        f"{leg.name[2:]} {_revision(leg)}"
        + (tr(", left {departed_at}", departed_at=words.clock(leg.departed_at, zone)) if leg.departed_at else "")
        for leg in van.legs
    ]
    return VanFacts(
        letter=van.letter,
        driver=van.driver,
        vehicle=van.vehicle,
        summary=van_summary(
            len(van.stops), sum(leg.distance_m for leg in van.legs), van.legs[-1].finish_at if van.legs else None, zone
        ),
        shift_end=tr("shift to {departures}", departures=van.departures[-1][1]) if van.departures else "",
        weight=(max((leg.weight_g for leg in van.legs), default=0), van.capacity_g),
        volume=(max((leg.volume_ml for leg in van.legs), default=0), van.capacity_ml),
        papers="   ".join(revisions),
        locked=van.locked,
        off=van.off,
    )
