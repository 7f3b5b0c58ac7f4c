"""The one way for a change to reach the screen: kinds come in, the tabs that show them read again."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping

from dispatch_console.console.parts import OpenTab
from dispatch_console.store.kinds import Kind
from dispatch_console.store.notices import Notice
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.window import MainWindow

# notices of one act and of acts in a row are shown together
GATHER_S = 0.005
# an act whose news do not come in this time is not waited for: the line of the feed is broken
PATIENCE_S, STEP_S = 2.0, 0.005


class OwnActs:
    """Keys of acts that this station has written and not yet heard of. Used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._written: set[str] = set()
        # news may come before the thread that wrote says so
        self._early: deque[str] = deque(maxlen=100)

    def written(self, key: str) -> None:
        with self._lock:
            if key not in self._early:
                self._written.add(key)

    def announced(self, keys: frozenset[str]) -> None:
        with self._lock:
            self._early.extend(keys - self._written)
            self._written -= keys

    def give_up(self) -> None:
        with self._lock:
            self._written.clear()

    @property
    def waits(self) -> bool:
        """Return whether there are any."""
        with self._lock:
            return bool(self._written)


class News:
    """Marks each tab stale that shows a kind that changed. A tab that can be seen reads again; a hidden one when it is
    shown. Whoever acted learns of it here, like everybody else.
    """

    def __init__(
        self,
        tasks: Tasks,
        window: MainWindow,
        tabs: Mapping[str, OpenTab],
        on_news: Callable[[frozenset[str]], Awaitable[None]],
    ) -> None:
        """Gather notices. `on_news` gets every kind that changed, after the tabs have read again."""
        self._own = OwnActs()
        self.written = self._own.written
        self._tasks, self._window, self._tabs, self._on_news = tasks, window, tabs, on_news
        self._stale: dict[str, frozenset[str]] = {}
        self._kinds: frozenset[str] = frozenset()
        self._reading = self._closed = False
        window.tab_shown.connect(lambda _: self._start())

    def gather(self, notice: Notice) -> None:
        """Take note of things that changed, here or at another station."""
        kinds = notice.kinds
        self._kinds |= kinds
        self._own.announced(notice.keys)
        for key, tab in self._tabs.items():
            if touched := kinds & tab.kinds:
                self._stale[key] = self._stale.get(key, frozenset()) | touched
        self._start()

    def time_passed(self) -> None:
        """Mark the tabs stale whose times move on by themselves."""
        for key, tab in self._tabs.items():
            if tab.time_kinds:
                self._stale[key] = self._stale.get(key, frozenset()) | tab.time_kinds
        self._start()

    async def caught_up(self) -> None:
        """Wait until the screen shows every act of this station. Where no news come, everything is read again."""
        until = time.monotonic() + PATIENCE_S
        while self._own.waits and time.monotonic() < until and not self._closed:
            await asyncio.sleep(STEP_S)
        if self._own.waits:
            self._own.give_up()
            self.gather(Notice(frozenset({Kind.EVERYTHING})))
        while self._reading and not self._closed:
            await asyncio.sleep(STEP_S)

    def close(self) -> None:
        self._closed = True

    def is_stale(self, key: str) -> bool:
        """Return whether a tab has something to read that it has not shown yet."""
        return key in self._stale

    def _start(self) -> None:
        if not self._reading and (self._kinds or self._seen_and_stale()):
            self._reading = True
            self._tasks.start(self._tell(), background=True)

    def _seen_and_stale(self) -> str | None:
        return next((key for key in self._stale if key == self._window.shown or self._tabs[key].is_torn_off()), None)

    async def _tell(self) -> None:
        try:
            await asyncio.sleep(GATHER_S)
            while not self._closed:
                key = self._seen_and_stale()
                if key is not None:
                    await self._refresh(key)
                elif self._kinds:
                    kinds, self._kinds = self._kinds, frozenset()
                    await self._on_news(kinds)
                else:
                    return
        finally:
            self._reading = False

    async def _refresh(self, key: str) -> None:
        kinds = self._stale.pop(key)
        try:
            await self._tabs[key].refresh(kinds)
        except BaseException:
            # it still shows what it showed; the next news make it read again
            self._stale[key] = self._stale.get(key, frozenset()) | kinds
            raise
