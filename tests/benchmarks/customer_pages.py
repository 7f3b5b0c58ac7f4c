"""How fast a customer's page is at the door, with fifty customers a second."""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta

import httpx
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import links
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.store.entities import Order
from dispatch_console.store.transaction import Transaction
from tests.benchmarks.results import Result, reading
from tests.builders.fleet import SAMI

ORDERS, LINKS, EACH_S, FOR_S = 10_000, 200, 50, 20
# seconds at the same pace before it counts: connections are made, templates are compiled
WARM_UP_S = 2
DAYS = 7


def customer_pages(desk: Desk) -> list[Result]:
    """Serve the pages from a process of their own, and ask for them at a steady pace."""
    desk.do_now(importing.take_reading, reading(ORDERS), "ten")
    depot = desk.do_now(
        setting_up.set_up_depot, name="D", address="D", lat=60.17, lon=24.95, zone="Europe/Helsinki",
        departures=["08:00", "13:00"], slots=["08:00-10:00", "10:00-12:00", "12:00-14:00", "14:00-16:00"],
    )  # fmt: skip
    today = desk.clock().date()
    for after in range(DAYS):
        desk.do_now(setting_up.set_up_shift, depot, today + timedelta(days=after), SAMI)

    def make(tx: Transaction) -> list[str]:
        orders = tx.session.scalars(select(Order.id).order_by(Order.id).limit(LINKS))
        return [links.make_link(tx, order_id, LinkKind.SLOT)[0] for order_id in orders.all()]

    tokens = desk.do_now(make)
    url = desk.engine.url.render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "dispatch_console", "--data-dir", folder, "--database", url]
        with subprocess.Popen(
            [*command, "door", "--listen", "127.0.0.1:0", "--json"], stdout=subprocess.PIPE, text=True
        ) as door:
            assert door.stdout is not None
            at = json.loads(door.stdout.readline())["listening"]
            took, sizes = asyncio.run(_ask([f"{at}/c/{token}" for token in tokens]))
            door.terminate()
    took.sort()
    note = f"{EACH_S} requests a second for {FOR_S} s after {WARM_UP_S} s, {ORDERS} orders, windows of {DAYS} days"
    return [
        Result("customer_page p50", round(statistics.median(took), 1), "ms", note),
        Result("customer_page p99", round(took[int(len(took) * 0.99)], 1), "ms", note),
        Result("customer_page size", round(max(sizes) / 1000, 1), "kB", "with its style, nothing else is fetched"),
    ]


async def _ask(pages: list[str]) -> tuple[list[float], list[int]]:
    """Ask for pages at a steady pace, whatever the answers take, each from an address of its own."""
    took: list[float] = []
    sizes: list[int] = []

    async def one(number: int) -> None:
        # the guard counts by address: loopback has millions of them
        # without a context for TLS, whose making takes longer than a page
        transport = httpx.AsyncHTTPTransport(verify=False, local_address=f"127.0.{number // 200}.{number % 200 + 2}")
        async with httpx.AsyncClient(transport=transport, timeout=30) as client:
            begun = time.perf_counter()
            answer = await client.get(pages[number % len(pages)])
            took.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, answer.status_code
            sizes.append(len(answer.content))

    asked: list[asyncio.Task[None]] = []
    begun = time.perf_counter()
    for number in range(EACH_S * (WARM_UP_S + FOR_S)):
        if number == EACH_S * WARM_UP_S:
            await asyncio.gather(*asked)
            took.clear()
        await asyncio.sleep(max(0.0, begun + number / EACH_S - time.perf_counter()))
        asked.append(asyncio.create_task(one(number)))
    await asyncio.gather(*asked)
    return took, sizes
