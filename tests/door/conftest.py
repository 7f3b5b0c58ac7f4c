"""A door that answers on a free port."""

import asyncio
import threading
from collections.abc import Iterator

import httpx
import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.door.serving import Door

HOUSE = Sender("Kaarna & Koti", "Hakaniemenranta 6, 00530 Helsinki", "09 555 0100")


@pytest.fixture
def door(desk: Desk) -> Iterator[httpx.Client]:
    """Serve the door on a free port, with a client in front of it."""
    served = Door(desk, "127.0.0.1:0", HOUSE)
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(served.serve(ready.set)), daemon=True)
    thread.start()
    assert ready.wait(10)
    with httpx.Client(base_url=served.address) as client:
        yield client
    served.stop()
    thread.join()
