"""`quarantine`: the rows of files that wait, and `quarantine export FILE`: these rows as they came, with the reason."""

import argparse

from dispatch_console.application.intake import quarantine
from dispatch_console.application.site import depot
from dispatch_console.cli.answer import Answer, spelled
from dispatch_console.domain.errors import BadInput
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import waiting_rows
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    with open_desk(settings) as desk:
        zone = desk.ask_now(depot.zone_of)
        entries = desk.ask_now(quarantine.waiting_entries, chosen.source or "")
    if chosen.action == "export":
        if chosen.file is None:
            raise BadInput("quarantine.no_file")
        written = waiting_rows.export(entries, chosen.file)
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
                {"column": one.column, "value": one.value, "code": one.code, "message": waiting_rows.sentence(one)}
                for one in entry.problems
            ],
            "since": spelled(entry.since, zone),
        }
        for entry in entries
    ]
    lines = [
        tr("{file}, line {row}: {reason}", file=entry.file, row=entry.row, reason=waiting_rows.reason(entry))
        for entry in entries
    ]
    return Answer({"rows": rows}, tuple(lines) or (tr("No row waits."),))
