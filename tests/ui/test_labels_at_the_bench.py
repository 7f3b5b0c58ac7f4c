"""Labels at the bench: what is known of them on paper is said, and no second one comes out unasked."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import scanning, starting
from dispatch_console.console.console import Console
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Sheet
from dispatch_console.ui.packing.tab import PackingTab
from tests.application.test_packing import PAN
from tests.application.test_part_pack import MUGS, begin
from tests.application.test_part_pack import seal as seal_order
from tests.builders import zpl
from tests.builders.papers import read
from tests.builders.sample_orders import get
from tests.builders.screens import enter, ready
from tests.label_printer import PAPER_OUT, READY, Printer, printing
from tests.ui.conftest import Run, press, until


def at(settings: Settings, first: Printer, second: Printer | None = None) -> Settings:
    return replace(
        settings, label_printer=f"zpl:{first.where}", label_printer_second=f"zpl:{second.where}" if second else ""
    )


def counted(tab: PackingTab, count: str) -> bool:
    return tab._count.text() == f"{count} of 3"


async def seal(tab: PackingTab) -> None:
    """Pack order 1002 and seal it."""
    enter(tab.scan, "1002")
    await until(lambda: tab.current_line() is not None)
    for code, count in (("6400000000017", "1"), ("TEE-M", "2"), ("6400000000024", "3")):
        enter(tab.scan, code)
        await until(partial(counted, tab, count))
    await until(lambda: "packing slip in" in tab._last.text())
    tab.side.paper_ticked.emit("packing_slip")
    await until(lambda: "paper" not in tab.side.missing.text())
    await press(tab.scan, Qt.Key.Key_F5)
    await until(lambda: "look" not in tab.side.missing.text())
    enter(tab.side.weight, "4,55")
    await until(tab.side.seal.isEnabled)
    tab.side.seal.click()


def labels(printer: Printer) -> list[str]:
    """Return the codes of the labels that came out."""
    codes = []
    for label in zpl.labels(printer.printed):
        (code,) = {text for text, _ in read(label.picture)}
        codes.append(code)
    return codes


def test_sealing_prints_the_label_and_another_one_makes_the_first_alarm(
    desk: Desk, open_console: Callable[..., Console], run: Run, settings: Settings
) -> None:
    with printing(READY) as printer:
        ready(desk)
        console = open_console(desk, at(settings, printer))
        console.window.show_tab("packing")
        tab = console.packing_station.tab

        async def pack() -> None:
            await seal(tab)
            await until(lambda: "1 label printed" in tab._last.text())
            await press(tab, Qt.Key.Key_F10)
            await until(lambda: len(labels(printer)) == 2)
            await until(lambda: "1 label printed" in tab._last.text())
            first, _ = labels(printer)
            enter(tab.scan, first)
            await until(lambda: tab.is_alarmed)
            assert tab.alarm._title.text() == "Old label. There is a newer one."

        run(pack())
    first, second = labels(printer)
    assert second == f"{first}R2" == str(get(desk, "1002").parcels[0].code)


def test_silence_of_the_printer_is_said_and_the_second_one_is_asked_about(
    desk: Desk, open_console: Callable[..., Console], run: Run, settings: Settings
) -> None:
    with printing(None) as mute, printing(READY) as other:
        ready(desk)
        console = open_console(desk, at(settings, mute, other))
        console.window.show_tab("packing")
        tab = console.packing_station.tab

        async def pack() -> None:
            await seal(tab)
            await until(lambda: "Sent, not confirmed" in tab._last.text())
            assert "Look at paper and head" in tab._last.text() and tab._last.property("tone") == "decide"
            assert tab.on_second.isVisible()
            await press(tab, Qt.Key.Key_F11)
            await until(lambda: "may be printed too" in tab._last.text())
            assert other.printed == b""
            await press(tab, Qt.Key.Key_F11)
            await until(lambda: "1 label printed" in tab._last.text())
            assert not tab.on_second.isVisible()

        run(pack())
    assert len(labels(mute)) == 1 and labels(other) == [f"{labels(mute)[0]}R2"]


def test_a_printer_without_paper_names_it_and_offers_the_second(
    desk: Desk, open_console: Callable[..., Console], run: Run, settings: Settings
) -> None:
    with printing(PAPER_OUT) as empty, printing(READY) as other:
        ready(desk)
        console = open_console(desk, at(settings, empty, other))
        console.window.show_tab("packing")
        tab = console.packing_station.tab

        async def pack() -> None:
            await seal(tab)
            await until(lambda: "has no labels left" in console.window.banner.accessibleName())
            await until(tab.on_second.isVisible)
            # the next order is taken first: the label is not forgotten
            assert "#1002 sealed" in tab.next_order._note.text()
            await console.packing_station._put_down()
            await until(tab.reprint.isVisible)
            # nothing was sent: nobody has to be asked
            await press(tab, Qt.Key.Key_F11)
            await until(lambda: "1 label printed" in tab._last.text())

        run(pack())
    assert empty.printed == b"" and len(labels(other)) == 1


def test_one_torn_label_of_two_is_printed_alone_and_the_other_one_stays_true(
    desk: Desk, open_console: Callable[..., Console], run: Run, settings: Settings
) -> None:
    with printing(READY) as printer:
        order = begin(desk, MUGS, PAN, packed=MUGS.quantity)
        desk.do_now(starting.new_parcel, order.id)
        desk.do_now(scanning.scan, order.id, "PAN")
        seal_order(desk, order)
        console = open_console(desk, at(settings, printer))
        tab = console.packing_station.tab

        async def again() -> None:
            console.window.show_tab("packing")
            enter(tab.scan, "SO-1")
            await until(tab.reprint.isVisible)
            # no label is on paper yet: nothing is asked
            await press(tab, Qt.Key.Key_F10)
            await until(lambda: "2 labels printed" in tab._last.text())
            await press(tab, Qt.Key.Key_F10)
            await until(lambda: "Of which parcel? Type 1, 2 and Enter" in tab._last.text())
            enter(tab.scan, "2")
            await until(lambda: len(labels(printer)) == 3)
            await until(lambda: "1 label printed" in tab._last.text())
            # whoever scans something else is done with the question
            await press(tab, Qt.Key.Key_F10)
            await until(lambda: "Of which parcel?" in tab._last.text())
            await press(tab, Qt.Key.Key_F10)
            await until(lambda: len(labels(printer)) == 5)

        run(again())
    first, second, torn, *both = labels(printer)
    assert torn == f"{second}R2" and both == [f"{first}R2", f"{second}R3"]
    stale = desk.ask_now(lambda session: session.query(Sheet).filter_by(kind_of="label").order_by(Sheet.id).all())
    assert [sheet.stale_since is None for sheet in stale] == [False, False, False, True, True]
