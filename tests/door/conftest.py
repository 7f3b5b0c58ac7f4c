"""A door that answers on a free port."""

import asyncio
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from dispatch_console.application.desk import Desk
from dispatch_console.door.serving import Door
from dispatch_console.settings import Settings


@pytest.fixture
def at_the_door(settings: Settings) -> Settings:
    """Return the settings of the machine that answers."""
    return replace(settings, sender_name="Kaarna & Koti", sender_phone="09 555 0100")


WIDTH = 320


class MakeDoor(Protocol):
    """Serves a door, on a free port where none is given."""

    def __call__(self, settings: Settings, port: int = 0) -> AbstractContextManager[httpx.Client]: ...


def browser(*, script: bool, more: Sequence[str] = (), home: Path | None = None) -> Chrome:
    """Return a browser as wide as a small telephone. `more`: further arguments; `home`: where its authorities lie."""
    driver, program = shutil.which("chromedriver"), shutil.which("chromium")
    if driver is None or program is None:
        assert not sys.platform.startswith("linux"), "install chromium and chromium-driver"
        pytest.skip("no browser of Debian here")
    options = ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *more):
        options.add_argument(argument)
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    opened = Chrome(options, Service(driver, env={**os.environ, "HOME": str(home)} if home is not None else None))
    opened.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": WIDTH, "height": 700, "deviceScaleFactor": 2, "mobile": True},
    )
    return opened


@pytest.fixture
def make_door(desk: Desk) -> MakeDoor:
    """Return what serves a door on a free port, with a client in front of it."""

    @contextmanager
    def make(settings: Settings, port: int = 0) -> Iterator[httpx.Client]:
        served = Door(desk, f"127.0.0.1:{port}", settings)
        ready = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(served.serve(ready.set)), daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            with httpx.Client(base_url=served.address) as client:
                yield client
        finally:
            served.stop()
            thread.join()

    return make


@pytest.fixture
def door(make_door: MakeDoor, at_the_door: Settings) -> Iterator[httpx.Client]:
    """Serve the door on a free port, with a client in front of it."""
    with make_door(at_the_door) as client:
        yield client
