"""`restore`: a backup in the place of the database."""

import argparse

from dispatch_console.cli.answer import Answer
from dispatch_console.cli.back_up import document
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import backups
from dispatch_console.store.transaction import system_clock


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    done = backups.restore(settings, chosen.file, system_clock(), other_site=chosen.other_site)
    lines = [tr("{orders} orders are back from {path}", orders=done.orders, path=done.path)]
    if done.kept:
        lines.append(tr("what was there before: {kept}", kept=done.kept))
    if done.waiting:
        lines.append(
            tr(
                "{waiting} messages wait in the outbox as they did then. Some may have been sent "
                "since: look "
                "there before you send",
                waiting=done.waiting,
            )
        )
    kept = str(done.kept) if done.kept else None
    return Answer({**document(done), "kept": kept, "waiting": done.waiting}, tuple(lines))
