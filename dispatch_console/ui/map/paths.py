"""The ways between a day's stops, found off the screen's thread and remembered."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from dispatch_console.application.planning.day_board import BoardLeg, DayBoard
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath, TravelTimes

# a drive from one place to the next, and by which van at which hours
Way = tuple[Coordinate, Coordinate, Outing]


def ways_between(places: Sequence[Coordinate], outing: Outing) -> list[Way]:
    """Return the ways from each place to the next."""
    return [(start, end, outing) for start, end in pairwise(places)]


class Paths:
    """`travel` makes a new source of driving times, which may be another one after a region was imported."""

    def __init__(self, travel: Callable[[], TravelTimes]) -> None:
        self._travel = travel
        self._known: dict[Way, DrivenPath] = {}

    def forget(self) -> None:
        """Forget all ways: the streets may be others now."""
        self._known = {}

    async def learn(self, board: DayBoard) -> None:
        """Find every way of the day that is not known yet."""
        await self.find(way for leg in board.legs for way in ways_of(board, leg))

    async def find(self, ways: Iterable[Way]) -> None:
        """Find those of these ways that are not known yet."""
        wanted = [way for way in dict.fromkeys(ways) if way not in self._known]
        if wanted:
            self._known |= await asyncio.get_event_loop().run_in_executor(None, self._find, wanted)

    def _find(self, wanted: list[Way]) -> dict[Way, DrivenPath]:
        travel = self._travel()
        return {way: travel.path(*way) for way in wanted}

    def knows(self, ways: Iterable[Way]) -> bool:
        """Return whether all of these ways are known."""
        return all(way in self._known for way in ways)

    def along(self, ways: Iterable[Way]) -> Iterator[DrivenPath]:
        """Return the drawn ways one after the other; straight where none is known."""
        for way in ways:
            start, end, _ = way
            straight = DrivenPath(((start.lat, start.lon), (end.lat, end.lon)), 0, 0, estimate=True)
            yield self._known.get(way, straight)


def ways_of(board: DayBoard, leg: BoardLeg) -> list[Way]:
    """Return the ways from the depot over all stops and back."""
    depot = [board.depot_place] if board.depot_place else []
    return ways_between([*depot, *(stop.place for stop in leg.stops), *depot], leg.outing)
