"""Ten thousand orders of a live shop on loopback, what an edit there costs, and five hundred write-backs."""

import os
import resource
import time
from contextlib import closing
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import live_sources
from dispatch_console.application.orders import detail, queue
from dispatch_console.application.outgoing import write_back_run
from dispatch_console.application.shops.noting import note_event
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.settings import Settings
from dispatch_console.station import live_sources as station
from dispatch_console.store.transaction import Transaction
from tests.benchmarks.results import Result
from tests.woocommerce_server import KEY, SECRET, TOLD_KEY, Fault, shop

ORDERS, DELIVERED, FAILS = 10_000, 500, 25
NAME = "Benchmark shop"


def live_reading(desk: Desk) -> list[Result]:
    """Read, read again with an edit, and write back, one answer in twenty lost."""
    os.environ[f"DISPATCH_CONSOLE_SECRET_SOURCE_{NAME.upper().replace(' ', '_')}"] = f"{KEY}:{SECRET}"
    settings = Settings(Path("unused"))
    with shop() as store:
        placed = store.place(ORDERS)
        source = desk.do_now(
            live_sources.keep_source, None, name=NAME, kind="woocommerce", address=store.address, options={},
            own_fields={},
        )  # fmt: skip

        def look() -> tuple[float, station.SourceRead]:
            begin = time.monotonic()
            read = station.look(desk, settings, desk.ask_now(live_sources.live_sources)[0])
            return time.monotonic() - begin, read

        first, read = look()
        assert len(read.new) == ORDERS, read
        store.orders[placed[0]]["line_items"][0]["quantity"] = 3
        again, edited = look()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        assert len(edited.changed) == 1

        def note(tx: Transaction) -> None:
            for number in placed[:DELIVERED]:
                note_event(tx, detail.by_number(tx.session, str(number), NAME), WriteBack.DELIVERED)

        desk.do_now(note)
        for place in range(FAILS):
            store.fail(Fault(lost=True), "PUT", after=place * (DELIVERED // FAILS))
        begin, runs = time.monotonic(), 0
        one = desk.ask_now(live_sources.live_sources)[0]
        while runs < 4 * FAILS and (runs == 0 or desk.ask_now(live_sources.live_sources)[0].waiting):
            with closing(station.connect(one)) as connector:
                write_back_run.tell(desk, source, connector)
            desk.do_now(due_now)
            runs += 1
        told = time.monotonic() - begin
        keys = [body["meta_data"][0]["value"] for _, body in store.written if body["meta_data"][0]["key"] == TOLD_KEY]
        open_orders = desk.ask_now(queue.total, queue.OrderFilter(source=NAME))
    once = "each once" if len(keys) == len(set(keys)) == DELIVERED else f"{len(keys)} told, {len(set(keys))} different"
    return [
        Result("read_10k_live", round(first, 1), "s", f"{ORDERS} orders in pages of 100, peak {peak:.0f} MB"),
        Result("read_again_live", round(again, 1), "s", f"{open_orders} open orders read again, one edit found"),
        Result("write_back_500", round(told, 1), "s", f"{FAILS} answers lost, {runs} runs, {once}"),
    ]


def due_now(tx: Transaction) -> None:
    from sqlalchemy import update

    from dispatch_console.store.entities import WriteBackEntry

    tx.session.execute(update(WriteBackEntry).where(WriteBackEntry.state == "waiting").values(due_at=tx.now))
