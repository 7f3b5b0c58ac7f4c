"""What a screen read before a change is not shown after what it read since."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import day_end, doorstep, next_attempt
from dispatch_console.console.console import Console
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.ui.in_turn import in_turn
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.sample_orders import get
from tests.builders.screens import NUMBERS, TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, press, until


class Screen:
    """Shows what stood in `held` when it was read; reading the first one takes long."""

    def __init__(self) -> None:
        self.held, self.shown = "before", list[str]()
        self.goes_on = asyncio.Event()

    @in_turn
    async def load(self, *, slowly: bool = False) -> None:
        read = self.held
        if slowly:
            await self.goes_on.wait()
        self.shown.append(read)

    @in_turn
    async def fail(self) -> None:
        raise LookupError


def test_the_last_to_read_is_the_last_to_show_and_a_failure_holds_up_nobody(run: Run) -> None:
    async def work() -> None:
        screen = Screen()
        slow = asyncio.ensure_future(screen.load(slowly=True))
        await asyncio.sleep(0)
        screen.held = "after"
        quick = asyncio.ensure_future(screen.load())
        await asyncio.sleep(0.05)
        # another screen waits for nobody
        other = Screen()
        await other.load()
        screen.goes_on.set()
        await asyncio.gather(slow, quick)
        assert (screen.shown, other.shown) == (["before", "after"], ["before"])
        with pytest.raises(LookupError):
            await screen.fail()
        await screen.load()

    run(work())


def test_a_day_that_was_read_before_an_act_does_not_stand_over_what_came_of_it(
    desk: Desk,
    clock: Clock,
    open_console: Callable[[Desk], Console],
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock.now = PROMISE.start
    out_on_the_road(desk, NUMBERS)
    missed = HandoffFacts(outcome="failed_not_home")
    for number in NUMBERS:
        desk.do_now(doorstep.hand_over, get(desk, number).id, missed, through="phone", signature=None)
    clock.forward(timedelta(hours=2))
    console = open_console(desk)
    console.window.show_tab(TRACKING)
    page, presenter = console.tracking.tab.day_end, console.tracking.rooms.day_end
    asked, goes_on, ask = asyncio.Event(), asyncio.Event(), desk.ask

    async def slowly(query: Any, *args: Any, **kwargs: Any) -> Any:
        found = await ask(query, *args, **kwargs)
        if query is day_end.cash_of and not asked.is_set():
            asked.set()
            await goes_on.wait()
        return found

    def left() -> int:
        return sum(row.key.startswith("next_step:") for row in page.rows.open_rows)

    async def work() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        await press(console.tracking.tab.board, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: left() == 2)
        monkeypatch.setattr(desk, "ask", slowly)
        slow = asyncio.ensure_future(presenter.load())
        await asked.wait()
        await desk.do(next_attempt.rebook, [get(desk, NUMBERS[0]).id])
        # the news of it come while the first reading is still under way
        await asyncio.sleep(1.0)
        goes_on.set()
        await slow
        # sooner than the screen reads by itself because time has passed
        await until(lambda: left() == 1, seconds=5)

    run(work())
