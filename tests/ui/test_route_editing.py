"""A day edited by hand on the real screen: mouse, keys, map; effects before the drop, undo, a second station."""

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_problem, edits
from dispatch_console.application.promises import promising
from dispatch_console.console.console import Console
from dispatch_console.domain.values import TimeWindow
from dispatch_console.store.transaction import Actor
from tests.builders.days import PROMISE, out_on_the_road, plan_day, prepare, ready_orders, sequences
from tests.builders.fleet import second_van
from tests.builders.sample_orders import get
from tests.ui.conftest import Run, until

NUMBERS = ("1002", "1004", "1006")
Open = Callable[[Desk], Console]


@pytest.fixture
def console(desk: Desk, open_console: Open) -> Console:
    """Three stops on van E, none on van F, on the Routes tab."""
    ready_orders(desk, NUMBERS)
    desk.do_now(second_van)
    plan_day(desk)
    planned = prepare(desk)
    desk.do_now(edits.edit, planned, {"E1": sorted(planned.problem.visit), "F1": []}, "move")
    console = open_console(desk)
    console.window.show_tab("routes")
    return console


def choose(console: Console, number: int) -> str:
    """Click the bar of a stop of van E. Returns its key."""
    tab = console.routes.tab
    key = sorted(prepare(console._desk).problem.visit)[number]
    box = tab.timeline.bar_box(key)
    assert box is not None
    QTest.mouseClick(tab.timeline, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    return key


async def chosen(console: Console, number: int) -> str:
    key = choose(console, number)
    await until(lambda: console.routes.selection[1] == key)
    await console.routes.editing.hand.prepare()
    return key


def test_a_stop_is_dragged_to_another_van_and_the_effect_is_seen_before_the_drop(
    desk: Desk, console: Console, run: Run
) -> None:
    tab = console.routes.tab

    async def drag() -> None:
        key = await chosen(console, 0)
        start = tab.timeline.bar_box(key)
        assert start is not None
        row_f = start.center().toPoint() + QPoint(0, 42)
        QTest.mousePress(tab.timeline, Qt.MouseButton.LeftButton, pos=start.center().toPoint())
        QTest.mouseMove(tab.timeline, start.center().toPoint() + QPoint(4, 20))
        QTest.mouseMove(tab.timeline, row_f)
        await until(tab.van.effect.isVisible)
        assert "keeps all" in tab.van.effect.accessibleName() and "F back in → " in tab.van.effect.accessibleName()
        assert [card.key for card in tab.van.stops.cards] == [key]
        assert "if dropped here" in tab.van._vehicle.accessibleName()
        assert tab.van._summary.text().startswith("1 stop ")
        await until(lambda: bool(tab.map._state.way))
        assert sequences(desk)["E1"][0] == key, "nothing is changed before the drop"
        QTest.mouseRelease(tab.timeline, Qt.MouseButton.LeftButton, pos=row_f)
        await until(lambda: not tab.van.effect.isVisible())
        assert sequences(desk)["F1"] == (key,)
        await until(lambda: tab.undo.isEnabled())
        QTest.keyClick(tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "Undone: the move" in tab.said.accessibleName())
        assert "F1" not in sequences(desk)
        # list, map and timeline follow the stop back to its van
        await until(lambda: console.routes.selection == ("E", key))
        assert key in [card.key for card in tab.van.stops.cards]
        QTest.keyClick(tab, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: sequences(desk).get("F1") == (key,))
        await until(lambda: console.routes.selection == ("F", key))

    run(drag())


def test_the_same_by_keys_and_put_back_with_escape(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def carry() -> None:
        key = await chosen(console, 0)
        before = sequences(desk)
        QTest.keyClick(tab.timeline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Escape)
        await until(lambda: not tab.van.effect.isVisible())
        assert sequences(desk) == before
        # undo takes back what is in the hand, not the act before it
        QTest.keyClick(tab.timeline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not tab.van.effect.isVisible())
        assert sequences(desk) == before
        QTest.keyClick(tab.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: sequences(desk)["E1"].index(key) == 1)

    run(carry())


def test_a_promise_that_would_break_is_said_and_its_call_waits_after_the_drop(
    desk: Desk, console: Console, run: Run
) -> None:
    """Turned round and late: the route begins at 13:00 and everybody is promised 14 to 16 o'clock, but for one."""
    tab = console.routes.tab
    first = get(desk, "1002")
    narrow = TimeWindow(PROMISE.start, PROMISE.start.replace(minute=5))
    desk.do_now(promising.confirm, first.id, narrow)

    async def drop() -> None:
        await console.routes.load()
        await console.routes.editing.hand.prepare()
        key = f"stop-{first.id}"
        console.routes.select(key)
        here = prepare(desk).visits_of_departure["E1"].index(key)
        for _ in range(2 - here):
            QTest.keyClick(tab.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
            await until(tab.van.effect.isVisible)
            await asyncio.sleep(0.05)
        words = tab.van.effect.accessibleName()
        assert "1 promise broken" in words and "Call Peter Frick" in words
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: "must be rung" in tab.said.accessibleName())

    run(drop())
    assert get(desk, "1002").appointment == "moved"


def test_keys_lock_take_off_turn_round_and_give_away(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def act() -> None:
        key = await chosen(console, 1)
        QTest.keyClick(tab, Qt.Key.Key_L)
        await until(lambda: prepare(desk).problem.bound == {key: "E"})
        await until(lambda: any(card.under_right == "locked to this van" for card in tab.van.stops.cards))
        QTest.keyClick(tab, Qt.Key.Key_L)
        await until(lambda: prepare(desk).problem.bound == {})
        QTest.keyClick(tab, Qt.Key.Key_U)
        await until(tab.van.effect.isVisible)
        assert tab.van.effect.drop.accessibleName() == "Take off"
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: key not in sequences(desk)["E1"])
        await until(lambda: tab.header.figures["unrouted"].accessibleName() == "1 unrouted")
        held = sequences(desk)["E1"]
        console.routes.select_van("E")
        QTest.keyClick(tab, Qt.Key.Key_R)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        # asked while the act before is still being made: the question stays
        QTest.keyClick(tab, Qt.Key.Key_G)
        await until(lambda: sequences(desk)["E1"] == held[::-1])
        await until(lambda: not tab.van.effect.isVisible())
        assert tab.letters.isVisible()
        QTest.keyClick(tab.letters, Qt.Key.Key_F)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: set(sequences(desk)) == {"F1"})
        QTest.keyClick(tab, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)

    run(act())


def test_an_order_of_the_tray_shows_its_places_and_a_figure_takes_one(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def place() -> None:
        key = await chosen(console, 2)
        QTest.keyClick(tab, Qt.Key.Key_U)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: len(tab.tray.cards) == 1)
        console.routes.select(tab.tray.cards[0].key)
        await until(lambda: len(tab.van.places.cards) == 2)
        assert "keeps all promises" in tab.van.places.cards[0].under
        QTest.keyClick(tab, Qt.Key.Key_1)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: tab.header.figures["unrouted"].accessibleName() == "0 unrouted")
        assert any(key in held for held in sequences(desk).values())

    run(place())


def test_a_driver_is_called_off_by_a_key_pressed_twice_and_back_by_one_more(
    desk: Desk, console: Console, run: Run
) -> None:
    tab = console.routes.tab

    async def off() -> None:
        console.routes.select_van("E")
        QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: "3 orders wait for a new plan" in tab.said.accessibleName())
        assert tab.header.figures["unrouted"].accessibleName() == "0 unrouted"
        QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: tab.header.figures["unrouted"].accessibleName() == "3 unrouted")
        QTest.keyClick(tab, Qt.Key.Key_O)
        await until(tab.optimiser.keep.isVisible)
        await until(tab.optimiser.keep.isEnabled)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: tab.header.figures["unrouted"].accessibleName() == "0 unrouted")
        assert set(sequences(desk)) == {"F1"}
        console.routes.select_van("E")
        QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: "on duty again" in tab.said.accessibleName())

    run(off())


def test_escape_leaves_a_driver_on_duty_and_the_next_press_asks_again(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def ask() -> None:
        console.routes.select_van("E")
        before = sequences(desk)
        for _ in range(2):
            QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
            await until(lambda: "Shift+X again calls Sami Niemi off" in tab.said.accessibleName())
            await until(tab.said.isVisible)
            QTest.keyClick(tab, Qt.Key.Key_Escape)
            await until(lambda: not tab.said.isVisible())
        assert sequences(desk) == before

    run(ask())


def test_alt_and_an_arrow_carry_a_stop_of_the_list_too(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def carry() -> None:
        key = await chosen(console, 0)
        before = sequences(desk)
        QTest.keyClick(tab.van.stops, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        await until(tab.van.effect.isVisible)
        assert console.routes.selection[1] == key
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: sequences(desk).get("F1") == (key,))
        QTest.keyClick(tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: sequences(desk) == before)

    run(carry())


def test_papers_of_a_van_that_is_called_off_are_named(desk: Desk, console: Console, run: Run) -> None:
    tab, stale = console.routes.tab, console.window.status.stale

    async def off() -> None:
        assert not stale.isEnabled()
        QTest.keyClick(tab, Qt.Key.Key_M)
        await until(tab.publish.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_M)
        await until(tab.papers.isVisible)
        QTest.keyClick(tab.papers, Qt.Key.Key_Escape)
        await until(lambda: not tab.papers.isVisible())
        console.routes.select_van("E")
        QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        # the first time it is only said what it would do
        await until(lambda: "Shift+X again calls Sami Niemi off" in tab.said.accessibleName())
        assert "3 orders wait for a new plan" in tab.said.accessibleName() and not stale.isEnabled()
        kept = sequences(desk)
        QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: stale.accessibleName() == "3 stale papers")
        QTest.keyClick(tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: sequences(desk) == kept)
        await until(lambda: not stale.isEnabled() and "calling the driver off" in tab.said.accessibleName())
        QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: "Shift+X again" in tab.said.accessibleName())
        QTest.keyClick(tab, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: stale.accessibleName() == "3 stale papers")
        console.window.show_tab("orders")
        stale.click()
        await until(lambda: console.stale_page is not None and console.stale_page.isVisible())
        page = console.stale_page
        assert page is not None
        cards = page.list.cards
        assert sorted(card.title.partition(",")[0] for card in cards) == ["Call sheet", "Load list", "Manifest"]
        assert all("its van was called off" in card.under for card in cards)
        assert {card.right for card in cards} == {"with the driver of E"}
        page.all.click()
        # nothing is published any more: it is said, and nothing is called printed
        await until(lambda: bool(page.said.accessibleName()))
        assert "is not published" in page.said.accessibleName()
        page.close()

    run(off())


def test_what_another_dispatcher_changed_is_shown_and_said(
    desk: Desk, make_desk: Callable[[Actor], Desk], console: Console, run: Run
) -> None:
    tab = console.routes.tab
    other = make_desk(Actor("Mikko Salo", "dispatcher", "Station 4"))

    async def clash() -> None:
        key = await chosen(console, 0)
        QTest.keyClick(tab.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        await until(tab.van.effect.isVisible)
        held = prepare(other)
        # the news of it has not come yet when the drop is made
        console.watch.stop()
        other.do_now(edits.edit, held, {"E1": held.visits_of_departure["E1"][::-1]}, "reverse")
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(tab.conflict.isVisible)
        assert tab.conflict.accessibleName().startswith("Mikko Salo at Station 4 was first, at ")
        assert sequences(desk)["E1"] == held.visits_of_departure["E1"][::-1] and key in sequences(desk)["E1"]
        shown = [made.text() for made in tab.conflict.findChildren(QLabel)]
        assert {"Before", "Mine, not made", "Mikko's, stands now"} <= set(shown)
        # mine again on top of his, shown before it is dropped
        QTest.keyClick(tab.conflict.agree, Qt.Key.Key_Return)
        await until(tab.van.effect.isVisible)
        assert not tab.conflict.isVisible() and sequences(desk)["E1"] == held.visits_of_departure["E1"][::-1]
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(
            lambda: (
                sequences(desk)["E1"]
                == (
                    held.visits_of_departure["E1"][1],
                    held.visits_of_departure["E1"][0],
                    *held.visits_of_departure["E1"][2:],
                )
            )
        )

    run(clash())


def test_a_change_in_the_hand_is_not_lost_when_a_colleague_is_faster(
    desk: Desk, make_desk: Callable[[Actor], Desk], console: Console, run: Run
) -> None:
    tab = console.routes.tab
    other = make_desk(Actor("Mikko Salo", "dispatcher", "Station 4"))

    async def clash() -> None:
        await chosen(console, 0)
        QTest.keyClick(tab.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        await until(tab.van.effect.isVisible)
        held = prepare(other)
        other.do_now(edits.edit, held, {"E1": held.visits_of_departure["E1"][:1]}, "unassign")
        await until(tab.conflict.isVisible)
        assert not tab.van.effect.isVisible() and not console.routes.editing.carrying
        QTest.keyClick(tab.conflict, Qt.Key.Key_Escape)
        await until(lambda: not tab.conflict.isVisible())
        assert sequences(desk)["E1"] == held.visits_of_departure["E1"][:1]

    run(clash())


def test_the_map_stands_in_a_window_of_its_own_and_comes_back(console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def tear() -> None:
        await until(lambda: tab.map._stands)
        page = tab.map._page
        QTest.keyClick(tab, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: tab.torn_map.torn_off)
        assert tab.map.window() is not console.window and tab.map.isVisible()
        key = await chosen(console, 1)
        assert console.routes.selection[1] == key
        QTest.keyClick(tab.map.window(), Qt.Key.Key_U)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab.map.window(), Qt.Key.Key_Escape)
        await until(lambda: not tab.van.effect.isVisible())
        QTest.keyClick(tab.map.window(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not tab.torn_map.torn_off)
        assert tab.map.window() is console.window and tab.map._page is page, "the page was never loaded again"

    run(tear())


def test_an_edit_made_while_the_optimiser_runs_survives(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def both() -> None:
        key = await chosen(console, 0)
        QTest.keyClick(tab, Qt.Key.Key_O)
        await until(tab.optimiser.keep.isVisible)
        await until(tab.optimiser.keep.isEnabled)
        QTest.keyClick(tab.timeline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        await until(tab.van.effect.isVisible)
        tab.van.effect.drop.click()
        await until(lambda: sequences(desk).get("F1") == (key,))
        tab.optimiser.keep.click()
        await until(tab.optimiser.isHidden)
        await until(lambda: not console.routes.optimising.running)

    run(both())
    assert sequences(desk)["F1"] == (sorted(prepare(desk).problem.visit)[0],)


def test_the_map_chooses_many_with_a_lasso_and_carries_pins(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def look() -> None:
        await until(lambda: tab.map._stands)
        keys = sorted(prepare(desk).problem.visit)
        tab.map.lassoed.emit(keys[:2])
        await until(lambda: "2 stops chosen" in tab.said.accessibleName())
        QTest.keyClick(tab.timeline, Qt.Key.Key_Escape)
        assert not console.routes.editing.hand.many and not tab.said.isVisible(), "Esc lets go, as the line says"
        tab.map.lassoed.emit(keys[:2])
        await until(tab.said.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_U)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: sequences(desk) == {"E1": (keys[2],)})
        await until(lambda: len(tab.tray.cards) == 2)
        tray = tab.tray.cards[0].key
        tab.map.dropped_on.emit(tray, keys[2])
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: len(sequences(desk)["E1"]) == 2 and sequences(desk)["E1"][1] == keys[2])

    run(look())


def test_a_lock_is_seen_and_the_timeline_folds(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def look() -> None:
        key = await chosen(console, 0)
        QTest.keyClick(tab, Qt.Key.Key_L)
        await until(lambda: any(bar.locked for row in tab.timeline._rows for leg in row.legs for bar in leg.bars))
        card = next(card for card in tab.van.stops.cards if card.key == key)
        assert (card.under_right, card.under_sign) == ("locked to this van", "lock")
        assert [stop.id for route in tab.map._state.routes for stop in route.stops if stop.locked] == [key]
        QTest.keyClick(tab, Qt.Key.Key_Z)
        await until(lambda: tab.timeline_fold.folded and not tab.timeline.isVisible())
        QTest.keyClick(tab, Qt.Key.Key_Z)
        await until(tab.timeline.isVisible)

    run(look())


def test_the_optimiser_says_what_its_best_plan_brings(desk: Desk, console: Console, run: Run) -> None:
    tab = console.routes.tab

    async def look() -> None:
        key = await chosen(console, 0)
        QTest.keyClick(tab, Qt.Key.Key_U)
        await until(tab.van.effect.isVisible)
        QTest.keyClick(tab, Qt.Key.Key_Return)
        await until(lambda: [card.key for card in tab.tray.cards] != [] and key not in sequences(desk)["E1"])
        QTest.keyClick(tab, Qt.Key.Key_O)
        await until(lambda: tab.optimiser._facts["unrouted"].text() == "1 → 0")
        assert tab.optimiser._facts["late"].text() == "0 → 0"
        QTest.keyClick(tab, Qt.Key.Key_Escape)
        await until(lambda: not console.routes.optimising.running)
        assert len(tab.tray.cards) == 1, "Esc leaves the plan as it was"

    run(look())


def test_a_click_on_another_vans_dot_chooses_its_stop(desk: Desk, console: Console, run: Run) -> None:
    tab, where = console.routes.tab, list[str]()

    async def look() -> None:
        planned = prepare(desk)
        keys = sorted(planned.problem.visit)
        desk.do_now(edits.edit, planned, {"E1": keys[:2], "F1": keys[2:]}, "move")
        await until(lambda: tab.map._stands and any(route.letter == "F" for route in tab.map._state.routes))
        console.routes.select_van("E")
        dot = next(stop for route in tab.map._state.routes if route.letter == "F" for stop in route.stops)
        await asyncio.sleep(0.3)
        page, target = tab.map.view.page(), tab.map.view.focusProxy()
        assert target is not None
        spot = f"map.latLngToContainerPoint([{dot.lat}, {dot.lon}])"
        found = f"(() => {{ const map = Object.values(window).find((v) => v instanceof L.Map); const at = {spot};"
        page.runJavaScript(found + " return Math.round(at.x) + ' ' + Math.round(at.y); })()", where.append)
        await until(lambda: bool(where))
        x, y = map(int, where[0].split())
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        await until(lambda: console.routes.selection == ("F", keys[2]))

    run(look())


def test_keys_on_a_stop_that_is_on_the_road_say_why_they_do_nothing(desk: Desk, open_console: Open, run: Run) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    console = open_console(desk)
    console.window.show_tab("routes")
    tab = console.routes.tab

    async def press() -> None:
        await until(lambda: bool(tab.timeline.bar_box(stop_of("1002"))))
        box = tab.timeline.bar_box(stop_of("1002"))
        assert box is not None
        QTest.mouseClick(tab.timeline, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        await until(lambda: console.routes.selection[1] == stop_of("1002"))
        for key, modifier in (
            (Qt.Key.Key_U, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier),
        ):
            tab.said.hide()
            QTest.keyClick(tab.timeline, key, modifier)
            await until(lambda: tab.said.isVisible() and "on the road" in tab.said.accessibleName())

    def stop_of(number: str) -> str:
        return day_problem.visit_key(get(desk, number).id)

    run(press())
