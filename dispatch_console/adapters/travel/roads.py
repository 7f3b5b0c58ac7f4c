"""Driving times on the region's own road graph, at the speeds of the hours in which the vans are out."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.adapters.travel.road_network import Network, Weights
from dispatch_console.adapters.travel.tables import RowsOnDemand, rows_of
from dispatch_console.domain.planning.problem import Matrix
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

    def matrix(self, places: Sequence[Coordinate], hours: Sequence[int] = ()) -> Matrix:
        """Return seconds and metres, rounded. `estimate` when a place had to be reached in a straight line.

        Metres are worked out when the first of them is read: a search needs none, and they take as long as the
        times.
        """
        net, weights = self._network(), self._weights(hours)
        snaps = net.snap(places)
        reachable = [number for number, snap in enumerate(snaps) if snap is not None]
        known = [snap for snap in snaps if snap is not None]
        if len(reachable) == len(places):
            times = net.times(known, weights)
            metres = RowsOnDemand(len(places), lambda: rows_of(net.metres(known, weights, times)))
            return Matrix(rows_of(times / 1000), metres, estimate=False)
        straight = GreatCircle().matrix(places)
        durations, distances = np.array(straight.durations, float), np.array(straight.distances, float)
        if reachable:
            times = net.times(known, weights)
            durations[np.ix_(reachable, reachable)] = times / 1000
            distances[np.ix_(reachable, reachable)] = net.metres(known, weights, times)
        return Matrix(rows_of(durations), rows_of(distances), estimate=True)

    def varies(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Return whether one drives otherwise at these hours than at those."""
        return self._speeds.over(CLASSES, one) != self._speeds.over(CLASSES, other)

    def snapped(self, places: Sequence[Coordinate]) -> tuple[float | None, ...]:
        """Return the metres from each place to its road; None where no road is near."""
        return tuple(snap.away_m if snap else None for snap in self._network().snap(places))

    def path(self, start: Coordinate, end: Coordinate) -> DrivenPath:
        """Return the fastest way with its points; a straight line where one of the places has no road near."""
        return _path(str(self._file), self._file.stat().st_mtime_ns, self._speeds.over(CLASSES), start, end)

    def free_drive(self, start: Coordinate, end: Coordinate) -> tuple[Mapping[str, float], float] | None:
        """Return seconds per road class at free speed along the fastest way, and seconds at its turns.

        None where a place has no road near.
        """
        net = self._network()
        one, two = net.snap((start, end))
        return net.free_drive(one, two, net.weights(FREE.over(CLASSES))) if one and two else None

    def _network(self) -> Network:
        return _network(str(self._file), self._file.stat().st_mtime_ns)

    def _weights(self, hours: Sequence[int]) -> Weights:
        return self._network().weights(self._speeds.over(CLASSES, hours))


@lru_cache(maxsize=20_000)
def _path(file: str, changed: int, factors: tuple[float, ...], start: Coordinate, end: Coordinate) -> DrivenPath:
    net = _network(file, changed)
    one, two = net.snap((start, end))
    if one is None or two is None:
        return GreatCircle().path(start, end)
    return net.route(one, two, net.weights(factors))


@lru_cache(maxsize=2)
def _network(file: str, changed: int) -> Network:
    return Network(road_graph.load(Path(file)))
