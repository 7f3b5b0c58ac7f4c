"""`door`: answer shops that ring, and phones."""

import argparse
import asyncio
import json
import sys

from dispatch_console.cli.answer import Answer
from dispatch_console.door.serving import Door
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Serve until SIGTERM or Ctrl-C. Errors: those of `Door` and of the desk."""
    with open_desk(settings) as desk:
        door = Door(desk, chosen.listen or settings.door_listen)

        def say() -> None:
            said = json.dumps({"listening": door.address}) if chosen.json else tr("listens at {at}", at=door.address)
            print(said, file=sys.stdout, flush=True)

        asyncio.run(door.serve(say))
    return Answer(None, (tr("the door is closed"),))
