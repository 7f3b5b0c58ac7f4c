"""A change before it is made, in the words and pictures of the Routes tab."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch_console import texts
from dispatch_console.application.planning.day_board import BoardVan, DayBoard
from dispatch_console.application.planning.day_problem import DayProblem, visit_key
from dispatch_console.domain.planning.plan_check import Violation
from dispatch_console.domain.planning.pricing import Effect, Place
from dispatch_console.domain.planning.problem import Plan, PlannedStop
from dispatch_console.language import decimal, plural, signed, tr
from dispatch_console.ui import words
from dispatch_console.ui.map.day import order_key, stop_key
from dispatch_console.ui.map.paths import Way, ways_between
from dispatch_console.ui.routes.editing.effect_box import RouteChange
from dispatch_console.ui.routes.editing.row_preview import clock_of, last_out
from dispatch_console.ui.routes.views import VanFacts, van_facts, van_summary
from dispatch_console.ui.widgets.card_list import Card, Mark
from dispatch_console.ui.widgets.map_colours import driver_colours

# a change of less than this is not worth a word
NOTICED_S = 60


@dataclass(frozen=True, slots=True)
class EffectWords:
    """`head` for the pointer; `wrong` who must be rung and what else breaks; `lines` the rest.

    `rings` says that somebody must be rung.
    """

    head: str
    wrong: tuple[str, ...]
    lines: tuple[str, ...]
    rings: bool


class Names:
    """What visits and departures are called on the board."""

    def __init__(self, board: DayBoard, prepared: DayProblem) -> None:
        self.customer: dict[str, str] = {}
        self.address: dict[str, str] = {}
        for stop in board.stops:
            self.customer[stop_key(stop)], self.address[stop_key(stop)] = stop.customer, stop.address
        for order in board.tray:
            for visit in prepared.visits_of([[order.order_id]]):
                self.customer.setdefault(visit, order.customer)
                self.address.setdefault(visit, order.address)

    def of(self, visit: str | None) -> str:
        return self.customer.get(visit or "", tr("a stop"))


def visit_of(prepared: DayProblem, key: str) -> str:
    """Return the visit behind a key of the screen, empty where it cannot be planned: it is out, or not verified."""
    if key in prepared.problem.visit:
        return key
    if key.startswith(order_key(0)[:-1]):
        visits = prepared.visits_of([[int(key.removeprefix(order_key(0)[:-1]))]])
        return visits[0] if visits else ""
    return ""


def effect_words(change: Effect, names: Names, taken_off: int = 0) -> EffectWords:
    """Return what the dispatcher must know before the drop. `taken_off`: stops that would have no route any more."""
    minutes = words.gain(change.working_s)
    newly = {violation.visit for violation in change.broken if violation.code == "late"}
    late = [(visit, seconds) for visit, seconds in change.late if visit in newly]
    calls = [tr("Call {of}: {minutes} late", of=names.of(visit), minutes=_minutes(seconds)) for visit, seconds in late]
    others = [_broken(violation, names) for violation in change.broken if violation.code != "late"]
    head = minutes
    if late:
        head += tr(
            ", {promises} broken: call {of}",
            promises=plural("{count} promise", "{count} promises", len(late)),
            of=names.of(late[0][0]),
        )
    elif others:
        head += f", {others[0]}"
    elif taken_off:
        head += tr(", {stops} without a route", stops=plural("{count} stop", "{count} stops", taken_off))
    else:
        head += tr(", keeps all")
    lines = [
        tr(
            "Driving {driving_s}, {distance_m} km",
            driving_s=words.gain(change.driving_s),
            distance_m=signed(change.distance_m / 1000, 1),
        )
    ]
    if change.overtime_s:
        lines.append(tr("Overtime {overtime_s}", overtime_s=words.gain(change.overtime_s)))
    if change.working_s <= 0 < change.cost and change.uneven > 0:
        # so that nobody thinks that the optimiser overlooked it
        lines.append(tr("Spreads the work less evenly"))
    shifted = [visit for visit, _ in change.moved if visit not in newly]
    if shifted:
        counted = plural("{count} arrival", "{count} arrivals", len(shifted))
        lines.append(
            tr("{counted} moved by a quarter of an hour or more: {of}", counted=counted, of=names.of(shifted[0]))
        )
    mended = sum(violation.code == "late" for violation in change.mended)
    if mended:
        lines.append(
            tr(
                "{promises} kept that would have been broken",
                promises=plural("{count} promise", "{count} promises", mended),
            )
        )
    return EffectWords(head, (*calls, *dict.fromkeys(others)), tuple(lines), bool(calls))


def taken_off(prepared: DayProblem, plan: Plan) -> int:
    """Return how many stops would have no route any more."""
    return sum(map(len, prepared.standing.sequences.values())) - sum(map(len, plan.sequences.values()))


def ways_over(board: DayBoard, prepared: DayProblem, plan: Plan, visit: str) -> list[Way]:
    """Return how a stop's van would come there and how it would go on; empty where the stop has no place."""
    spots = {stop_key(stop): stop.place for stop in board.stops}
    spots |= {visit_key(order.order_id): order.place for order in board.tray if order.place is not None}
    depot = [board.depot_place] if board.depot_place else []
    for route in plan.routes:
        visits = [stop.visit for stop in route.stops]
        if visit in visits:
            at = visits.index(visit)
            way = [*depot, *(spots[key] for key in visits if key in spots), *depot]
            return ways_between(way[at : at + 2 + len(depot)], prepared.outings[route.vehicle])
    return []


def preview_cards(
    board: DayBoard, prepared: DayProblem, plan: Plan, letter: str, names: Names, was: Plan
) -> tuple[Card, ...]:
    """Return the open stops of a van as they would be, each with the time it had."""
    at, colours = clock_of(board, prepared), driver_colours(letter)
    before = {stop.visit: stop.start_s for route in was.routes for stop in route.stops}
    mine = {vehicle.key for vehicle in prepared.problem.departures.get(letter, ())}
    cards = []
    number = next((last_out(van) for van in board.vans if van.letter == letter), 0)
    for route in (route for route in plan.routes if route.vehicle in mine):
        for stop in route.stops:
            number += 1
            cards.append(_card(stop, number, names, at, colours.fill, colours.letter, before.get(stop.visit)))
    return tuple(cards)


def van_if_dropped(board: DayBoard, prepared: DayProblem, plan: Plan, van: BoardVan) -> VanFacts:
    """Return the head of a van's list as the plan would make it; what has left stays as it is."""
    at, facts = clock_of(board, prepared), van_facts(van, board.zone)
    mine = {vehicle.key for vehicle in prepared.problem.departures.get(van.letter, ())}
    coming = [route for route in plan.routes if route.vehicle in mine and route.stops]
    left = [leg for leg in van.legs if leg.departed_at]
    metres = sum(leg.distance_m for leg in left) + sum(route.distance_m for route in coming)
    stops = sum(len(leg.stops) for leg in left) + sum(len(route.stops) for route in coming)
    ends = [leg.finish_at for leg in left] + [at(route.finish_s) for route in coming]
    return replace(
        facts,
        vehicle=tr("{vehicle}, if dropped here", vehicle=facts.vehicle),
        summary=van_summary(stops, metres, max(ends, default=None), board.zone),
    )


def _card(
    stop: PlannedStop, number: int, names: Names, at: Callable[[int], datetime], fill: str, ink: str, before: int | None
) -> Card:
    over = stop.start_s - stop.window[1] if stop.window else 0
    promise = f"{at(stop.window[0]):%H:%M}–{at(stop.window[1]):%H:%M}" if stop.window else tr("any time")
    was = (
        (tr("was {at},", at=f"{at(before):%H:%M}") + " ")
        if before is not None and abs(before - stop.start_s) >= NOTICED_S
        else ""
    )
    standing = (
        tr("{was}{minutes} late", was=was, minutes=_minutes(over))
        if over > 0
        else tr("{was}slack {minutes}", was=was, minutes=_minutes(-over))
        if stop.window
        else was
    )
    return Card(
        key=stop.visit,
        title=names.of(stop.visit),
        right=promise,
        under=names.address.get(stop.visit, ""),
        under_right=standing,
        lead=f"{at(stop.start_s):%H:%M}",
        mark=Mark("number", str(number), fill, fill, ink),
        tone="",
        under_tone="wrong" if over > 0 else "",
        under_sign="clock-alert" if over > 0 else "",
    )


def place_cards(
    prepared: DayProblem, visit: str, others: Iterable[tuple[Place, int]], board: DayBoard
) -> tuple[Card, ...]:
    """Return a card for each other place of a stop, with the work that it brings."""
    at = clock_of(board, prepared)
    cards = []
    sequences = prepared.standing.sequences
    for number, (place, work) in enumerate(others, 1):
        letter = prepared.problem.vehicle[place.vehicle].route
        colours = driver_colours(letter)
        size = sum(other != visit for other in sequences.get(place.vehicle, ()))
        where = (
            tr("first")
            if place.position == 0
            else tr("last")
            if place.position >= size
            else tr("after its stop {position}", position=place.position)
        )
        cards.append(
            Card(
                key=f"{place.vehicle}:{place.position}",
                title=f"{number}   {where}, {at(place.start_s):%H:%M}",
                right=words.gain(work),
                under=tr("keeps all promises"),
                under_right="",
                mark=Mark("letter", letter, colours.fill, ink=colours.letter),
            )
        )
    return tuple(cards)


def route_changes(board: DayBoard, prepared: DayProblem, plan: Plan, keys: Iterable[str]) -> tuple[RouteChange, ...]:
    """Return the departures of these keys as they stand and as they would be."""
    at, problem = clock_of(board, prepared), prepared.problem
    before = {route.vehicle: route for route in prepared.standing.routes}
    after = {route.vehicle: route for route in plan.routes}
    changes = []
    for key in keys:
        was, now, van = before.get(key), after.get(key), problem.vehicle[key]
        ends = [f"{at(route.finish_s):%H:%M}" if route and route.stops else "" for route in (was, now)]
        driving = (now.driving_s if now else 0) - (was.driving_s if was else 0)
        grams = sum(problem.visit[stop.visit].delivery[0] for stop in (now.stops if now else ()))
        weight = tr(
            "{grams} of {capacity} kg", grams=decimal(grams / 1000, 0), capacity=decimal(van.capacity[0] / 1000, 0)
        )
        changes.append(
            RouteChange(van.route, ends[0] or tr("in"), ends[1] or tr("stays in"), words.gain(driving), weight)
        )
    return tuple(changes)


def _broken(violation: Violation, names: Names) -> str:
    return texts.violation(violation.code, names.of(violation.visit), violation.amount)


def _minutes(seconds: int) -> str:
    return words.minutes(timedelta(seconds=max(60, seconds) if seconds > 0 else 0))
