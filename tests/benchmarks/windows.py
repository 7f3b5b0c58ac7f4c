"""First paint, news from another console, memory: each in processes of its own, offscreen."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import addresses, detail, queue, verifying
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.application.packing import products
from dispatch_console.demo.day import DemoClock
from dispatch_console.domain.orders import gates
from dispatch_console.domain.orders.incoming import IncomingLine
from dispatch_console.domain.values import Coordinate
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from dispatch_console.store.entities import Order
from tests.benchmarks.results import DAY, Result, reading


def first_paint(_: Desk) -> list[Result]:
    """Measure a console opened on 10,000 orders whose server runs already, as on every station but the first."""
    return _opened("paint")


def notify_to_repaint(_: Desk) -> list[Result]:
    """Another process changes an order; how long until the open console has painted it."""
    return _opened("notify")


def scan_at_the_bench(_: Desk) -> list[Result]:
    """Statements of a scan at the packing station, and how long until it is on the screen."""
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(Path(folder)), DemoClock(DAY)) as desk:
        wanted = reading(200)
        lines = (IncomingLine("PAN", "Pan", 20), IncomingLine("MUG", "Mug", 1))
        many = replace(wanted.orders[0], lines=lines)
        desk.do_now(importing.take_reading, replace(wanted, orders=(many, *wanted.orders[1:])), "ten")
        ids = [row.id for row in desk.ask_now(queue.page, OrderFilter(), "number", limit=30)]
        first = desk.ask_now(detail.by_number, many.number).id
        for order_id in {first, *ids}:
            for item in gates.items_for("verify", ()):
                if item.evidence == "pin":
                    desk.do_now(addresses.set_pin, desk.ask_now(_address_of, order_id), Coordinate(60.17, 24.94))
                desk.do_now(verifying.tick, order_id, "verify", item.key)
            desk.do_now(verifying.verify, order_id)
        return _measured(folder, "scan", str(first))


def thousand_scans(_: Desk) -> list[Result]:
    """Measure a thousand scans into an order of forty lines, and twenty orders packed whole, beside 10,000 orders."""
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(Path(folder)), DemoClock(DAY)) as desk:
        wanted = reading(10_000)
        lines = tuple(IncomingLine(f"ART-{number}", f"Article {number}", 25) for number in range(40))
        small = (IncomingLine("ART-1", "Article 1", 2), IncomingLine("ART-2", "Article 2", 1))
        first, *others = wanted.orders
        packed = [replace(order, lines=small) for order in others[:20]]
        every = (replace(first, lines=lines), *packed, *others[20:])
        desk.do_now(importing.take_reading, replace(wanted, orders=every), "ten")
        for number in range(40):
            desk.do_now(
                products.keep_product,
                sku=f"ART-{number}",
                name=f"Article {number}",
                weight_g=100,
                barcode=f"777{number:04d}",
            )
        numbers = [order.number for order in every[:21]]
        ids = [desk.ask_now(detail.by_number, number).id for number in numbers]
        for order_id in ids:
            for item in gates.items_for("verify", ()):
                if item.evidence == "pin":
                    desk.do_now(addresses.set_pin, desk.ask_now(_address_of, order_id), Coordinate(60.17, 24.94))
                desk.do_now(verifying.tick, order_id, "verify", item.key)
            desk.do_now(verifying.verify, order_id)
        return _measured(folder, "thousand", ",".join(map(str, ids)), patience_s=900)


def _address_of(session: Session, order_id: int) -> int:
    return session.get_one(Order, order_id).address_id


def _opened(what: str) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, open_desk(Settings(Path(folder)), DemoClock(DAY)) as desk:
        desk.do_now(importing.take_reading, reading(10_000), "ten")
        return _measured(folder, what)


def _measured(folder: str, *what: str, patience_s: float = 120) -> list[Result]:
    program = [sys.executable, "-m", "tests.benchmarks.open_console", folder, *what]
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(program, env=offscreen, capture_output=True, text=True, timeout=patience_s, check=True)
    return [Result(*row) for row in json.loads(done.stdout.splitlines()[-1])]
