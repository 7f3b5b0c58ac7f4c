"""A database that is away at the start, and one that goes away later: said in the window, and nothing is lost."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy.engine import make_url

from dispatch_console.app import open_console
from dispatch_console.application import orders
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import OrderFilter
from dispatch_console.settings import Settings
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
