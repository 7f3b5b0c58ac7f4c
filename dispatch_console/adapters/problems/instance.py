"""What a benchmark file says, in its own numbers, and as a planning problem in whole ones.

Costs are distances only: with time windows Euclid cut off to tenths (the DIMACS convention, everything here in
tenths), without windows TSPLIB's EUC_2D, rounded to wholes. Numbers with more decimals make the unit smaller: nothing
is cut off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dispatch_console.adapters.problems import edge_weights
from dispatch_console.adapters.problems.edge_weights import Weights
from dispatch_console.domain.planning.problem import Matrix, Plan, PlanningProblem, Prices, Vehicle, Visit

FOREVER = 1_000_000_000
# amounts and times are whole numbers of 32 bits to the search
MOST = 2_000_000_000
MOST_DECIMALS = 6
# vans beyond what the loads need, where the file leaves their number open
MORE_VANS = 1.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row: the depot, or a customer.

    `after`: the place where the goods are fetched that are brought here. `fetches`: `demand` is picked up here.
    """

    demand: Decimal
    service: Decimal = Decimal()
    window: tuple[Decimal, Decimal] | None = None
    after: int | None = None
    fetches: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """The depot is the first place. `longest`: the most that a route may last, service included."""

    places: Sequence[Place]
    capacity: Decimal
    weights: Weights
    vehicles: int | None = None
    longest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`scale`: cost units per distance of the file."""

    problem: PlanningProblem
    scale: int

    def cost(self, plan: Plan) -> float:
        """Return the distance driven, in the file's unit."""
        total = sum(route.distance_m for route in plan.routes)
        return total / self.scale if self.scale > 1 else total


def decimals(numbers: Iterable[Decimal], what: str) -> int:
    """Return how many decimals make all numbers whole. Errors: ValueError."""
    most = 0
    for number in numbers:
        exponent = number.normalize().as_tuple().exponent
        if not isinstance(exponent, int):
            raise ValueError(f"{what} {number} is not a number")
        if -exponent > MOST_DECIMALS:
            raise ValueError(f"{what} {number} has more than {MOST_DECIMALS} decimals")
        most = max(most, -exponent)
    return most


def benchmark(given: Instance) -> Benchmark:
    """Return the problem in whole numbers. Errors: ValueError."""
    places = given.places
    windowed = any(place.window for place in places)
    times = [place.service for place in places] + [moment for place in places for moment in place.window or ()]
    times += [given.longest] if given.longest is not None else []
    finest = max(int(windowed), decimals(times, "time"), decimals(edge_weights.written(given.weights), "distance"))
    scale = 10**finest
    parts = 10 ** decimals([given.capacity, *(place.demand for place in places)], "demand")
    capacity = _whole(given.capacity, parts, "CAPACITY")
    if capacity <= 0:
        raise ValueError("CAPACITY must be more than 0")
    demands = [_whole(place.demand, parts, f"the demand of place {at + 1}") for at, place in enumerate(places)]
    if sum(demands) > MOST:
        raise ValueError(f"the demands add up to more than {MOST}")
    table = edge_weights.table(given.weights, len(places), scale, windowed=windowed)
    visits = tuple(_visit(place, at, demands[at], scale) for at, place in enumerate(places) if at)
    needed = sum(demand for demand, place in zip(demands, places, strict=True) if place.after is None)
    count = given.vehicles if given.vehicles is not None else int(max(1, needed / capacity * MORE_VANS + 8))
    day = _window(places[0], 0, scale) if places[0].window else (0, FOREVER)
    vehicles = tuple(
        Vehicle(
            key=f"{number}",
            route=f"{number}",
            start_location=0,
            end_location=0,
            start_s=day[0],
            end_s=day[1],
            capacity=(capacity,),
            max_duration_s=_whole(given.longest, scale, "DISTANCE") if given.longest is not None else None,
        )
        for number in range(1, count + 1)
    )
    prices = Prices(
        driving=1, working=0, overtime=0, uneven=0, van=0, unplanned=10_000_000 * max(1, scale // 10), priority=0
    )
    problem = PlanningProblem(visits, vehicles, Matrix(table, table, estimate=False), balance=False, prices=prices)
    return Benchmark(problem, scale)


def _visit(place: Place, at: int, demand: int, scale: int) -> Visit:
    return Visit(
        key=str(at),
        location=at,
        windows=(_window(place, at, scale),) if place.window else (),
        service_s=_whole(place.service, scale, f"the service time of place {at + 1}"),
        delivery=(0 if place.fetches else demand,),
        pickup=(demand if place.fetches else 0,),
        after=str(place.after) if place.after is not None else "",
    )


def _window(place: Place, at: int, scale: int) -> tuple[int, int]:
    assert place.window is not None
    opens, closes = (_whole(moment, scale, f"the window of place {at + 1}") for moment in place.window)
    if closes < opens:
        raise ValueError(f"the window of place {at + 1} ends before it begins")
    return opens, closes


def _whole(number: Decimal, scale: int, what: str) -> int:
    """Return a number in whole units. Errors: ValueError below 0 and far beyond every day."""
    whole = int(number * scale)
    if not 0 <= whole <= MOST:
        raise ValueError(f"{what} is {number}: not between 0 and {Decimal(MOST) / scale}")
    return whole
