"""`python -m tests.benchmarks [NAME…] --json`: measures on a server of its own; prints, asserts nothing."""

import argparse
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path

from dispatch_console.demo.day import DemoClock
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from tests.benchmarks.board import board
from tests.benchmarks.closed_roads import closed_roads
from tests.benchmarks.cross_check import cross_check
from tests.benchmarks.customer_pages import customer_pages
from tests.benchmarks.dear_reading import dear_reading
from tests.benchmarks.driver_page import driver_page
from tests.benchmarks.due_check import due_check
from tests.benchmarks.eta_error import eta_error
from tests.benchmarks.extract_roads import EXTRACT
from tests.benchmarks.labels import labels
from tests.benchmarks.large_day import large_day
from tests.benchmarks.live_reading import live_reading
from tests.benchmarks.many_orders import many_orders
from tests.benchmarks.mistyped import mistyped
from tests.benchmarks.order_files import order_files
from tests.benchmarks.outbox import outbox
from tests.benchmarks.phone_sync import phone_sync
from tests.benchmarks.planning import plan_demo_day
from tests.benchmarks.region_growth import region_growth
from tests.benchmarks.results import DAY, Result
from tests.benchmarks.road_table import road_table
from tests.benchmarks.routes import FOLDER, routes
from tests.benchmarks.routes_screen import routes_screen
from tests.benchmarks.second_worker import second_worker
from tests.benchmarks.signed_sheets import signed_sheets
from tests.benchmarks.slot_price import slot_price
from tests.benchmarks.smpp_outbox import smpp_outbox
from tests.benchmarks.store import import_10k, orders_table
from tests.benchmarks.watched_folder import watched_folder
from tests.benchmarks.windows import first_paint, notify_to_repaint, scan_at_the_bench, thousand_scans

BENCHMARKS = {
    "import_10k": import_10k,
    "order_files": order_files,
    "orders_table": orders_table,
    "many_orders": many_orders,
    "watched_folder": watched_folder,
    "live_reading": live_reading,
    "dear_reading": dear_reading,
    "mistyped": mistyped,
    "plan_demo_day": plan_demo_day,
    "routes": routes,
    "large_day": large_day,
    "road_table": road_table,
    "second_worker": second_worker,
    "cross_check": cross_check,
    "closed_roads": closed_roads,
    "region_growth": region_growth,
    "routes_screen": routes_screen,
    "board": board,
    "driver_page": driver_page,
    "eta_error": eta_error,
    "first_paint": first_paint,
    "notify_to_repaint": notify_to_repaint,
    "scan_at_the_bench": scan_at_the_bench,
    "thousand_scans": thousand_scans,
    "labels": labels,
    "customer_pages": customer_pages,
    "outbox": outbox,
    "smpp_outbox": smpp_outbox,
    "due_check": due_check,
    "slot_price": slot_price,
    "phone_sync": phone_sync,
    "signed_sheets": signed_sheets,
}


OF_AN_EXTRACT = ("mistyped", "large_day", "road_table", "cross_check", "closed_roads", "region_growth")


def _without_files() -> list[str]:
    """All but those that need files from elsewhere."""
    return [name for name in BENCHMARKS if name != "routes" and (name not in OF_AN_EXTRACT or EXTRACT in os.environ)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--instances", type=Path, default=FOLDER, help="folder of the benchmark `routes`")
    chosen = parser.parse_args()
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(Path(folder)), DemoClock(DAY)) as desk:
        for name in chosen.names or _without_files():
            results += routes(desk, chosen.instances) if name == "routes" else BENCHMARKS[name](desk)
    if chosen.json:
        print(json.dumps({"results": [asdict(result) for result in results]}))
        return
    for result in results:
        print(f"{result.name:<34} {result.value:>8} {result.unit:<4} {result.note}")


if __name__ == "__main__":
    main()
