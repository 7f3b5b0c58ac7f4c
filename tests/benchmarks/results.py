"""What a benchmark gives back, and the made-up orders they share."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ParamSpec

from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading

P = ParamSpec("P")
DAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    value: float
    unit: str
    note: str


def reading(count: int, first: int = 0) -> Reading:
    """Invented orders with two lines each."""
    made = tuple(
        IncomingOrder(
            number=f"SO-{number}",
            source_ref=str(number),
            row=number + 2,
            customer_name=f"Customer {number % 4000}",
            address=IncomingAddress(
                line1=f"Street {number % 3000}", line2="", postcode="00100", city="Helsinki", region="", country="FI"
            ),
            lines=(IncomingLine(f"SKU-{number % 500}", "Mug", 1 + number % 3, 1200), IncomingLine("PAN", "Pan", 1)),
            email=f"c{number % 4000}@example.com",
            placed_at=DAY + timedelta(minutes=number),
            currency="EUR",
            total=2400,
        )
        for number in range(first, first + count)
    )
    return Reading("benchmark", made, (), count * 2)


def median_ms(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """Milliseconds of five runs."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        work(*args, **kwargs)
        times.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(times), 1)
