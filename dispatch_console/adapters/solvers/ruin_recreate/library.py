"""The compiled search, called through ctypes. Without the compiled file the other solvers work alone."""

import ctypes
from array import array
from collections.abc import Callable, Sequence
from ctypes import Structure, byref, c_double, c_int32, c_int64, c_uint64, c_void_p
from functools import cache
from pathlib import Path

from dispatch_console.adapters.solvers.ruin_recreate.problem import Problem, Routes

HERE = Path(__file__).parent
NEAR, INSERT_NEAR = 100, 40
# INFEASIBLE of state.h
INFEASIBLE = 2**61
# coordinates stay coordinates above this number of places: a table would not fit in the cache, later not in memory
TABLE_PLACES = 3000

_CLIENT = ("place", "service", "setup", "window", "delivery", "pickup", "pair", "half", "only", "home", "fixed")
_VAN = ("start_place", "end_place", "start", "end", "regular_end", "capacity", "max_duration", "max_stops")
_VAN_2 = ("profile", "after", "full", "break_window", "break_time", "closed")
_VAN_3 = ("van_price", "per_second", "overtime_price", "uneven_price")
_CLIENT_BY_KIND = ("served", "set_up")
_VAN_STRICT = ("kind", "max_driving", "max_distance", "break_most", "task_price")
_NUMBERS = ("places", "loads", "windows", "breaks", "profiles", "rounding", "always_rest", "strict", "kinds")


class _Input(Structure):
    """`Input` of state.h."""

    _fields_ = (
        *((name, c_int32) for name in (
            "places", "clients", "vans", "loads", "windows", "breaks", "profiles", "rounding",
            "always_rest", "strict", "kinds")),
        *((name, c_void_p) for name in (
            "time", "cost", "x", "y", *_CLIENT, "price", "stay", "needs", *_VAN, *_VAN_2, *_VAN_3, "skills",
            *_CLIENT_BY_KIND, *_VAN_STRICT, "distance")),
    )  # fmt: skip


@cache
def _library() -> ctypes.CDLL | None:
    for file in sorted(HERE.glob("_search*")):
        if file.suffix in (".so", ".dll", ".dylib", ".pyd"):
            library = ctypes.CDLL(str(file))
            library.search_new.restype = c_void_p
            library.search_new.argtypes = [c_void_p, c_int32, c_int32, c_uint64]
            library.search_free.argtypes = [c_void_p]
            library.search_load.argtypes = [c_void_p, c_void_p, c_void_p]
            library.search_construct.argtypes = [c_void_p]
            library.search_run.restype = c_int64
            library.search_run.argtypes = [c_void_p, c_double, c_int64, c_double, c_double]
            library.search_return.argtypes = [c_void_p]
            library.search_best.restype = c_int64
            library.search_best.argtypes = [c_void_p, c_void_p, c_void_p]
            library.search_last.restype = c_int64
            library.search_last.argtypes = [c_void_p, c_void_p, c_void_p]
            library.search_best_cost.restype = c_int64
            library.search_best_cost.argtypes = [c_void_p]
            library.search_current_cost.restype = c_int64
            library.search_current_cost.argtypes = [c_void_p]
            library.search_average_edge.restype = c_double
            library.search_average_edge.argtypes = [c_void_p]
            library.search_route_cost.restype = c_int64
            library.search_route_cost.argtypes = [c_void_p, c_int32, c_void_p, c_int32]
            library.search_table.argtypes = [c_void_p, c_void_p]
            return library
    return None


def available() -> bool:
    return _library() is not None


class Search:
    """One search over one problem. Errors: MemoryError; OSError where the compiled file is missing."""

    def __init__(self, problem: Problem, seed: int = 1, near: int = NEAR, insert_near: int = INSERT_NEAR) -> None:
        library = _library()
        if library is None:
            raise OSError("the compiled search is missing")
        self._library, self._problem = library, problem
        self._input = _Input()
        self._input.clients, self._input.vans = len(problem.clients), len(problem.vans)
        for name in _NUMBERS:
            setattr(self._input, name, getattr(problem, name))
        self._kept_alive: list[object] = []
        for group, names in (
            (problem.clients, (*_CLIENT, "price", "stay", "needs", *_CLIENT_BY_KIND)),
            (problem.vans, (*_VAN, *_VAN_2, *_VAN_3, "skills", *_VAN_STRICT)),
            (problem, ("time", "cost", "distance", "x", "y")),
        ):
            for name in names:
                self._point(name, getattr(group, name))
        if problem.time is None and problem.places <= TABLE_PLACES:
            table = array("i", bytes(4 * problem.places * problem.places))
            library.search_table(byref(self._input), table.buffer_info()[0])
            self._point("time", table)
            self._point("cost", table)
        near = max(1, min(near, len(problem.clients) - 1))
        self._search = library.search_new(byref(self._input), near, insert_near, seed)
        if not self._search:
            raise MemoryError
        self._sequence = array("i", bytes(4 * len(problem.clients)))
        self._length = array("i", bytes(4 * len(problem.vans)))

    def _point(self, name: str, values: "array[int] | array[float] | None") -> None:
        if values is not None:
            self._kept_alive.append(values)
            setattr(self._input, name, values.buffer_info()[0])

    def close(self) -> None:
        if self._search:
            self._library.search_free(self._search)
            self._search = None

    def load(self, routes: Routes) -> None:
        """Go on from this plan: one list of clients per van. Errors: ValueError where it serves a client twice."""
        sequence = array("i", [client for route in routes for client in route] or [0])
        if len(set(sequence)) < sum(map(len, routes)) or len(routes) != len(self._length):
            raise ValueError("not a plan of this problem")
        length = array("i", [len(route) for route in routes])
        self._library.search_load(self._search, sequence.buffer_info()[0], length.buffer_info()[0])

    def construct(self) -> None:
        """Place every stop that has no place yet, greedily."""
        self._library.search_construct(self._search)

    def run(self, seconds: float, hot: float, cold: float, steps: int = 2**62) -> int:
        """Search while the temperature falls from hot to cold, in units of cost. Returns the steps made."""
        return int(self._library.search_run(self._search, seconds, steps, hot, cold))

    def back_to_best(self) -> None:
        self._library.search_return(self._search)

    def route_cost(self, van: int, route: Sequence[int]) -> int | None:
        """Return what a route costs on a van that is out once; None where it cannot be driven."""
        sequence = array("i", route)
        cost = int(self._library.search_route_cost(self._search, van, sequence.buffer_info()[0], len(sequence)))
        return cost if cost < INFEASIBLE else None

    @property
    def cost(self) -> int:
        return int(self._library.search_best_cost(self._search))

    @property
    def current(self) -> int:
        return int(self._library.search_current_cost(self._search))

    @property
    def average_edge(self) -> float:
        """Return the mean cost between near neighbours: the scale of temperatures."""
        return float(self._library.search_average_edge(self._search))

    @property
    def absent(self) -> int:
        """Return how many stops the best plan leaves out."""
        return len(self._problem.clients) - sum(map(len, self.best()))

    def best(self) -> Routes:
        return self._read(self._library.search_best)

    def last(self) -> Routes:
        """Return the plan where the search stands, which need not be the best."""
        return self._read(self._library.search_last)

    def _read(self, ask: Callable[[int | None, int, int], int]) -> Routes:
        ask(self._search, self._sequence.buffer_info()[0], self._length.buffer_info()[0])
        routes, at = [], 0
        for length in self._length:
            routes.append(self._sequence[at : at + length].tolist())
            at += length
        return routes
