"""`quarantine`: the rows of files that wait, and `quarantine export FILE`: these rows as they came, with the reason."""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from dispatch_console import texts
from dispatch_console.application.intake import quarantine
from dispatch_console.application.intake.quarantine import WaitingEntry
from dispatch_console.application.site import depot
from dispatch_console.cli.answer import Answer, spelled
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Problem
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk

# behind the columns of the file
ROW, REASON = "row", "reason"


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    with open_desk(settings) as desk:
        zone = desk.ask_now(depot.zone_of)
        entries = desk.ask_now(quarantine.waiting_entries, chosen.source or "")
    if chosen.action == "export":
        if chosen.file is None:
            raise BadInput("quarantine.no_file")
        written = _export(entries, chosen.file)
        sentence = tr("{count} rows in {file}", count=written, file=chosen.file.name)
        return Answer({"path": str(chosen.file), "rows": written}, (sentence,))
    rows = [
        {
            "id": entry.id,
            "source": entry.source,
            "file": entry.file,
            "row": entry.row,
            "order_number": entry.order_number,
            "customer": str(entry.problems[0].facts.get("customer", "")) or None,
            "problems": [
                {"column": one.column, "value": one.value, "code": one.code, "message": _sentence(one)}
                for one in entry.problems
            ],
            "since": spelled(entry.since, zone),
        }
        for entry in entries
    ]
    lines = [
        tr("{file}, line {row}: {reason}", file=entry.file, row=entry.row, reason=_reason(entry)) for entry in entries
    ]
    return Answer({"rows": rows}, tuple(lines) or (tr("No row waits."),))


def _export(entries: Sequence[WaitingEntry], file: Path) -> int:
    """Write each waiting order's rows as they came. A value that a spreadsheet would compute gets an apostrophe."""
    columns: dict[str, None] = {}
    written: list[dict[str, str]] = []
    for entry in entries:
        parts = entry.cells or ((entry.row, {one.column: one.value for one in entry.problems}),)
        for number, cells in parts:
            columns.update(dict.fromkeys(cells))
            written.append({**cells, ROW: str(number), REASON: _reason(entry) if number == entry.row else ""})
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


def _reason(entry: WaitingEntry) -> str:
    return " ".join(f"{one.column}: {_sentence(one)}" for one in entry.problems)


def _sentence(problem: Problem) -> str:
    return texts.sentence(problem.code, {**problem.facts, "value": problem.value})
