"""Missing and damaged pieces at the bench, by keys alone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import part_pack
from dispatch_console.console.console import Console
from dispatch_console.ui.packing.tab import PackingTab
from tests.builders.sample_orders import get
from tests.builders.screens import CODES, at_the_table, counted, enter, pack_pieces
from tests.ui.conftest import Run, press, until


def misses_other_than(tab: PackingTab, words: str) -> bool:
    return tab.side.missing.text() != words


async def seal(tab: PackingTab) -> None:
    """Do what is open beside the goods, and seal with Enter."""
    tab.side.paper_ticked.emit("packing_slip")
    await until(lambda: "paper" not in tab.side.missing.text())
    await press(tab.scan, Qt.Key.Key_F5)
    await until(lambda: "look" not in tab.side.missing.text())
    while not tab.side.seal.isEnabled():
        before = tab.side.missing.text()
        facts = tab._facts
        assert facts is not None
        enter(tab.side.weight, f"{(facts.weight.expected_g or 500) / 1000:.2f}")
        await until(partial(misses_other_than, tab, before))
    tab.entered_nothing.emit()
    await until(lambda: tab.open_number == "")


def test_a_missing_piece_follows_and_its_line_says_so(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    _, tab = at_the_table(desk, open_console)

    async def pack() -> None:
        await pack_pieces(tab, *CODES[:2])
        wanted = tab.current_line()
        assert wanted is not None
        await press(tab.scan, Qt.Key.Key_F9)
        await until(lambda: tab.is_part and tab.part_page.active is not None)
        found = tab.part_page.active
        assert found is not None and (found.sku, found.pieces, found.is_damaged) == (wanted.sku, 1, False)
        await press(tab.part_page, Qt.Key.Key_3)
        await until(lambda: tab._count.text() == "2 of 2" and "packing slip in" in tab._last.text())
        assert "order #1002/2" in tab.side._follows_words.text()
        await press(tab.scan, Qt.Key.Key_F9)
        await until(lambda: not tab.is_part)
        line = next(line for line in tab.lines.lines if line.sku == wanted.sku)
        assert line.later == 1 and tab.current_line() is None
        await seal(tab)

    run(pack())
    assert get(desk, "1002").packing == "packed" and get(desk, "#1002/2").pieces == 1


def test_a_piece_that_is_damaged_is_found_at_the_look_and_said_in_words(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    _, tab = at_the_table(desk, open_console)

    async def pack() -> None:
        await pack_pieces(tab, *CODES)
        await until(lambda: "packing slip in" in tab._last.text())
        await press(tab.scan, Qt.Key.Key_F9)
        await until(lambda: "Scan the piece that is damaged" in tab._last.text())
        enter(tab.scan, "TEE-M")
        await until(lambda: tab.is_part and tab.part_page.active is not None)
        found = tab.part_page.active
        assert found is not None and found.is_damaged and found.sku == "TEE-M"
        await press(tab.part_page, Qt.Key.Key_W)
        note = tab.part_page.notes[found.id]
        await until(note.hasFocus)
        note.setText("a hole")
        note.returnPressed.emit()
        await until(lambda: [one.note for one in desk.ask_now(part_pack.found_of, get(desk, "1002").id)] == ["a hole"])
        await press(tab.part_page, Qt.Key.Key_2)
        await until(lambda: tab._count.text() == "2 of 2")
        # Esc in a field leaves the field, and the order stays on the bench
        tab.side.weight.setFocus()
        await press(tab.side.weight, Qt.Key.Key_Escape)
        assert tab.open_number == "#1002"

    run(pack())


def test_two_boxes_are_weighed_one_after_the_other(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    _, tab = at_the_table(desk, open_console)

    async def pack() -> None:
        await pack_pieces(tab, CODES[0])
        await press(tab.scan, Qt.Key.Key_F8)
        await until(lambda: len(get(desk, "1002").parcels) == 2)
        for number, code in enumerate(CODES[1:], 2):
            enter(tab.scan, code)
            await until(partial(counted, tab, f"{number} of 3"))
        await until(lambda: "packing slip in" in tab._last.text())
        await until(lambda: tab.side._weight_title is not None and tab.side._weight_title.text().endswith("parcel 2"))
        await seal(tab)

    run(pack())
    parcels = get(desk, "1002").parcels
    assert [parcel.weight_g is not None for parcel in parcels] == [True, True]


def test_an_order_that_waits_is_put_aside(desk: Desk, open_console: Callable[[Desk], Console], run: Run) -> None:
    _, tab = at_the_table(desk, open_console)

    async def pack() -> None:
        await pack_pieces(tab, CODES[0])
        await press(tab.scan, Qt.Key.Key_F9)
        await until(lambda: tab.part_page.active is not None)
        await press(tab.part_page, Qt.Key.Key_4)
        await until(lambda: "put aside" in tab.side._follows_words.text())
        tab.entered_nothing.emit()
        await until(lambda: "waits: the office releases it" in tab._last.text())

    run(pack())
    order = get(desk, "1002")
    assert (order.verification, order.held_by) == ("on_hold", "") and order.hold_reason.startswith("Waits for")
