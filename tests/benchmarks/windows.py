"""First paint, news from another console, memory: each in processes of its own, offscreen."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.demo.day import DemoClock
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from tests.benchmarks.results import DAY, Result, reading


def first_paint(_: Desk) -> list[Result]:
    """A console opened on 10,000 orders whose server runs already, as on every station but the first."""
    return _opened("paint")


def notify_to_repaint(_: Desk) -> list[Result]:
    """Another process changes an order; how long until the open console has painted it."""
    return _opened("notify")


def _opened(what: str) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(Path(folder)), DemoClock(DAY)) as desk:
        desk.do_now(importing.take_reading, reading(10_000), "ten")
        program = [sys.executable, "-m", "tests.benchmarks.open_console", folder, what]
        offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(program, env=offscreen, capture_output=True, text=True, timeout=120, check=True)
    return [Result(*row) for row in json.loads(done.stdout.splitlines()[-1])]
