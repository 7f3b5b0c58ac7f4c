"""A region cut into cells where few streets cross: whoever drives from one into another comes over one of the hubs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow

from dispatch_console.adapters.travel.opening import largest_part
from dispatch_console.region_files.road_graph import RoadGraph

# more cells have smaller sweeps but more hubs; 8 to 32 were measured as equal on three towns
CELLS = 16
DIRECTIONS = 4
# so much of a part, its junctions in order of a direction, stays on either side of the cut
LEAST_SHARE = 0.3
SOURCE, SINK = 0, 1
Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """`of`: the cell of each segment, by where it starts. `hubs`: the segments from which one turns into another cell.

    Per cell, as places in `hubs`: `exits` start there, from `entries` one turns into it.
    """

    of: Indices
    hubs: Indices
    exits: tuple[Indices, ...]
    entries: tuple[Indices, ...]


def cut(graph: RoadGraph, starts: Numbers, ends: Numbers) -> Cells:
    """Cut the road network into cells.

    `starts`, `ends`: of each segment, n x 2, in metres. Hubs are of the part that hangs together where nothing is
    closed.
    """
    of = _halved(starts, ends)
    tail, into = graph.tail.astype(np.int64), of[graph.head]
    original = np.where(graph.copy_of >= 0, graph.copy_of, np.arange(graph.size))
    main = largest_part(graph, np.ones(len(tail), np.bool_))
    leads = (of[tail] != into) & main[original[tail]]
    hubs, place = np.unique(tail[leads], return_inverse=True)
    into = into[leads]
    return Cells(
        of,
        hubs,
        tuple(np.flatnonzero(of[hubs] == cell) for cell in range(CELLS)),
        tuple(np.unique(place[into == cell]) for cell in range(CELLS)),
    )


def _halved(starts: Numbers, ends: Numbers) -> Indices:
    """Cut each part in two where the fewest streets cross, until there are enough."""
    places, ends_of = np.unique(np.concatenate([starts, ends]), axis=0, return_inverse=True)
    start, end = ends_of.reshape(2, -1)
    of = np.zeros(len(places), np.int64)
    parts = 1
    while parts < CELLS:
        for part in range(parts):
            own = np.flatnonzero(of == part)
            number = np.full(len(places), -1)
            number[own] = np.arange(len(own))
            inside = (number[start] >= 0) & (number[end] >= 0)
            of[own[_far_side(places[own], number[start[inside]], number[end[inside]])]] += parts
        parts *= 2
    return of[start]


def _far_side(places: Numbers, start: Indices, end: Indices) -> NDArray[np.bool_]:
    """Return which junctions lie beyond the smallest cut, of those that leave enough on either side (inertial flow).

    Source: Schild and Sommer, On Balanced Separators in Road Networks, 2015.
    """
    least, far = np.inf, np.zeros(len(places), np.bool_)
    kept = int(len(places) * LEAST_SHARE)
    for turn in np.arange(DIRECTIONS) * np.pi / DIRECTIONS:
        along = np.argsort(places @ (np.cos(turn), np.sin(turn)), kind="stable")
        node = np.empty(len(places), np.int32)
        node[along] = np.clip(np.arange(len(places)) - kept, -1, len(places) - 2 * kept) + 2
        node[along[:kept]], node[along[len(places) - kept :]] = SOURCE, SINK
        a, b = node[start], node[end]
        flow = SimpleMaxFlow()
        each = np.ones(np.count_nonzero(a != b), np.int64)
        flow.add_arcs_with_capacity(a[a != b], b[a != b], each)
        flow.add_arcs_with_capacity(b[a != b], a[a != b], each)
        flow.solve(SOURCE, SINK)
        if flow.optimal_flow() < least:
            least = flow.optimal_flow()
            far = ~np.isin(node, flow.get_source_side_min_cut())
    return far
