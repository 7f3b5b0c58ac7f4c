"""The ways between a day's stops, found off the screen's thread and remembered."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from dispatch_console.application.planning.day_board import BoardLeg, DayBoard
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath, TravelTimes

Pair = tuple[Coordinate, Coordinate]


class Paths:
    """`travel` makes a new source of driving times, which may be another one after a region was imported."""

    def __init__(self, travel: Callable[[], TravelTimes]) -> None:
        self._travel = travel
        self._known: dict[Pair, DrivenPath] = {}

    def forget(self) -> None:
        """Forget all ways: the streets may be others now."""
        self._known = {}

    async def learn(self, board: DayBoard) -> None:
        """Find every way of the day that is not known yet."""
        await self.find(pair for leg in board.legs for pair in pairwise(places_of(board, leg)))

    async def find(self, pairs: Iterable[Pair]) -> None:
        """Find those of these ways that are not known yet."""
        wanted = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if wanted:
            ways = await asyncio.get_event_loop().run_in_executor(None, self._find, wanted)
            self._known |= ways

    def _find(self, wanted: list[Pair]) -> dict[Pair, DrivenPath]:
        travel = self._travel()
        return {(start, end): travel.path(start, end) for start, end in wanted}

    def knows(self, places: Sequence[Coordinate]) -> bool:
        """Return whether every way between these is known."""
        return all(pair in self._known for pair in pairwise(places))

    def along(self, places: Sequence[Coordinate]) -> Iterator[DrivenPath]:
        """Return the ways between places one after the other; straight where none is known."""
        for start, end in pairwise(places):
            straight = DrivenPath(((start.lat, start.lon), (end.lat, end.lon)), 0, 0, estimate=True)
            yield self._known.get((start, end), straight)


def places_of(board: DayBoard, leg: BoardLeg) -> list[Coordinate]:
    """Return depot, stops, depot."""
    depot = [board.depot_place] if board.depot_place else []
    return [*depot, *(stop.place for stop in leg.stops), *depot]
