"""How the driver's page comes to a telephone at a depot: by a name, over plain http, with a certificate that it does
not know, and with one that it trusts. Nothing here is localhost to the browser, and no fault of a certificate is waved
through by an option.
"""

import asyncio
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import trustme
from selenium.webdriver import ActionChains, Chrome
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones import phones_list
from dispatch_console.settings import Settings
from dispatch_console.store.entities import DriverPhone
from tests.builders.days import out_on_the_road
from tests.builders.phones import link_of
from tests.door.conftest import MakeDoor, browser
from tests.door.test_driver_in_a_browser import press, shows, text, until

NAME = "depot.test"


class Front:
    """A server for https before the door: what comes in is handed on as it is."""

    def __init__(self, authority: trustme.CA, to: int) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(NAME).configure_cert(self._context)
        self._to = to
        self.port = 0
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._hand_on, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0.1)

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._to)
        both = {writer, inner_writer}
        self._writers |= both
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(_pipe(reader, inner_writer), _pipe(inner_reader, writer))
        for one in both:
            one.transport.abort()
        self._writers -= both

    def __enter__(self) -> "Front":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while part := await reader.read(65536):
        writer.write(part)
        await writer.drain()
    writer.close()


@contextmanager
def telephone(home: Path) -> Iterator[Chrome]:
    """Open a browser whose own store of authorities lies in `home`; the depot's name leads to this machine."""
    opened = browser(script=True, more=(f"--host-resolver-rules=MAP {NAME} 127.0.0.1",), home=home)
    try:
        yield opened
    finally:
        opened.quit()


def trust(home: Path, authority: trustme.CA) -> None:
    """Let a browser of this home trust an authority, as an office does with its own."""
    certutil = shutil.which("certutil")
    assert certutil is not None, "install libnss3-tools"
    store, written = home / ".pki" / "nssdb", home / "authority.pem"
    store.mkdir(parents=True)
    authority.cert_pem.write_to_path(written)
    at = f"sql:{store}"
    subprocess.run([certutil, "-d", at, "-N", "--empty-password"], check=True)
    subprocess.run([certutil, "-d", at, "-A", "-t", "C,,", "-n", "depot", "-i", str(written)], check=True)


@pytest.fixture
def token(desk: Desk) -> str:
    route = out_on_the_road(desk, ("1002",))
    return link_of(desk, route)


def fault(desk: Desk) -> str:
    """Return why the phone does not work without network, as the load-out says it."""
    return desk.ask_now(lambda session: phones_list.fault_of(session.scalars(select(DriverPhone)).one()))


def port_of(client: httpx.Client) -> int:
    return client.base_url.port or 0


def is_true(phone: Chrome, script: str) -> bool:
    return bool(phone.execute_script(f"return Boolean({script})"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the store of authorities is that of Linux")
@pytest.mark.parametrize("way", ["http", "unknown authority", "trusted authority"])
def test_a_page_says_by_which_way_it_came_and_promises_no_more(
    desk: Desk, at_the_door: Settings, make_door: MakeDoor, token: str, tmp_path: Path, way: str
) -> None:
    authority = trustme.CA()
    if way == "trusted authority":
        trust(tmp_path, authority)
    with (
        telephone(tmp_path) as phone,
        make_door(at_the_door) as client,
        Front(authority, client.base_url.port or 0) as front,
    ):
        plain = f"http://{NAME}:{client.base_url.port}/d/{token}"
        phone.get(plain if way == "http" else f"https://{NAME}:{front.port}/d/{token}")
        if way == "unknown authority":
            # the warning is clicked through, as people do
            until(phone, lambda: "ERR_CERT_AUTHORITY_INVALID" in phone.page_source)
            ActionChains(phone).send_keys("thisisunsafe").perform()
        shows(phone, "Take this route")
        press(phone, "Take this route")
        shows(phone, "Next stop")
        assert is_true(phone, "isSecureContext") is (way != "http")
        if way == "trusted authority":
            until(phone, lambda: is_true(phone, "navigator.serviceWorker.controller"))
        phone.refresh()
        shows(phone, "Next stop")
        if way == "trusted authority":
            shows(phone, "Ready without network.")
            until(phone, lambda: fault(desk) == "")
        else:
            shows(phone, "paper")
            shows(phone, "https" if way == "http" else "does not trust the depot's certificate")
            assert "Ready without network." not in text(phone) and "Open it again to try" not in text(phone)
            until(phone, lambda: fault(desk) == ("not_secure" if way == "http" else "not_trusted"))
