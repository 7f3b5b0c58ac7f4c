"""Benches that wait for a supervisor, in the status line of every console."""

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import supervisor_calls
from dispatch_console.application.packing.supervisor_calls import OpenCall
from dispatch_console.language import tr
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.window import MainWindow


class SupervisorBell:
    """Shows the first call that nobody answered; pressed, it says that I come, and where."""

    def __init__(self, desk: Desk, tasks: Tasks, window: MainWindow) -> None:
        self._desk, self._window = desk, window
        self._first: OpenCall | None = None
        window.status.calls.clicked.connect(lambda: tasks.start(self._answer()))

    def show(self, calls: tuple[OpenCall, ...]) -> None:
        """Show these open calls."""
        waiting = [call for call in calls if not call.answered_by and call.station != self._desk.actor.station]
        self._first = waiting[0] if waiting else None
        self._window.status.show_call(_said(waiting), _about(self._first) if self._first else "")

    async def _answer(self) -> None:
        call = self._first
        if call is not None:
            await self._desk.do(supervisor_calls.answer_call, call.id)
            told = tr("{by} at {station} knows that you come.", by=call.by, station=call.station)
            self._window.banner.say(" ".join(part for part in (told, _about(call)) if part), wrong=False)


def _said(waiting: list[OpenCall]) -> str:
    if not waiting:
        return ""
    first = waiting[0].station
    more = len(waiting) - 1
    return (
        tr("{station} and {more} more call", station=first, more=more)
        if more
        else tr("{station} calls a supervisor", station=first)
    )


def _about(call: OpenCall) -> str:
    order = tr("Order {number}.", number=call.number) if call.number else ""
    return " ".join(part for part in (order, call.about) if part)
