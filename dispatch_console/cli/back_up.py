"""`backup`: the database in one file."""

import argparse

from dispatch_console.cli.answer import Answer
from dispatch_console.settings import Settings
from dispatch_console.station import backups
from dispatch_console.station.backups import Backup
from dispatch_console.store.transaction import system_clock


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    made = backups.back_up(settings, system_clock(), chosen.out)
    return Answer(document(made), (f"{made.orders} orders in {made.path} ({made.size} bytes)",))


def document(made: Backup) -> dict[str, object]:
    return {"path": str(made.path), "bytes": made.size, "orders": made.orders, "schema": made.schema}
