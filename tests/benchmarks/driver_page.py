"""How soon the driver's page is usable on a slow phone: a real browser, its network and its processor slowed down."""

import asyncio
import threading
import time
from pathlib import Path

from selenium.webdriver import Chrome
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.phones import pairing
from dispatch_console.door.serving import Door
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Route
from tests.benchmarks.due_check import under_way
from tests.benchmarks.results import Result, reading
from tests.door.conftest import browser

STOPS, TIMES, FIRST = 14, 5, 900_000
# Lighthouse's slow phone: 150 ms to and fro, 1.6 Mbit/s, a processor four times as slow as this one
LATENCY_MS, DOWN, UP, SLOWER = 150, 1.6e6 / 8, 750e3 / 8, 4


def driver_page(desk: Desk) -> list[Result]:
    """Open a route of fourteen stops for the first time, and again from what the phone keeps."""
    desk.do_now(importing.take_reading, reading(STOPS, FIRST), "route")
    desk.do_now(under_way, STOPS, 1, FIRST)
    shift = desk.ask_now(lambda session: session.scalars(select(Route.shift_id).order_by(Route.id.desc())).first())
    assert shift is not None
    token = desk.do_now(pairing.make_link, shift)
    served = Door(desk, "127.0.0.1:0", Settings(Path()))
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(served.serve(ready.set)), daemon=True)
    thread.start()
    ready.wait(10)
    phone = browser(script=True)
    try:
        address = f"{served.address}/d/{token}"
        phone.get(address)
        phone.execute_script("document.querySelector('form').submit()")
        _until_usable(phone)
        _slow_down(phone)
        cold, warm = [], []
        for _ in range(TIMES):
            phone.execute_cdp_cmd("Network.clearBrowserCache", {})
            kept = {"origin": served.address, "storageTypes": "service_workers,cache_storage,indexeddb"}
            phone.execute_cdp_cmd("Storage.clearDataForOrigin", kept)
            cold.append(_open(phone, address))
            time.sleep(2)
            warm.append(_open(phone, address))
    finally:
        phone.quit()
        served.stop()
        thread.join()
    note = f"{STOPS} stops, {LATENCY_MS} ms, 1.6 Mbit/s, processor {SLOWER} times slower, the middle of {TIMES}"
    return [
        Result("driver_page_first", round(sorted(cold)[TIMES // 2], 2), "s", f"nothing kept yet: {note}"),
        Result("driver_page_again", round(sorted(warm)[TIMES // 2], 2), "s", f"from what the phone keeps: {note}"),
    ]


def _slow_down(phone: Chrome) -> None:
    phone.execute_cdp_cmd("Network.enable", {})
    conditions = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": DOWN, "uploadThroughput": UP}
    phone.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
    phone.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _open(phone: Chrome, address: str) -> float:
    """Return how many seconds it took until the next stop could be pressed."""
    begun = time.perf_counter()
    phone.get(address)
    _until_usable(phone)
    return time.perf_counter() - begun


def _until_usable(phone: Chrome) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        if phone.execute_script("return Boolean(document.querySelector('a.next'))"):
            return
        time.sleep(0.01)
    raise AssertionError(phone.execute_script("return document.body.innerText"))
