"""A day's board in the words of the Tracking tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.planning.day_board import BoardStop, BoardVan, DayBoard
from dispatch_console.application.planning.day_problem import visit_key
from dispatch_console.application.road.handoff_view import HandoffView, Recorded
from dispatch_console.application.road.settled import Settled
from dispatch_console.application.road.taking_over import Elsewhere
from dispatch_console.application.routes.silence import SeenAt
from dispatch_console.domain.geometry.distance import distance_m
from dispatch_console.domain.values import Money
from dispatch_console.language import decimal, money, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.map.day import stop_key
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.tracking.route_board import BoardRow, Dot
from dispatch_console.ui.tracking.ways_out import WayOut
from dispatch_console.ui.widgets.card_list import Card, Mark

# the card that leads to the phones
ACTS = "phone-acts"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFacts:
    """The right pane: one stop, what is known of it, and what can be done."""

    title: str
    number: str
    wrong: bool
    customer: str
    phone: str
    where: str
    rows: tuple[tuple[str, str], ...]
    ways: tuple[WayOut, ...]
    can_arrive: bool
    can_record: bool
    has_record: bool
    # how the customer is asked whether the time of a way out suits him
    asks: str = ""
    in_other_van: bool = False


def figures(board: DayBoard) -> dict[str, int]:
    stops = board.stops
    return {
        "delivered": sum(stop.state == "done" for stop in stops),
        "out": sum(
            stop.state in ("todo", "door", "late") for leg in board.legs if leg.departed_at for stop in leg.stops
        ),
        "late": sum(stop.state == "late" for stop in stops),
        # also those that have a next step by now: the day had them
        "missed": sum(stop.state == "missed" or stop.unsettled for stop in stops),
    }


def rows(board: DayBoard, now: datetime) -> tuple[BoardRow, ...]:
    return tuple(_row(van, board, now) for van in board.vans)


def _row(van: BoardVan, board: DayBoard, now: datetime) -> BoardRow:
    legs = tuple(
        (leg.name.split()[-1], tuple(Dot(stop_key(stop), stop.sequence, stop.state) for stop in leg.stops))
        for leg in van.legs
    )
    doing, standing, behind = _now(van, board, now)
    return BoardRow(van.letter, van.driver, van.vehicle, legs, doing, standing, behind)


def _now(van: BoardVan, board: DayBoard, now: datetime) -> tuple[str, str, bool]:
    open_legs = [leg for leg in van.legs if any(stop.state in ("todo", "door", "late") for stop in leg.stops)]
    if not van.legs:
        return tr("Nothing planned"), "", False
    if not open_legs and van.closed_at is not None:
        return tr("Closed {clock}", clock=words.clock(van.closed_at, board.zone)), tr("all stops done"), False
    if not open_legs and van.back_at is not None:
        return tr("Back since {clock}", clock=words.clock(van.back_at, board.zone)), tr("all stops done"), False
    if not open_legs:
        finish_at = words.clock(van.legs[-1].finish_at, board.zone)
        return tr("Back by {finish_at}", finish_at=finish_at), tr("all stops done"), False
    leg = open_legs[0]
    if leg.departed_at is None:
        ready = tr("{loaded} of {parcels} parcels loaded", loaded=leg.loaded, parcels=leg.parcels)
        return tr("Leaves {clock}", clock=leg.name.split()[-1]), ready, False
    stop = next(stop for stop in leg.stops if stop.state in ("todo", "door", "late"))
    at_door = stop.arrived
    doing = (
        tr("At the door, stop {sequence}", sequence=stop.sequence)
        if at_door
        else tr("Driving to {sequence}, ETA {eta}", sequence=stop.sequence, eta=words.clock(stop.times.eta, board.zone))
    )
    if van.silent_since is not None:
        # silence is not lateness: what is shown is a guess from then on
        return doing, tr("not heard since {time}", time=words.clock(van.silent_since, board.zone)), True
    late = max((entry.times.late for entry in leg.stops if entry.state == "late"), default=timedelta(0))
    if late:
        return doing, tr("{late} late", late=words.minutes(late)), True
    return doing, tr("on time"), False


def exceptions(board: DayBoard, acts_waiting: int = 0) -> tuple[Card, ...]:
    """Return what a person must look at: what phones say that nobody did, then missed ones, then late ones."""
    t = tokens()
    cards = []
    if acts_waiting:
        said = plural("{count} report of a phone waits", "{count} reports of phones wait", acts_waiting)
        cards.append(
            (-1, Card(
                key=ACTS, title=said, under=tr("the driver says otherwise, or too late: press T for the phones"),
                mark=Mark("icon", "cloud-off", ink=t.red), tone="wrong",
            ))
        )  # fmt: skip
    for van in board.vans:
        for stop in van.stops:
            if stop.unsettled:
                cards.append(
                    (0, Card(
                        key=stop_key(stop), title=tr("Missed"), right=words.clock(stop.times.leave_at, board.zone),
                        under=f"{stop.customer}, {stop.address}", under_right=f"{van.letter} {stop.sequence}",
                        mark=Mark("icon", "triangle-alert", ink=t.amb), tone="decide",
                    ))
                )  # fmt: skip
            elif stop.state == "late" and stop.window:
                cards.append(
                    (
                        1,
                        Card(
                            key=stop_key(stop),
                            title=tr("{late} late", late=words.minutes(stop.times.late)),
                            right=tr("ETA {eta}", eta=words.clock(stop.times.eta, board.zone)),
                            under=f"{stop.customer}, {stop.address}",
                            under_right=tr("until {clock}", clock=words.clock(stop.window[1], board.zone)),
                            mark=Mark("icon", "clock-alert", ink=t.red),
                            tone="wrong",
                        ),
                    )
                )
    return tuple(card for _, card in sorted(cards, key=lambda entry: entry[0]))


def settled_cards(rows: Sequence[Settled], zone: ZoneInfo, now: datetime) -> tuple[Card, ...]:
    """Return what was decided since, the last first. Several records of one order are one card each."""
    t = tokens()
    return tuple(
        Card(
            key=f"settled-{number}-{visit_key(row.order_id)}",
            title=f"{row.customer}, {words.OUTCOMES_SHORT.get(row.outcome, texts.plain(row.outcome))}",
            right=words.clock(row.at, zone),
            under=_became(row, zone, now),
            mark=Mark("icon", "check", ink=t.tx2),
        )
        for number, row in enumerate(rows)
    )


def _became(row: Settled, zone: ZoneInfo, now: datetime) -> str:
    match row.became:
        case "again" if row.start is not None and row.end is not None:
            window = words.span(row.start, row.end, zone, now)
            return (
                tr("Comes again {window}", window=window) if row.agreed else tr("Offered {window}, open", window=window)
            )
        case "again":
            return tr("Comes again; the call desk rings")
        case "for_good":
            return tr("Comes back for good; customer service settles it")
        case "opened":
            return tr("Somebody opened after all")
        case "corrected":
            return tr("Was recorded wrongly, and corrected")
        case _:
            return tr("{turned} of {sent} refused or damaged", turned=row.turned, sent=row.sent)


def stop_facts(
    board: DayBoard,
    van: BoardVan,
    stop: BoardStop,
    outcome: str,
    ways: tuple[WayOut, ...],
    missed: tuple[tuple[str, str], ...] = (),
    held: Sequence[Elsewhere] = (),
    asks: str = "",
) -> StopFacts:
    zone = board.zone
    leg = next(leg for leg in van.legs if leg.route_id == stop.route_id)
    out = leg.departed_at is not None and stop.state in ("todo", "door", "late")
    title = {
        "done": tr("Handed over"),
        "missed": outcome or tr("Missed"),
        "late": tr("{late} late", late=words.minutes(stop.times.late)),
        "door": tr("At the door"),
    }.get(stop.state, tr("On the way") if leg.departed_at else tr("Planned"))
    promise = (
        f"{words.clock(stop.window[0], zone)}–{words.clock(stop.window[1], zone)}" if stop.window else tr("any time")
    )
    is_over = stop.state in ("done", "missed")
    facts = [
        (tr("Promise"), promise + ("" if stop.confirmed or is_over else tr(", not confirmed"))),
        (tr("Planned"), _planned_words(stop, zone)),
        (tr("Left at") if is_over else tr("ETA"),
         words.clock(stop.times.leave_at if is_over else stop.times.eta, zone)),
        (tr("Parcels"),
         tr("{parcels}, {weight} kg", parcels=stop.parcels, weight=decimal(stop.weight_g / 1000, 1))),
    ]  # fmt: skip
    for vehicle, driver in dict.fromkeys((one.vehicle, one.driver) for one in held):
        codes = ", ".join(one.spaced for one in held if one.vehicle == vehicle)
        facts.append((tr("Still in"), tr("{vehicle}, {driver}: {codes}", vehicle=vehicle, driver=driver, codes=codes)))
    if out and van.seen is not None:
        facts.append((tr("Van seen"), _seen_words(van.seen, stop, zone)))
    if stop.needs:
        facts.append((tr("Needs"), ", ".join(words.REQUIREMENTS.get(need, need) for need in stop.needs)))
    return StopFacts(
        title=title,
        number=", ".join(stop.numbers),
        wrong=stop.state in ("late",),
        customer=stop.customer,
        phone=stop.phone,
        where=tr(
            "{address}, stop {letter} {sequence}, {driver}",
            address=stop.address,
            letter=van.letter,
            sequence=stop.sequence,
            driver=van.driver,
        ),
        rows=(*facts, *missed),
        ways=ways,
        can_arrive=out and not stop.arrived,
        can_record=out,
        has_record=is_over,
        asks=asks,
        in_other_van=out and bool(held),
    )


def record_rows(order: HandoffView) -> tuple[tuple[str, str], ...]:
    """Return what the record of an order that stands says: who took it, money, goods, note; nothing without one."""
    record = next((one for one in reversed(order.records) if one.replaced_at is None), None)
    if record is None or record.attempt != order.attempt:
        return ()
    rows = [(tr("Recorded"), words.OUTCOMES.get(record.outcome, texts.plain(record.outcome)).capitalize())]
    if record.recipient:
        took = ", ".join(part for part in (record.recipient, texts.plain(record.relation)) if part)
        rows.append((tr("Taken by"), took))
    if record.due or record.collected:
        taken, due = (money(Money(minor, order.currency)) for minor in (record.collected, record.due))
        rows.append((tr("Money"), tr("{taken} of {due} taken", taken=taken, due=due)))
    if record.refused or record.damaged:
        said = tr("{refused} refused, {damaged} damaged", refused=record.refused, damaged=record.damaged)
        rows.append((tr("Goods"), said))
    if record.open_proofs:
        rows.append((tr("Missing"), ", ".join(_missing(record, code, order.currency) for code in record.open_proofs)))
    if record.lacking:
        there = ", ".join(words.PROOFS.get(code, texts.plain(code)) for code in record.lacking)
        rows.append((tr("Without"), tr("{proofs}: asked for, and not there", proofs=there)))
    if record.note:
        rows.append((tr("Note"), record.note))
    return tuple(rows)


def _missing(record: Recorded, code: str, currency: str) -> str:
    """Return a proof that is still to come; of money how much."""
    if code == "cash":
        return money(Money(record.due - record.collected, currency))
    return words.PROOFS.get(code, code)


def _seen_words(seen: SeenAt, stop: BoardStop, zone: ZoneInfo) -> str:
    """Return when the van's phone said where it is, and how far from this door, if it knows that well enough."""
    at, metres = words.clock(seen.at, zone), distance_m(seen.place, stop.place)
    if metres <= seen.accuracy_m:
        return tr("{at}, less than {metres} m from here", at=at, metres=max(10, seen.accuracy_m))
    return tr("{at}, {km} km from here as the crow flies", at=at, km=decimal(metres / 1000, 1))


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def _planned_words(stop: BoardStop, zone: ZoneInfo) -> str:
    """Return when the van was to be there, and by how much it was earlier or later."""
    planned = words.clock(stop.planned_at, zone)
    if not stop.arrived:
        # nobody noted when the van came: nothing is made of it
        return planned
    # of the minutes that are shown, so that they agree
    away = _minute(stop.times.arrive_at) - _minute(stop.planned_at)
    there = words.clock(stop.times.arrive_at, zone)
    if away > 0:
        return tr("{planned}, there {there}: {minutes} min later", planned=planned, there=there, minutes=away)
    if away < 0:
        return tr("{planned}, there {there}: {minutes} min earlier", planned=planned, there=there, minutes=-away)
    return tr("{planned}, there in time", planned=planned)
