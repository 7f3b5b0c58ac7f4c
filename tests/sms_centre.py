"""An SMS centre that speaks SMPP 3.4: it keeps what it was handed, answers as it is told, and tells what became of it.

Messages are read by `smpplib`, not by the code that wrote them.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import smpplib.smpp
from smpplib.client import SimpleSequenceGenerator

from dispatch_console.adapters.senders.smpp_pdu import ANSWER, HEADER, Command, Status, Unit

ACCOUNT, PASSWORD = "kotivara", "geheim12"


@dataclass(frozen=True)
class Taken:
    """A part as it arrived."""

    source: str
    destination: str
    text: bytes
    validity: str
    esm_class: int
    data_coding: int
    wants_receipt: int


@dataclass
class Centre:
    """`answers` says which status a part gets, `ids` under which id it is taken; None never answers."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    tries: int = 0
    binds: int = 0
    answers: Callable[[int], int] = lambda _number: Status.OK
    ids: Callable[[int], str | None] = lambda number: f"{number:08X}"
    # what is told before a part is answered, and what lies there for whoever binds
    before_answer: Callable[[int], list[bytes]] = lambda _number: []
    backlog: list[bytes] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop | None = None
    _sequence: int = 1000

    @property
    def address(self) -> str:
        return f"smpp://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            while True:
                raw = await reader.readexactly(HEADER.size)
                length, command, status, sequence = HEADER.unpack(raw)
                body = await reader.readexactly(length - HEADER.size)
                await self._answer(writer, command, status, sequence, raw + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            if writer in self._writers:
                self._writers.remove(writer)
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, command: int, status: int, sequence: int, raw: bytes) -> None:
        if command == Command.BIND:
            bound = _read(raw)
            known = (bound.system_id, bound.password) == (ACCOUNT.encode(), PASSWORD.encode())
            self.binds += known
            code = Status.OK if known else Status.BAD_PASSWORD
            writer.write(Unit(Command.BIND | ANSWER, code, sequence, b"centre\0").encoded())
            for unit in self.backlog if known else []:
                writer.write(self._numbered(unit))
        elif command == Command.SUBMIT:
            self._take(writer, sequence, _read(raw))
        elif command in (Command.ENQUIRE, Command.UNBIND):
            if command == Command.UNBIND:
                # from now on it is told to whoever binds next
                self._writers.remove(writer)
            writer.write(Unit(command | ANSWER, Status.OK, sequence).encoded())
        elif command == Command.DELIVER | ANSWER:
            self.acknowledged.append(status)
        await writer.drain()

    def _take(self, writer: asyncio.StreamWriter, sequence: int, part: Any) -> None:
        self.tries += 1
        status = self.answers(self.tries)
        if status != Status.OK:
            writer.write(Unit(Command.SUBMIT | ANSWER, status, sequence).encoded())
            return
        self.taken.append(
            Taken(
                part.source_addr.decode(), part.destination_addr.decode(), part.short_message or b"",
                (part.validity_period or b"").decode(), part.esm_class, part.data_coding, part.registered_delivery,
            )
        )  # fmt: skip
        for unit in self.before_answer(len(self.taken)):
            writer.write(self._numbered(unit))
        given = self.ids(len(self.taken))
        if given is not None:
            writer.write(Unit(Command.SUBMIT | ANSWER, Status.OK, sequence, given.encode() + b"\0").encoded())

    def _numbered(self, body: bytes) -> bytes:
        self._sequence += 1
        return Unit(Command.DELIVER, Status.OK, self._sequence, body).encoded()

    def tell(self, *bodies: bytes) -> None:
        """Hand units over to whoever is bound, or keep them until somebody is."""
        assert self._loop is not None

        async def work() -> None:
            if not self._writers:
                self.backlog += bodies
            for body in bodies if self._writers else ():
                self._writers[-1].write(self._numbered(body))

        asyncio.run_coroutine_threadsafe(work(), self._loop).result(5)


def _read(raw: bytes) -> Any:
    return smpplib.smpp.parse_pdu(raw, client=_Client())


class _Client:
    sequence = 0
    sequence_generator = SimpleSequenceGenerator()

    def next_sequence(self) -> int:
        return 1


def delivery(
    source: str, text: bytes, *, esm_class: int = 0, coding: int = 0, more: tuple[tuple[int, bytes], ...] = ()
) -> bytes:
    """Return the body of a unit that hands something over, as the specification lays it out."""
    head = b"\0\1\1" + source.lstrip("+").encode() + b"\0" + b"\1\1358401110000\0" + bytes((esm_class, 0, 0))
    body = head + b"\0\0" + bytes((0, 0, coding, 0, len(text))) + text
    return body + b"".join(tag.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value for tag, value in more)


def receipt(source: str, provider_id: str, stat: str) -> bytes:
    """Return a receipt as most centres write it."""
    text = f"id:{provider_id} sub:001 dlvrd:001 submit date:2611231130 done date:2611231131 stat:{stat} err:000 text:"
    return delivery(source, text.encode(), esm_class=0x04)


@contextmanager
def sms_centre() -> Iterator[Centre]:
    """Run a centre on a free port of this machine."""
    centre, loop, ready = Centre(), asyncio.new_event_loop(), threading.Event()
    ended = asyncio.Event()

    async def serve() -> None:
        server = await asyncio.start_server(centre.serve, "127.0.0.1", 0)
        centre.port, centre._loop = server.sockets[0].getsockname()[1], loop
        ready.set()
        async with server:
            await ended.wait()
            for writer in list(centre._writers):
                writer.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield centre
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(5)
        loop.close()
