"""`import FILE`: recognise, read, compare, and write unless it is a dry run."""

import argparse
import json
from pathlib import Path

from dispatch_console import texts
from dispatch_console.application.intake import comparing, importing
from dispatch_console.cli.answer import Answer
from dispatch_console.domain import fleet_text
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Fate, FileChoices, Problem
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.intake import read, recognise, zone_of_files
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    source = recognise(chosen.file, chosen.source)
    with open_desk(settings) as desk:
        zone = fleet_text.zone(chosen.zone) if chosen.zone else zone_of_files(desk, settings)
        choices = FileChoices(mapping=_mapping(chosen.mapping), zone=zone, encoding=chosen.encoding or "")
        reading, columns = read(desk, settings, source, chosen.file, choices)
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
        "left_out": len(count.left_out),
    }
    problems = [_problem(problem) for problem in count.problems]
    left_out = [
        {"order_number": order.number, "code": order.code, "message": texts.left_out(order.code, order.stage)}
        for order in count.left_out
    ]
    document = {
        "source": count.source,
        "zone": zone,
        "encoding": next((one.value for one in reading.conventions if one.what == "encoding"), None),
        "orders": counts,
        "lines": count.lines,
        "rows": reading.rows,
        "dry_run": bool(chosen.dry_run),
        "left_out": left_out,
        "problems": problems,
        "conventions": [
            {
                "what": one.what,
                "column": one.column or None,
                "value": one.value or None,
                "sure": one.sure,
                "sample": one.sample or None,
                "others": [{"value": value, "sample": sample} for value, sample in one.others],
            }
            for one in reading.conventions
        ],
        "cells": [
            {"column": one.column, "fields": list(one.fields), **{str(fate): one.fates.get(fate, 0) for fate in Fate}}
            for one in reading.account
        ],
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
    lines += [
        "  " + tr("{number} left out: {message}", number=entry["order_number"], message=entry["message"])
        for entry in left_out
    ]
    lines += [f"  {words}" for one in reading.conventions if (words := texts.convention(one))]
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
        "severity": "error" if problem.blocks else "notice",
    }
