"""`import FILE`: recognise, read, compare, and write unless it is a dry run."""

import argparse
import json
from pathlib import Path

from dispatch_console import texts
from dispatch_console.application.intake import comparing, importing
from dispatch_console.cli.answer import Answer
from dispatch_console.domain import fleet_text
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Problem
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.intake import read, recognise, zone_of_files
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    source = recognise(chosen.file, chosen.source)
    with open_desk(settings) as desk:
        zone = fleet_text.zone(chosen.zone) if chosen.zone else zone_of_files(desk, settings)
        reading, columns = read(desk, settings, source, chosen.file, _mapping(chosen.mapping), zone)
        if chosen.dry_run:
            count = desk.ask_now(comparing.compare, reading)
        else:
            count = desk.do_now(importing.take_reading, reading, chosen.file.name, None, columns)
    counts = {
        "new": len(count.new),
        "changed": len(count.changed),
        "unchanged": len(count.unchanged),
        "gone": len(count.gone),
        "quarantined": len(count.quarantined),
    }
    problems = [_problem(problem) for problem in count.problems]
    document = {
        "source": count.source,
        "zone": zone,
        "orders": counts,
        "lines": count.lines,
        "rows": reading.rows,
        "dry_run": bool(chosen.dry_run),
        "problems": problems,
    }
    sums = ", ".join(f"{number} {word}" for word, number in counts.items())
    lines = [
        tr(
            "{file}: {source}, {sums}; {lines} lines; times in {zone}",
            file=chosen.file.name,
            source=count.source,
            sums=sums,
            lines=count.lines,
            zone=zone,
        )
    ]
    lines += [
        (
            "  "
            + tr(
                "line {row}, {column}: {message}",
                row=entry["row"],
                column=entry["column"],
                message=entry["message"],
            )
        )
        for entry in problems
    ]
    return Answer(document, tuple(lines))


def _mapping(file: Path | None) -> dict[str, str] | None:
    if file is None:
        return None
    try:
        mapping = json.loads(file.read_text(encoding="utf-8"))
        return {str(column): str(field) for column, field in mapping.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise BadInput("mapping.unreadable", file=str(file)) from error


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "message": texts.sentence(problem.code, {**problem.facts, "value": problem.value}),
        "order_number": problem.order_number,
    }
