"""Driving times on the region's own road graph, at the speeds of the hours in which the vans are out."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.adapters.travel.road_network import Network, Numbers, Weights
from dispatch_console.adapters.travel.snapping import NoRoad, Snap
from dispatch_console.adapters.travel.tables import RowsOnDemand, rows_of
from dispatch_console.domain.planning.outing import ANY_TIME, Outing
from dispatch_console.domain.planning.problem import UNREACHABLE, Matrix
from dispatch_console.domain.planning.speeds import FREE, SpeedProfile
from dispatch_console.domain.values import Coordinate
from dispatch_console.ports import DrivenPath
from dispatch_console.region_files import road_graph
from dispatch_console.region_files.road_graph import CLASSES

GRAPH = "roads.npz"


class Roads:
    """Entry point `roads`. Places far from every road of the region get straight-line estimates."""

    estimate: ClassVar[bool] = False

    def __init__(self, region: Path | None, server: str = "", speeds: SpeedProfile = FREE) -> None:
        if region is None or not (region / GRAPH).is_file():
            raise FileNotFoundError(f"no road graph in {region}")
        self._file, self._speeds = region / GRAPH, speeds

    def matrix(self, places: Sequence[Coordinate], outing: Outing = ANY_TIME) -> Matrix:
        """Return seconds and metres, rounded; UNREACHABLE where a place is cut off from the roads that are open.

        `estimate` when a place had to be reached in a straight line. Metres are worked out when the first of them is
        read: a search needs none, and they take as long as the times.
        """
        net, weights = self._network(), self._weights(outing)
        snaps = net.snap(places, outing)
        reachable = [number for number, snap in enumerate(snaps) if isinstance(snap, Snap)]
        known = [snap for snap in snaps if isinstance(snap, Snap)]
        times = net.times(known, weights)
        if len(reachable) == len(places):
            metres = RowsOnDemand(len(places), lambda: rows_of(net.metres(known, weights, times)))
            return Matrix(rows_of(times / 1000), metres, estimate=False)
        outside = NoRoad.OUTSIDE in snaps
        durations, distances = self._straight(places) if outside else self._apart(len(places))
        if reachable:
            durations[np.ix_(reachable, reachable)] = times / 1000
            distances[np.ix_(reachable, reachable)] = net.metres(known, weights, times)
        for number, snap in enumerate(snaps):
            if snap is NoRoad.NOT_CONNECTED:
                for table in (durations, distances):
                    table[number, :] = table[:, number] = UNREACHABLE
                    table[number, number] = 0
        return Matrix(rows_of(durations), rows_of(distances), estimate=outside)

    def varies(self, one: Outing, other: Outing) -> bool:
        """Return whether one drives otherwise on one outing than on the other: at another speed, or on other roads."""
        if self._speeds.over(CLASSES, one.hours) != self._speeds.over(CLASSES, other.hours):
            return True
        net = self._network()
        return net.opening(one).key != net.opening(other).key

    def snapped(self, places: Sequence[Coordinate], outing: Outing = ANY_TIME) -> tuple[Snap | NoRoad, ...]:
        """Return where each place meets the open roads, or why it meets none."""
        return tuple(self._network().snap(places, outing))

    def path(self, start: Coordinate, end: Coordinate, outing: Outing = ANY_TIME) -> DrivenPath:
        """Return the fastest way with its points; a straight line where one of the places meets no open road."""
        return _path(str(self._file), self._file.stat().st_mtime_ns, self._factors(outing), outing, start, end)

    def free_drive(self, start: Coordinate, end: Coordinate) -> tuple[Mapping[str, float], float] | None:
        """Return seconds per road class at free speed along the fastest way, and seconds at its turns.

        None where a place has no road near.
        """
        net = self._network()
        one, two = net.snap((start, end), ANY_TIME)
        if not isinstance(one, Snap) or not isinstance(two, Snap):
            return None
        return net.free_drive(one, two, net.weights(FREE.over(CLASSES), ANY_TIME))

    def _network(self) -> Network:
        return _network(str(self._file), self._file.stat().st_mtime_ns)

    def _weights(self, outing: Outing) -> Weights:
        return self._network().weights(self._factors(outing), outing)

    def _factors(self, outing: Outing) -> tuple[float, ...]:
        return self._speeds.over(CLASSES, outing.hours)

    def _straight(self, places: Sequence[Coordinate]) -> tuple[Numbers, Numbers]:
        straight = GreatCircle().matrix(places)
        return np.array(straight.durations, float), np.array(straight.distances, float)

    def _apart(self, size: int) -> tuple[Numbers, Numbers]:
        return np.zeros((size, size)), np.zeros((size, size))


@lru_cache(maxsize=20_000)
def _path(
    file: str, changed: int, factors: tuple[float, ...], outing: Outing, start: Coordinate, end: Coordinate
) -> DrivenPath:
    net = _network(file, changed)
    one, two = net.snap((start, end), outing)
    if not isinstance(one, Snap) or not isinstance(two, Snap):
        return GreatCircle().path(start, end)
    return net.route(one, two, net.weights(factors, outing))


@lru_cache(maxsize=2)
def _network(file: str, changed: int) -> Network:
    return Network(road_graph.load(Path(file)))
