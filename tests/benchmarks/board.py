"""Tracking's board of sixty vans with thirty stops each: how long it takes to show what changed."""

import json
import os
import subprocess
import sys
import time

from dispatch_console.application.desk import Desk
from tests.benchmarks.results import Result

VANS, STOPS, UPDATES = 60, 30, 100
STATES = ("done", "door", "todo", "late", "missed")


def board(_: Desk) -> list[Result]:
    """Draw the board offscreen, in a process of its own."""
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    program = [sys.executable, "-m", "tests.benchmarks.board"]
    done = subprocess.run(program, env=offscreen, capture_output=True, text=True, timeout=200, check=True)
    return [Result(*row) for row in json.loads(done.stdout.splitlines()[-1])]


def _draw() -> list[tuple[str, float, str, str]]:
    from PySide6.QtWidgets import QApplication

    from dispatch_console.ui.tracking.route_board import BoardRow, Dot, RouteBoard
    from dispatch_console.ui.widgets.layout import scrolled

    def rows(turn: int) -> tuple[BoardRow, ...]:
        return tuple(
            BoardRow(
                f"{van}", f"Driver {van}", f"Van {van}",
                (("08:00", tuple(Dot(f"{van}-{at}", at + 1, STATES[(van + at + turn) % 5]) for at in range(STOPS))),),
                "Driving to 7, ETA 10:45", "on time", van % 7 == 0,
            )
            for van in range(VANS)
        )  # fmt: skip

    app = QApplication(sys.argv)
    shown = RouteBoard()
    area = scrolled(shown)
    area.resize(860, 490)
    shown.show_rows(rows(0), "3", "3-3")
    area.show()
    app.processEvents()
    took = []
    for turn in range(UPDATES):
        fresh = rows(turn)
        begun = time.perf_counter()
        shown.show_rows(fresh, "3", "3-3")
        app.processEvents()
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    note = f"{VANS} vans x {STOPS} stops, offscreen, {UPDATES} updates"
    return [("board_p50", took[UPDATES // 2], "ms", note), ("board_p95", took[UPDATES * 95 // 100], "ms", note)]


if __name__ == "__main__":
    print(json.dumps(_draw()))
