"""Ten thousand orders of a Shopify-shaped shop on loopback within its limits, and five hundred write-backs there."""

import os
import resource
import time
from contextlib import closing
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.orders import detail
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.application.shops.noting import note_event
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.settings import Settings
from dispatch_console.station import live_sources as station
from dispatch_console.store.transaction import Transaction
from tests.benchmarks.live_reading import DELIVERED, FAILS, ORDERS, due_now
from tests.benchmarks.results import Result
from tests.shopify_server import TOKEN, shopify

NAME = "Dear shop"
# points that come back in a second under the largest plan
LARGEST = 2000.0


def dear_reading(desk: Desk) -> list[Result]:
    """Read, read again, and write back with one answer in twenty lost."""
    os.environ[f"DISPATCH_CONSOLE_SECRET_SOURCE_{NAME.upper().replace(' ', '_')}"] = TOKEN
    settings = Settings(Path("unused"))
    with shopify() as shop:
        placed = shop.place(ORDERS)
        source = desk.do_now(
            live_sources.keep_source, None, name=NAME, kind="shopify", address=shop.address, options={}, own_fields={},
        )  # fmt: skip
        for order in shop.orders.values():
            # long ago: an edit moves it
            order["updatedAt"] = "2026-01-01T00:00:00Z"
        shop.restores, shop.most = LARGEST, 20 * LARGEST
        begin = time.monotonic()
        read = station.look(desk, settings, source_of(desk))
        first = time.monotonic() - begin
        assert len(read.new) == ORDERS, read
        asked = len(shop.asked)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        begin = time.monotonic()
        station.look(desk, settings, source_of(desk))
        again = time.monotonic() - begin

        def note(tx: Transaction) -> None:
            for number in placed[:DELIVERED]:
                note_event(tx, detail.by_number(tx.session, f"#{number}", NAME), WriteBack.DELIVERED)

        desk.do_now(note)
        lost = [name for _ in range(FAILS) for name in ("fulfillmentCreate(", "fulfillmentEventCreate(")][:FAILS]
        begin, runs = time.monotonic(), 0
        one = source_of(desk)
        while runs < 4 * FAILS and (runs == 0 or source_of(desk).waiting):
            # one answer of each run is lost, in its middle
            shop.lost = lost[:1]
            lost = lost[1:]
            with closing(station.connect(one)) as connector:
                write_back_run.tell(desk, source, connector)
            desk.do_now(due_now)
            runs += 1
        told = time.monotonic() - begin
    made = [given["trackingInfo"] for name, given in shop.done if name == "fulfillmentCreate"]
    events = [given["fulfillmentId"] for name, given in shop.done if name == "fulfillmentEventCreate"]
    once = len(made) == DELIVERED and len(events) == len(set(events)) == DELIVERED
    return [
        Result(
            "read_10k_dear", round(first, 1), "s", f"{asked} requests at {LARGEST:.0f} points a second, {peak:.0f} MB"
        ),
        Result("read_again_dear", round(again, 1), "s", "what changed, and some of the open orders"),
        Result("write_back_500_dear", round(told, 1), "s", f"{runs} runs, {'each once' if once else 'NOT each once'}"),
    ]


def source_of(desk: Desk) -> live_sources.LiveSourceView:
    return next(one for one in desk.ask_now(live_sources.live_sources) if one.name == NAME)
