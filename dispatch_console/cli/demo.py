"""`demo`: play today's demo day up to 10:42 and say what stands where."""

import argparse
import sys
from datetime import datetime

from dispatch_console.application import orders
from dispatch_console.cli.answer import Answer
from dispatch_console.demo.day import NOW, ZONE, DemoClock, is_played, play
from dispatch_console.domain.errors import Refused
from dispatch_console.program import open_desk
from dispatch_console.settings import Settings


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Errors: Refused `demo.not_empty` where real orders stand already."""
    day = chosen.day or datetime.now(ZONE).date()
    clock = DemoClock(datetime.combine(day, NOW, ZONE))
    with open_desk(settings, clock) as desk:
        if desk.ask_now(is_played):
            raise Refused("demo.not_empty")
        play(desk, clock, day, settings.data_dir / "demo", chosen.seconds, lambda line: print(line, file=sys.stderr))
        counts = desk.ask_now(orders.stage_counts)
    document = {"day": day.isoformat(), "stages": counts, "data_dir": str(settings.data_dir)}
    told = ", ".join(f"{count} {stage.replace('_', ' ')}" for stage, count in sorted(counts.items()))
    return Answer(document, (f"{day} 10:42: {told}", f"in {settings.data_dir}"))
