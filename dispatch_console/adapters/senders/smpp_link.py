"""A bound line to an SMS centre: units go out and are answered, what comes in is acknowledged once it was kept."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress

from dispatch_console.adapters.senders.smpp_pdu import (
    ANSWER,
    HEADER,
    LONGEST,
    Command,
    Delivered,
    NotUnderstood,
    Status,
    Unit,
    bind,
    delivered,
)
from dispatch_console.domain.errors import DispatchError

log = logging.getLogger(__name__)

ANSWER_WITHIN_S, ENQUIRE_EVERY_S = 20.0, 30.0
Hears = Callable[[Delivered], Awaitable[None]]


class LineLost(Exception):
    """The line ended, or the other side did not answer: a message may have been taken."""


class Refusal(Exception):
    """The other side refused to bind."""

    def __init__(self, status: int) -> None:
        super().__init__(f"0x{status:02x}")
        self.status = status


class SmppLink:
    """`hears` is awaited for each unit that comes in; only then it is acknowledged, so a crash loses none."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, hears: Hears) -> None:
        self._reader, self._writer, self._hears = reader, writer, hears
        self._sequence = 0
        self._waiting: dict[int, asyncio.Future[Unit]] = {}
        # moved on by everything that comes in
        self.heard = 0
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._enquire())]

    @classmethod
    async def opened(
        cls, host: str, port: int, *, secure: bool, system_id: str, password: str, hears: Hears
    ) -> "SmppLink":
        """Return a bound line. Errors: OSError, LineLost; Refusal."""
        context = ssl.create_default_context() if secure else None
        async with asyncio.timeout(ANSWER_WITHIN_S):
            reader, writer = await asyncio.open_connection(host, port, ssl=context)
        link = cls(reader, writer, hears)
        try:
            answer = await link.ask(Command.BIND, bind(system_id, password))
        except BaseException:
            await link.close()
            raise
        if answer.status != Status.OK:
            await link.close()
            raise Refusal(answer.status)
        return link

    @property
    def is_open(self) -> bool:
        return not self._tasks[0].done()

    async def ask(self, command: Command, body: bytes = b"") -> Unit:
        """Send a unit and return its answer. Errors: LineLost."""
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        sequence = self._sequence
        answer: asyncio.Future[Unit] = asyncio.get_running_loop().create_future()
        self._waiting[sequence] = answer
        try:
            await self._write(Unit(command, Status.OK, sequence, body))
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await answer
        except TimeoutError as error:
            raise LineLost("no answer") from error
        finally:
            self._waiting.pop(sequence, None)

    async def _write(self, unit: Unit) -> None:
        if not self.is_open:
            raise LineLost("the line has ended")
        try:
            self._writer.write(unit.encoded())
            await self._writer.drain()
        except OSError as error:
            raise LineLost(str(error)) from error

    async def _listen(self) -> None:
        try:
            while True:
                unit = await self._read()
                self.heard += 1
                if unit.command & ANSWER:
                    waits = self._waiting.get(unit.sequence)
                    if waits is not None and not waits.done():
                        waits.set_result(unit)
                    continue
                await self._answer(unit)
        except (OSError, asyncio.IncompleteReadError, NotUnderstood, LineLost) as error:
            self._end(error)
        finally:
            self._writer.close()

    async def _read(self) -> Unit:
        length, command, status, sequence = HEADER.unpack(await self._reader.readexactly(HEADER.size))
        if not HEADER.size <= length <= LONGEST:
            raise NotUnderstood(f"a unit of {length} bytes")
        body = await self._reader.readexactly(length - HEADER.size)
        return Unit(command, status, sequence, body)

    async def _answer(self, unit: Unit) -> None:
        match unit.command:
            case Command.DELIVER:
                status = Status.OK
                try:
                    await self._hears(delivered(unit.body))
                except NotUnderstood as error:
                    log.warning("the SMS centre handed over what nobody understands: %s", error)
                    status = Status.NEVER
                except DispatchError as error:
                    # not kept: it is told again
                    log.warning("what the SMS centre handed over could not be kept: %s", error)
                    status = Status.LATER
                await self._write(Unit(Command.DELIVER | ANSWER, status, unit.sequence, b"\0"))
            case Command.ENQUIRE:
                await self._write(Unit(Command.ENQUIRE | ANSWER, Status.OK, unit.sequence))
            case Command.UNBIND:
                await self._write(Unit(Command.UNBIND | ANSWER, Status.OK, unit.sequence))
                raise LineLost("the other side unbound")
            case _:
                await self._write(Unit(Command.NACK, Status.UNKNOWN_COMMAND, unit.sequence))

    async def _enquire(self) -> None:
        with suppress(LineLost):
            while True:
                await asyncio.sleep(ENQUIRE_EVERY_S)
                await self.ask(Command.ENQUIRE)
        self._tasks[0].cancel()

    def _end(self, error: Exception) -> None:
        for waits in self._waiting.values():
            if not waits.done():
                waits.set_exception(LineLost(str(error)))

    async def close(self) -> None:
        """Unbind, and end the line."""
        if self.is_open:
            with suppress(LineLost):
                await asyncio.wait_for(self.ask(Command.UNBIND), 2.0)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
