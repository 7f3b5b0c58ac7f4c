"""The Routes tab with 300 stops on 15 vans: selection, carrying, the map; and a manifest of 120 stops."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.application.intake import importing
from dispatch_console.application.planning import day_problem, keeping
from dispatch_console.demo.day import DemoClock
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from dispatch_console.store.transaction import Transaction
from tests.benchmarks.results import DAY, Result, reading

STOPS, VANS = 300, 15


def routes_screen(_: Desk) -> list[Result]:
    """On a server of its own; the console runs offscreen in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(Path(folder)), DemoClock(DAY)) as desk:
        _prepare(desk)
        program = [sys.executable, "-m", "tests.benchmarks.open_routes", folder]
        offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(program, env=offscreen, capture_output=True, text=True, timeout=200, check=True)
    return [*(Result(*row) for row in json.loads(done.stdout.splitlines()[-1])), _manifest()]


def _prepare(desk: Desk) -> None:
    """Orders that are verified and promised, vans on duty, and a plan."""
    desk.do_now(importing.take_reading, reading(STOPS), "made")
    depot = desk.do_now(
        setting_up.set_up_depot, name="Depot", address="", lat=60.18, lon=24.95, zone="Europe/Helsinki",
        departures=["08:00"], slots=["08:00-12:00", "12:00-16:00"],
    )  # fmt: skip
    for number in range(VANS):
        van = setting_up.VanDay(
            driver=f"Driver {number}",
            phone="",
            letter=chr(65 + number),
            vehicle=f"Van {number}",
            plate="",
            weight_g=10**6,
            volume_ml=10**7,
            skills=(),
            departures=(("07:30", "17:00"),),
        )
        desk.do_now(setting_up.set_up_shift, depot, DAY.date(), van)
    desk.do_now(_promise)
    prepared = desk.ask_now(day_problem.day_problem, DAY.date(), GreatCircle())
    desk.do_now(keeping.keep_plan, prepared, PortfolioSolver().solve(prepared.problem, 5.0))


def _promise(tx: Transaction) -> None:
    dice = random.Random(4)
    for number in range(1, STOPS + 1):
        spot = {"lat": 60.18 + dice.uniform(-0.06, 0.06), "lon": 24.95 + dice.uniform(-0.12, 0.12), "id": number}
        tx.session.execute(text("update addresses set lat = :lat, lon = :lon, quality = 'exact' where id = :id"), spot)
    tx.session.execute(
        text(
            "update orders set verification = 'verified', appointment = 'confirmed', stage = 'route',"
            " promise_start = timestamptz '2026-11-23 06:00+00' + (id % 3) * interval '2 hours',"
            " promise_end = timestamptz '2026-11-23 10:00+00' + (id % 3) * interval '2 hours'"
        )
    )


def _manifest() -> Result:
    from dispatch_console.adapters.documents.manifest import draw_manifest
    from tests.builders.papers import manifest

    with tempfile.TemporaryDirectory() as folder:
        draw_manifest(Path(folder) / "first.pdf", manifest(4))
        begin = time.perf_counter()
        pages, _ = draw_manifest(Path(folder) / "m.pdf", manifest(120))
        return Result(
            "manifest_120_stops", round(time.perf_counter() - begin, 2), "s", f"{pages} pages, without streets"
        )
