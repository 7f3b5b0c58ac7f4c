"""Values of a VROOM problem, checked one by one: what is wrong is said with its place in the file."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dispatch_console.domain.planning.problem import UNREACHABLE, Load, Matrix, Window

# times, amounts and table entries above this are nobody's day
MOST = 1_000_000_000
FASTEST = 5


def whole(value: object, where: str, most: int = MOST) -> int:
    """Return a whole number from 0 to `most`. Errors: ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or value % 1:
        raise ValueError(f"{where} is {value!r}, not a whole number")
    if not 0 <= value <= most:
        raise ValueError(f"{where} is {value}, not between 0 and {most}")
    return int(value)


def field(entry: Mapping[str, Any], name: str, where: str, default: int = 0) -> int:
    return whole(entry.get(name, default), f"{where}.{name}")


def factor(entry: Mapping[str, Any], name: str, where: str) -> float:
    """Return a number above 0, at most 5, as in VROOM. Errors: ValueError."""
    value = entry.get(name, 1)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= FASTEST:
        raise ValueError(f"{where}.{name} is {value!r}, not a number above 0, at most {FASTEST}")
    return float(value)


def faster(matrix: Matrix, by: float) -> Matrix:
    """Return the same ways at another speed; what cannot be reached stays so."""
    rows = tuple(
        array("i", [cell if cell >= UNREACHABLE else min(UNREACHABLE, round(cell / by)) for cell in row])
        for row in matrix.durations
    )
    return Matrix(rows, matrix.distances, matrix.estimate)


def window(value: Sequence[Any], where: str, offset: int = 0) -> Window:
    """Return a time window; what ends far beyond every day never ends. Errors: ValueError where it ends before it
    begins.
    """
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"{where} is {value!r}, not [begin, end]")
    early, late = (whole(number, where, 2**63) for number in value)
    if late < early:
        raise ValueError(f"{where} ends before it begins: {value!r}")
    if early - offset > MOST:
        raise ValueError(f"{where} begins more than {MOST} seconds after the first one of the file")
    return early - offset, min(late - offset, MOST)


def windows(entry: Mapping[str, Any], where: str, offset: int) -> tuple[Window, ...]:
    return tuple(window(value, f"{where}.time_windows", offset) for value in entry.get("time_windows", ()))


def by_type(entry: Mapping[str, Any], where: str, setup: int, service: int) -> dict[str, tuple[int, int]]:
    """Return seconds of setting up and of service by type of vehicle; what is not named takes the usual ones."""
    setups, services = entry.get("setup_per_type", {}), entry.get("service_per_type", {})
    return {
        str(kind): (
            field(setups, kind, f"{where}.setup_per_type", setup),
            field(services, kind, f"{where}.service_per_type", service),
        )
        for kind in sorted({*setups, *services})
    }


def load(entry: Mapping[str, Any], name: str, where: str, width: int) -> Load:
    """Return one number per dimension; zeros where the entry says nothing, as in VROOM."""
    if name not in entry:
        return (0,) * width
    numbers = tuple(whole(number, f"{where}.{name}", 2**62) for number in entry[name])
    if len(numbers) != width:
        raise ValueError(f"{where}.{name} has {len(numbers)} dimensions, others have {width}")
    return numbers


def table(rows: Sequence[Sequence[int]], size: int, where: str) -> "tuple[array[int], ...]":
    """Return a square table with nothing below 0; what is far beyond every day cannot be reached."""
    numbers_ = []
    for number, row in enumerate(rows):
        try:
            numbers = array("q", row)
        except (TypeError, OverflowError) as error:
            raise ValueError(f"{where}[{number}]: {error}") from error
        if len(numbers) != size:
            raise ValueError(f"the matrix is not square: {where}[{number}] has {len(numbers)} entries, not {size}")
        if numbers and min(numbers) < 0:
            raise ValueError(f"{where}[{number}] holds {min(numbers)}")
        numbers_.append(array("i", [entry if entry <= MOST else UNREACHABLE for entry in numbers]))
    if len(numbers_) != size:
        raise ValueError(f"the matrix is not square: {where} has {len(numbers_)} rows, not {size}")
    return tuple(numbers_)


def once(ids: Iterable[object], where: str) -> None:
    """Require that no id stands twice. Errors: ValueError."""
    seen: set[str] = set()
    for given in ids:
        if f"{given}" in seen:
            raise ValueError(f"{where}: id {given} stands twice")
        seen.add(f"{given}")
