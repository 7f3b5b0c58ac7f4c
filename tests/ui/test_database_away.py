"""A database that is away at the start, and one that goes away later: said in the window, and nothing is lost."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from dispatch_console.app import open_console
from dispatch_console.application import orders
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import OrderFilter
from dispatch_console.console import Console
from dispatch_console.settings import Settings
from dispatch_console.store.transaction import reading
from dispatch_console.ui.main_window import MainWindow
from tests.conftest import DATA, Clock
from tests.forwarder import Forwarder
from tests.ui.conftest import Run, until
from tests.ui.test_orders_tab import take_file


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
    window = MainWindow()
    window.show()

    async def start() -> None:
        with ExitStack() as opened:
            opening = asyncio.ensure_future(open_console(opened, window, station, clock, asyncio.Event()))
            await until(lambda: "cannot be reached" in window.banner.accessibleName())
            window.show_tab(3)
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
    window = MainWindow()
    window.show()

    async def work() -> None:
        with ExitStack() as opened:
            console = await open_console(opened, window, through(settings, line), clock, asyncio.Event())
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
    assert desk.ask_now(orders.total, OrderFilter()) == 20


def test_the_local_server_that_died_is_started_again_while_the_console_stays_open(
    tmp_path: Path, run: Run, clock: Clock
) -> None:
    station = Settings(data_dir=tmp_path / "station", colour_scheme="light", told=frozenset({"zone"}))
    servers: list[psutil.Process] = []
    window = MainWindow()
    window.show()

    async def work() -> None:
        with ExitStack() as opened:
            console = await open_console(opened, window, station, clock, asyncio.Event())
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
    """The server that answers the console."""
    with reading(console.orders._desk.engine) as session:
        backend = session.scalar(text("select pg_backend_pid()"))
    parent = psutil.Process(int(str(backend))).parent()
    assert parent is not None
    return parent
