"""Serve the door until somebody says enough."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.door.app import build
from dispatch_console.ports import TravelTimes
from dispatch_console.settings import Settings

# requests under way when it ends get so long
GRACE_S = 5


class _Server(uvicorn.Server):
    """Says when it answers. An end that was asked for is one, and no signal is raised again behind it."""

    on_ready: Callable[[], None] | None = None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.on_ready is not None:
            self.on_ready()


class Door:
    """Listens from the moment it is made, so that its address is known. `serve` answers until `stop`.

    Errors: BadInput `door.listen` for an address that is none; Unavailable `door.taken` where it cannot listen there.
    """

    def __init__(
        self, desk: Desk, listen: str, settings: Settings, travel: Callable[[], TravelTimes] | None = None
    ) -> None:
        host, _, port = listen.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise BadInput("door.listen", listen=listen)
        bare = host.strip("[]")
        try:
            family = socket.AF_INET6 if ":" in bare else socket.AF_INET
            self._socket = socket.create_server((bare, int(port)), family=family)
        except OSError as error:
            raise Unavailable("door.taken", listen=listen, detail=error.strerror or str(error)) from error
        config = uvicorn.Config(
            build(desk, settings, travel),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            h11_max_incomplete_event_size=65536,
        )
        self._server = _Server(config)
        shown = f"[{bare}]" if ":" in bare else bare
        self.address = f"http://{shown}:{self._socket.getsockname()[1]}"

    async def serve(self, on_ready: Callable[[], None] | None = None) -> None:
        """Answer requests until `stop`, or until the process is asked to end. `on_ready`: it answers from now on."""
        self._server.on_ready = on_ready
        try:
            await self._server.serve(sockets=[self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        self._server.should_exit = True
