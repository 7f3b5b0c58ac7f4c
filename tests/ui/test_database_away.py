"""A database that is away at the start, and one that goes away later: said in the window, and nothing is lost."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from dispatch_console.app import open_console as open_console_on
from dispatch_console.application import desk as desks
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import setting_up
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.domain.errors import Unavailable
from dispatch_console.settings import Settings
from dispatch_console.store import station_clock
from dispatch_console.store.transaction import reading
from dispatch_console.ui import words
from dispatch_console.ui.window import MainWindow
from tests.builders.screens import take_file
from tests.conftest import DATA, Clock
from tests.forwarder import Forwarder
from tests.ui.conftest import Run, until

DEPOT: dict[str, Any] = {
    "name": "Depot", "address": "", "lat": 60.18, "lon": 24.95, "zone": "Europe/Helsinki", "departures": ["08:00"],
    "slots": ["08:00-10:00"],
}  # fmt: skip


@pytest.fixture
def line(settings: Settings) -> Iterator[Forwarder]:
    url = make_url(settings.database_url)
    assert url.port is not None
    forwarder = Forwarder("127.0.0.1", url.port)
    forwarder.up()
    yield forwarder
    forwarder.close()


def through(settings: Settings, line: Forwarder) -> Settings:
    url = make_url(settings.database_url).set(host="127.0.0.1", port=line.port)
    return replace(settings, database_url=url.render_as_string(hide_password=False))


def test_away_at_the_start_it_is_said_and_tried_again(
    settings: Settings, line: Forwarder, run: Run, clock: Clock
) -> None:
    station = through(settings, line)
    line.down()
    window = MainWindow(HEADS)
    window.show()

    async def start() -> None:
        with ExitStack() as opened:
            opening = asyncio.ensure_future(open_console_on(opened, window, station, clock, asyncio.Event()))
            await until(lambda: "cannot be reached" in window.banner.accessibleName())
            window.show_tab("routes")
            assert window._retry.isVisible() and window.banner.isVisible(), "the reason stays whatever tab is looked at"
            line.up()
            window._retry.click()
            console = await opening
            assert console is not None
            await console.load()
            assert window._retry.isHidden()
            await console.close()

    run(start())
    window.close()


def test_gone_later_it_is_said_and_back_again_work_goes_on(
    desk: Desk, settings: Settings, line: Forwarder, run: Run, clock: Clock
) -> None:
    window = MainWindow(HEADS)
    window.show()

    async def work() -> None:
        with ExitStack() as opened:
            console = await open_console_on(opened, window, through(settings, line), clock, asyncio.Event())
            assert console is not None
            await console.load()
            await until(lambda: window.status._labels["database"].text() == "shared database")
            line.down()
            await until(lambda: "no database since" in window.status._labels["database"].text())
            console.orders.tab.file_dropped.emit(str(DATA / "shopify_orders_export.csv"))
            await until(lambda: "cannot be reached" in window.banner.accessibleName())
            assert not console.orders.tab.is_importing
            line.up()
            await until(lambda: window.status._labels["database"].text() == "shared database")
            await take_file(console, DATA / "shopify_orders_export.csv")
            await console.close()

    run(work())
    window.close()
    assert desk.ask_now(queue.total, OrderFilter()) == 20


def test_a_computer_whose_clock_is_off_is_told_so(
    desk: Desk, open_console: Callable[[Desk], Console], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = open_console(desk).window.status
    assert right._labels["time"].text() == words.clock(desk.clock(), ZoneInfo("UTC"))
    monkeypatch.setattr(station_clock, "station_now", lambda: datetime.now(UTC) - timedelta(minutes=5, seconds=30))
    wrong = open_console(desk).window.status
    assert "this computer's clock is 5 min behind: set it right" in wrong._labels["time"].text()


def test_what_became_of_an_act_whose_answer_was_lost_is_said(
    desk: Desk, settings: Settings, line: Forwarder, run: Run, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "SETTLE_S", 0.5)
    window = MainWindow(HEADS)
    window.show()

    async def work() -> None:
        with ExitStack() as opened:
            console = await open_console_on(opened, window, through(settings, line), clock, asyncio.Event())
            assert console is not None
            await console.load()
            line.on_cut = line.stay_down
            line.cut_at(b"COMMIT\x00")
            with pytest.raises(Unavailable, match=r"database\.unsettled"):
                await console._desk.do(setting_up.set_up_depot, **DEPOT)
            line.down()
            await until(lambda: "no database since" in window.status._labels["database"].text())
            line.up()
            await until(lambda: "This was written" in window.banner.accessibleName())
            await console.close()

    run(work())
    window.close()


def test_the_local_server_that_died_is_started_again_while_the_console_stays_open(
    tmp_path: Path, run: Run, clock: Clock
) -> None:
    station = Settings(data_dir=tmp_path / "station", colour_scheme="light", given=frozenset({"zone"}))
    servers: list[psutil.Process] = []
    window = MainWindow(HEADS)
    window.show()

    async def work() -> None:
        with ExitStack() as opened:
            console = await open_console_on(opened, window, station, clock, asyncio.Event())
            assert console is not None
            await console.load()
            await until(lambda: window.status._labels["database"].text() == "local database")
            killed = postmaster(console)
            killed.kill()
            # in Helsinki, whatever zone the machine stands in
            await until(lambda: window.status._labels["database"].text() == "no database since 10:42", 40)
            await until(lambda: window.status._labels["database"].text() == "local database", 40)
            await take_file(console, DATA / "shopify_orders_export.csv")
            servers.append(postmaster(console))
            assert servers[0].pid != killed.pid
            await console.close()

    run(work())
    window.close()
    assert not any(alive(process) for process in servers), "whoever started it again also stops it"


def alive(process: psutil.Process) -> bool:
    # nobody may have reaped it yet
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def postmaster(console: Console) -> psutil.Process:
    """Return the server that answers the console."""
    with reading(console.orders._desk.engine) as session:
        backend = session.scalar(text("select pg_backend_pid()"))
    parent = psutil.Process(int(str(backend))).parent()
    assert parent is not None
    return parent
