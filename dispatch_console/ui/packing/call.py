"""The call of this bench for a supervisor, and who comes."""

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import supervisor_calls
from dispatch_console.language import tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.packing.bench_order import OrderAtBench
from dispatch_console.ui.packing.tab import PackingTab
from dispatch_console.ui.tasks import Tasks


class BenchCall:
    """One key calls; pressed again it says that nobody is needed any more."""

    def __init__(self, desk: Desk, tasks: Tasks, tab: PackingTab, order: OrderAtBench) -> None:
        self._desk, self._tab, self._order = desk, tab, order
        self._is_called = False
        tab.call_wanted.connect(lambda: tasks.start(self._turn()))

    @in_turn
    async def load(self) -> None:
        """Show whether this bench waits, and who comes."""
        now, station = self._desk.clock(), self._desk.actor.station
        calls = await self._desk.ask(supervisor_calls.open_calls, now)
        mine = next((call for call in reversed(calls) if call.station == station), None)
        self._is_called = mine is not None
        if mine is None:
            self._tab.show_call("")
        elif mine.answered_by:
            self._tab.show_call(tr("{who} comes", who=mine.answered_by))
        else:
            at = words.when(mine.at, self._order.zone, now)
            self._tab.show_call(tr("Supervisor called {at} (F12: not needed)", at=at))

    async def _turn(self) -> None:
        if self._is_called:
            await self._desk.do(supervisor_calls.end_call)
            self._tab.say_scan(tr("The call is taken back: no supervisor is asked to come."))
        else:
            await self._desk.do(supervisor_calls.call_supervisor, self._order.id, self._tab.alarm_title)
        await self.load()
