"""Import and queue, without windows."""

import time

import psutil

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from tests.benchmarks.results import Result, median_ms, reading


def import_10k(desk: Desk) -> list[Result]:
    begin = time.perf_counter()
    desk.do_now(importing.take_reading, reading(10_000), "ten")
    took = time.perf_counter() - begin
    return [Result("import_10k", round(took, 2), "s", "10,000 orders, 20,000 lines, one transaction, journaled")]


def orders_table(desk: Desk) -> list[Result]:
    for first in range(10_000, 100_000, 30_000):
        desk.do_now(importing.take_reading, reading(30_000, first), f"part {first}")
    asked = {
        "first page": OrderFilter(work=True),
        "stage": OrderFilter(stage="verify"),
        "text": OrderFilter(work=True, text="customer 1234"),
        "sku": OrderFilter(work=True, text="sku-77"),
    }
    found = []
    for name, wanted in asked.items():
        for sort in ("leaves", "customer"):
            page = median_ms(desk.ask_now, queue.page, wanted, sort)
            found.append(Result(f"orders_page {name}, by {sort}", page, "ms", "page of 200 at 100,000 orders"))
        count = median_ms(desk.ask_now, queue.total, wanted)
        found.append(Result(f"orders_count {name}", count, "ms", "at 100,000 orders"))
    memory = psutil.Process().memory_info().rss / 1e6
    found.append(Result("memory", round(memory), "MB", "this process, no windows"))
    return found
