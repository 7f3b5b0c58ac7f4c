"""A door that answers on a free port."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import httpx
import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.door.serving import Door
from dispatch_console.settings import Settings


@pytest.fixture
def at_the_door(settings: Settings) -> Settings:
    """Return the settings of the machine that answers."""
    return replace(settings, sender_name="Kaarna & Koti", sender_phone="09 555 0100")


MakeDoor = Callable[[Settings], AbstractContextManager[httpx.Client]]


@pytest.fixture
def make_door(desk: Desk) -> MakeDoor:
    """Return what serves a door on a free port, with a client in front of it."""

    @contextmanager
    def make(settings: Settings) -> Iterator[httpx.Client]:
        served = Door(desk, "127.0.0.1:0", settings)
        ready = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(served.serve(ready.set)), daemon=True)
        thread.start()
        assert ready.wait(10)
        with httpx.Client(base_url=served.address) as client:
            yield client
        served.stop()
        thread.join()

    return make


@pytest.fixture
def door(make_door: MakeDoor, at_the_door: Settings) -> Iterator[httpx.Client]:
    """Serve the door on a free port, with a client in front of it."""
    with make_door(at_the_door) as client:
        yield client
