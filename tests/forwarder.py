"""A line to the database that a test can cut, freeze and slow down."""

import asyncio
import contextlib
import threading
from collections.abc import Callable


class Forwarder:
    """Listens on a loopback port of its own while it is up and passes bytes to the target."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self.port = 0
        # frozen: bytes are taken and kept; delay in seconds before each piece is passed on
        self.delay = 0.0
        self._loop = asyncio.new_event_loop()
        self._flowing: asyncio.Event = asyncio.Event()
        self._flowing.set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        # an answer that holds these bytes cuts the line instead of being passed on
        self._cut_at = b""
        # a request that holds these bytes is kept back, its line cut, and passed on when it is let go
        self._hold_at = b""
        self._let_go: asyncio.Event = asyncio.Event()
        # what else happens then
        self.on_cut: Callable[[], None] = lambda: None
        self._thread.start()

    def up(self) -> None:
        asyncio.run_coroutine_threadsafe(self._up(), self._loop).result(10)

    def down(self) -> None:
        """Refuse newcomers and cut who is connected."""
        asyncio.run_coroutine_threadsafe(self._down(), self._loop).result(10)

    def freeze(self) -> None:
        """Lines stay open, newcomers are let in, and nothing is passed on."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def thaw(self) -> None:
        self._loop.call_soon_threadsafe(self._flowing.set)

    def cut_at(self, answer: bytes) -> None:
        """Cut the next line whose server answers with this; the server has done what it was asked."""
        self._cut_at = answer

    def hold_at(self, request: bytes) -> None:
        """Cut the next line that asks for this before the server has heard it; it hears it with `let_go`."""
        self._hold_at = request

    def let_go(self) -> None:
        self._loop.call_soon_threadsafe(self._let_go.set)

    def stay_down(self) -> None:
        """Let nobody else in. For `on_cut`."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def close(self) -> None:
        self.thaw()
        self.let_go()
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _up(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _down(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for line in list(self._lines):
            line.transport.abort()
        await asyncio.sleep(0.1)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._flowing.wait()
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._lines |= {writer, far_writer}
        await asyncio.gather(
            self._pump(reader, far_writer, writer), self._pump(far_reader, writer, far_writer, answers=True)
        )
        self._lines -= {writer, far_writer}

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
        *,
        answers: bool = False,
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if answers and self._cut_at and self._cut_at in data:
                    self._cut_at = b""
                    self.on_cut()
                    writer.transport.abort()
                    break
                if not answers and self._hold_at and self._hold_at in data:
                    self._hold_at = b""
                    back.transport.abort()
                    await self._let_go.wait()
                await self._flowing.wait()
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()
        writer.close()
