"""`python -m tests.benchmarks [NAME…] --json`: measures on a server of its own; prints, asserts nothing."""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from dispatch_console.application import importing, orders
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import OrderFilter
from dispatch_console.demo.day import DemoClock
from dispatch_console.domain.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from dispatch_console.program import open_desk
from dispatch_console.settings import Settings

DAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    value: float
    unit: str
    note: str


def reading(count: int, first: int = 0) -> Reading:
    made = tuple(
        IncomingOrder(
            number=f"SO-{number}",
            source_ref=str(number),
            row=number + 2,
            customer_name=f"Customer {number % 4000}",
            address=IncomingAddress(f"Street {number % 3000}", "", "00100", "Helsinki", "", "FI"),
            lines=(IncomingLine(f"SKU-{number % 500}", "Mug", 1 + number % 3, 1200), IncomingLine("PAN", "Pan", 1)),
            email=f"c{number % 4000}@example.com",
            placed_at=DAY + timedelta(minutes=number),
            currency="EUR",
            total=2400,
        )
        for number in range(first, first + count)
    )
    return Reading("benchmark", made, (), count * 2)


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
            page = _median(lambda w=wanted, s=sort: desk.ask_now(orders.page, w, s))  # type: ignore[misc]
            found.append(Result(f"orders_page {name}, by {sort}", page, "ms", "page of 200 at 100,000 orders"))
        count = _median(lambda w=wanted: desk.ask_now(orders.total, w))  # type: ignore[misc]
        found.append(Result(f"orders_count {name}", count, "ms", "at 100,000 orders"))
    memory = psutil.Process().memory_info().rss / 1e6
    found.append(Result("memory", round(memory), "MB", "this process, no windows"))
    return found


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(times), 1)


BENCHMARKS = {"import_10k": import_10k, "orders_table": orders_table}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []])
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(Path(folder)), DemoClock(DAY)) as desk:
        for name in chosen.names or BENCHMARKS:
            results += BENCHMARKS[name](desk)
    if chosen.json:
        print(json.dumps({"results": [dict(zip(Result.__slots__, _values(r), strict=True)) for r in results]}))
        return
    for result in results:
        print(f"{result.name:<34} {result.value:>8} {result.unit:<4} {result.note}")


def _values(result: Result) -> tuple[str, float, str, str]:
    return (result.name, result.value, result.unit, result.note)


if __name__ == "__main__":
    main()
