"""Read rows of numbers from a text file. An error names the row and the cell."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation


def lines_of(text: str) -> list[str]:
    """Return what stands in the lines of a text, without empty ones and comments."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


def number(cell: str, where: str) -> Decimal:
    """Return a number exactly as it is written. Errors: ValueError."""
    try:
        value = Decimal(cell)
    except InvalidOperation:
        raise ValueError(f"{where}: {cell!r} is not a number") from None
    if not value.is_finite():
        raise ValueError(f"{where}: {cell!r} is not a number")
    return value


def numbers(line: str, where: str, width: int) -> list[Decimal]:
    """Return the numbers of a row. Errors: ValueError where it has fewer or more."""
    cells = line.split()
    if len(cells) != width:
        raise ValueError(f"{where}: {len(cells)} numbers, not {width}")
    return [number(cell, where) for cell in cells]


def in_order(lines: Sequence[str], what: str, width: int, first: int) -> list[list[Decimal]]:
    """Return rows without their own numbers, which must be `first`, `first` + 1 and so on. Errors: ValueError."""
    rows = []
    for at, line in enumerate(lines):
        where = f"{what}, row {at + 1}"
        row = numbers(line, where, width)
        if row[0] != first + at:
            raise ValueError(f"{where}: it is the row of {row[0]}, not of {first + at}")
        rows.append(row[1:])
    return rows
