"""A look into a watched folder of a thousand files, none of which is new; then what a file costs that is taken."""

import os
import tempfile
import time
from datetime import date
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.settings import Settings
from dispatch_console.station.watched_folder import AT_ONCE, QUIET_S, WatchedFolder
from tests.benchmarks.results import Result, median_ms

FILES = 1000
HEAD = "order-id\torder-item-id\tquantity-to-ship\tship-address-1\trecipient-name\tsku\tproduct-name\tship-city\n"


def watched_folder(desk: Desk) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        settings = Settings(Path(name), orders_folder=str(folder))
        for number in range(FILES):
            row = f"O-{number}\t{number}\t1\tStreet {number}\tCustomer {number}\tMUG\tMug\tHelsinki\n"
            (folder / f"{number}.txt").write_text(HEAD + row, encoding="utf-8")
        look = median_ms(lambda: WatchedFolder().look(desk, settings, date(2026, 11, 28)))
        long_ago = time.time() - 10 * QUIET_S
        for file in folder.iterdir():
            os.utime(file, (long_ago, long_ago))
        watched = WatchedFolder()
        watched.look(desk, settings, date(2026, 11, 28))
        begin = time.perf_counter()
        taken = len(watched.look(desk, settings, date(2026, 11, 28)))
        each = (time.perf_counter() - begin) * 1000 / max(1, taken)
    return [
        Result("look", look, "ms", f"{FILES} files, nothing to take"),
        Result("take", round(each, 1), "ms", f"each of {taken} files of one order, {AT_ONCE} in a look"),
    ]
