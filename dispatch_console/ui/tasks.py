"""Starts coroutines from slots; the one place where their errors surface."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from dispatch_console import texts
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import tr

log = logging.getLogger(__name__)
PATIENCE_S = 10.0


class Tasks:
    """`on_error` gets a sentence; a bug gets a sentence too, and its trace goes to the log."""

    def __init__(self, on_error: Callable[[str], None]) -> None:
        self._on_error = on_error
        # slots run whenever Qt delivers an event, also when no coroutine of ours is at work
        self._loop = asyncio.get_event_loop()
        self._running: set[asyncio.Task[None]] = set()
        self._stopped = self._complained = False

    def start(self, work: Coroutine[object, object, None], *, background: bool = False) -> None:
        """Start a piece of work.

        `background` for what nobody asked for: news of other stations, the passing of time.
        """
        if self._stopped:
            work.close()
            return
        if self._complained and not background:
            # what was wrong before does not stand over what is done now
            self._complained = False
            self._on_error("")
        running = self._loop.create_task(self._guard(work))
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _guard(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except DispatchError as error:
            self._complain(texts.explain(error))
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("a task failed")
            self._complain(tr("Something went wrong that should not. Ctrl+K, Open the log, has the details."))

    def _complain(self, sentence: str) -> None:
        self._complained = True
        self._on_error(sentence)

    async def finish(self) -> None:
        """Wait a little for what still runs; nothing new starts. What hangs must not keep the window open."""
        self._stopped = True
        if self._running:
            _, hanging = await asyncio.wait(self._running, timeout=PATIENCE_S)
            for task in hanging:
                log.warning("gave up waiting for %r", task)
                task.cancel()
            if hanging:
                # the cancelled need a turn of the loop to end
                await asyncio.wait(hanging, timeout=1.0)
