"""Write the rows that wait into a file, as they came, with the reason."""

import csv
from collections.abc import Sequence
from pathlib import Path

from dispatch_console import texts
from dispatch_console.application.intake.quarantine import WaitingEntry
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Problem

# behind the columns of the file
ROW, REASON = "row", "reason"


def export(entries: Sequence[WaitingEntry], file: Path) -> int:
    """Write each waiting order's rows as they came; returns how many. A value that a spreadsheet would compute gets an
    apostrophe. Errors: BadInput `quarantine.file`.
    """
    columns: dict[str, None] = {}
    written: list[dict[str, str]] = []
    for entry in entries:
        parts = entry.cells or ((entry.row, {one.column: one.value for one in entry.problems}),)
        for number, cells in parts:
            columns.update(dict.fromkeys(cells))
            written.append({**cells, ROW: str(number), REASON: reason(entry) if number == entry.row else ""})
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.DictWriter(handle, [*columns, ROW, REASON], restval="")
            writer.writeheader()
            writer.writerows({name: _shown(text) for name, text in row.items()} for row in written)
    except OSError as error:
        raise BadInput("quarantine.file", file=str(file), detail=str(error)) from error
    return len(written)


def _shown(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "@", "\t") or text[:2] in ("+=", "-=") else text


def reason(entry: WaitingEntry) -> str:
    """Return what is wrong with a row, cell by cell."""
    return " ".join(f"{one.column}: {sentence(one)}" for one in entry.problems)


def sentence(problem: Problem) -> str:
    """Return what is wrong with a cell."""
    return texts.sentence(problem.code, {**problem.facts, "value": problem.value})
