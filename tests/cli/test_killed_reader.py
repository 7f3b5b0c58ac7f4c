"""Whoever reads a shop is killed in the middle of it: the next one goes on without a gap and without a double."""

import os
import subprocess
import sys
import time
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.orders import queue
from tests.woocommerce_server import KEY, SECRET, Shop

ORDERS = 1500


def test_a_reader_that_is_killed_leaves_no_gap_and_no_double(
    desk: Desk, database_url: str, tmp_path: Path, web_shop: Shop
) -> None:
    placed = web_shop.place(ORDERS)
    desk.do_now(
        live_sources.keep_source, None, name="Kotivara", kind="woocommerce", address=web_shop.address, options={},
        own_fields={},
    )  # fmt: skip
    command = [sys.executable, "-m", "dispatch_console", "--data-dir", str(tmp_path), "--database", database_url]
    secrets = {**os.environ, "DISPATCH_CONSOLE_SECRET_SOURCE_KOTIVARA": f"{KEY}:{SECRET}"}

    def there() -> int:
        return desk.ask_now(queue.total, queue.OrderFilter(source="Kotivara"))

    for least in (1, 300, 700):
        with subprocess.Popen(
            [*command, "source", "poll"], env=secrets, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            until = time.monotonic() + 60
            while there() < least and process.poll() is None and time.monotonic() < until:
                time.sleep(0.005)
            process.kill()
    killed_at = there()
    assert killed_at < ORDERS, "it was killed before its end"
    # the lock of one that was killed goes with its connection
    last = [*command, "source", "poll", "--json"]
    done = subprocess.run(last, env=secrets, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    rows = desk.ask_now(queue.page, queue.OrderFilter(source="Kotivara"), "number", limit=2 * ORDERS)
    assert sorted(row.number for row in rows) == sorted(map(str, placed))
