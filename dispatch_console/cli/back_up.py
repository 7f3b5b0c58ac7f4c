"""`backup`: the database in one file."""

import argparse

from dispatch_console.cli.answer import Answer
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import backups
from dispatch_console.station.backups import Backup
from dispatch_console.store.transaction import system_clock


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    backup = backups.back_up(settings, system_clock(), chosen.out)
    return Answer(
        document(backup),
        (tr("{orders} orders in {path} ({size} bytes)", orders=backup.orders, path=backup.path, size=backup.size),),
    )


def document(backup: Backup) -> dict[str, object]:
    return {"path": str(backup.path), "bytes": backup.size, "orders": backup.orders, "schema": backup.schema}
