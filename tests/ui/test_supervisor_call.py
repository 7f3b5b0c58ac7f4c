"""A bench calls a supervisor, from the queue or out of an alarm."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.store.transaction import Actor
from tests.builders.screens import at_the_table, enter
from tests.ui.conftest import Run, press, until


def test_a_bench_in_alarm_calls_and_sees_who_comes(
    make_desk: Callable[[Actor], Desk], desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console, _ = at_the_table(desk, open_console)
    there = open_console(make_desk(Actor("Petri Lahti", "packer", "Station 3")))
    there.window.show_tab("packing")
    tab, calls = there.packing_station.tab, console.window.status.calls

    async def call() -> None:
        assert calls.isHidden()
        enter(tab.scan, "1002")
        await until(lambda: tab.current_line() is not None)
        enter(tab.scan, "4006381333931")
        await until(lambda: tab.is_alarmed)
        await press(tab.alarm.scan, Qt.Key.Key_F12)
        await until(lambda: "Supervisor called" in tab.alarm._call.text())
        assert tab.is_alarmed, "the alarm stays until the right scan"
        await until(lambda: calls.text() == "Station 3 calls a supervisor")
        assert "Order #1002. This code is not known." in calls.toolTip()
        # the bench that calls needs not be told, and a packer cannot answer
        assert there.window.status.calls.isHidden()
        calls.click()
        await until(lambda: tab.alarm._call.text() == "Ana Ruiz comes")
        assert "Petri Lahti at Station 3 knows that you come." in console.window.banner.accessibleName()
        await until(calls.isHidden)
        await press(tab.alarm.scan, Qt.Key.Key_F12)
        await until(lambda: "Call the supervisor" in tab.alarm._call.text())

    run(call())


def test_two_supervisors_do_not_both_walk(
    make_desk: Callable[[Actor], Desk], desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console, _ = at_the_table(desk, open_console)
    other = open_console(make_desk(Actor("Mari Kallio", "supervisor", "Office")))
    bench = open_console(make_desk(Actor("Petri Lahti", "packer", "Station 3")))

    async def call() -> None:
        bench.window.show_tab("packing")
        await press(bench.packing_station.tab.scan, Qt.Key.Key_F12)
        mine, hers = console.window.status.calls, other.window.status.calls
        await until(lambda: not mine.isHidden() and not hers.isHidden())
        mine.click()
        hers.click()
        await until(lambda: mine.isHidden() and hers.isHidden())
        await until(lambda: all(window.banner.accessibleName() for window in (console.window, other.window)))
        said = " ".join(window.banner.accessibleName() for window in (console.window, other.window))
        assert said.count("knows that you come") == 1 and "said already that he comes" in said

    run(call())
