"""From the door to the closed day: drafts, corrections, sheets typed in, goods scanned back, cash counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import day_closings, doorstep
from dispatch_console.application.road.correcting import Right
from dispatch_console.application.road.finished import record_view
from dispatch_console.console.console import Console
from dispatch_console.domain.planning import service_times
from dispatch_console.domain.road import handed
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.store.entities import CashCount, Depot, Handoff, HandoffDraft
from dispatch_console.ui.handoff import correct_words
from dispatch_console.ui.handoff.correct_page import NOT_YET
from dispatch_console.ui.map.day import stop_key
from dispatch_console.ui.return_desk.grid import CASH, CODE, SIGNATURE, SIGNED_BY, TIME
from dispatch_console.ui.widgets.banner import Banner
from tests.application.test_correcting import NOT_HOME
from tests.application.test_handing_over import collect_on_delivery
from tests.application.test_message_occasions import TOLD
from tests.builders.customer_links import SIGNATURE as INK
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.sample_orders import get
from tests.builders.screens import NUMBERS, TRACKING
from tests.conftest import Clock
from tests.ui.conftest import Run, choose, press, until
from tests.ui.test_tracking_tab import sign

DAY = date(2026, 11, 23)


@pytest.fixture
def road(desk: Desk, clock: Clock, open_console: Callable[[Desk], Console]) -> Console:
    """Return a console at Tracking; the van is out with two orders."""
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, NUMBERS)
    clock.forward(timedelta(minutes=45))
    console = open_console(desk)
    console.window.show_tab(TRACKING)
    return console


def standing(desk: Desk, number: str) -> Handoff | None:
    order = get(desk, number).id
    query = select(Handoff).where(Handoff.order_id == order, Handoff.replaced_at.is_(None))
    return desk.ask_now(lambda session: session.scalars(query).one_or_none())


async def loaded(console: Console) -> None:
    await until(lambda: console.tracking.chosen.board is not None)


async def open_handoff(console: Console, desk: Desk, number: str) -> None:
    await loaded(console)
    assert console.tracking.chosen.board is not None
    stop = next(stop for stop in console.tracking.chosen.board.stops if get(desk, number).id in stop.order_ids)
    await console.tracking.select(stop_key(stop))
    console.tracking.tab.board.stop.record.click()
    await until(lambda: console.tracking.tab.handoff.form.recipient.text() != "")


def test_what_was_begun_is_there_again_and_another_sum_needs_another_signature(
    desk: Desk, road: Console, run: Run
) -> None:
    collect_on_delivery(desk, get(desk, "1002").id, 12950)
    page, form = road.tracking.tab.handoff, road.tracking.tab.handoff.form

    async def hand_over() -> None:
        await open_handoff(road, desk, "1002")
        form.recipient.setText("Petra")
        form.cash.setText("129,50")
        sign(form.pad)
        assert form.pad.is_signed
        page.put_down.click()
        await until(lambda: road.tracking.tab.pages.currentIndex() == 0)
        assert "what was begun is kept" in road.tracking.tab.said.accessibleName()
        await open_handoff(road, desk, "1002")
        await until(page.afresh.isVisible)
        # beside what else can be done the button still says how much is open
        assert page.record.fontMetrics().horizontalAdvance(page.record.text()) + 60 < page.record.width()
        assert form.recipient.text() == "Petra" and form.cash.text() == "129,50" and form.pad.is_signed
        # one piece is broken: what was signed for is not so any more
        row = form.goods._rows[0]
        row._damaged.setFocus()
        QTest.keyClicks(row._damaged, "1")
        assert not form.pad.is_signed
        assert not page.record.isEnabled()
        choose(row._issue, "damaged")
        choose(row._done, "back_refund")
        form.cash.setText("116.60")
        for box in (form.said_name, form.said_number):
            box.click()
        sign(form.pad)
        form.acted.setText("14:10")
        await until(lambda: page.record.accessibleName() == "Record handoff" and page.record.isEnabled())
        page.record.click()
        await until(lambda: get(desk, "1002").outcome == "delivered")

    run(hand_over())
    record = standing(desk, "1002")
    assert record is not None
    assert (record.outcome_code, record.due, record.collected, record.items_damaged) == (
        "delivered_partial", 11660, 11660, 1,
    )  # fmt: skip
    assert desk.ask_now(lambda session: session.scalars(select(HandoffDraft)).all()) == []


@pytest.mark.parametrize(
    ("acted", "cash", "says"),
    (
        ("99:99", "", "no time"),
        ("23:59", "", "still to come"),
        ("06:00", "", "had not left"),
        ("", "1,2,3", "no amount"),
    ),
)
def test_what_cannot_be_understood_is_said_and_not_recorded(
    desk: Desk, road: Console, run: Run, acted: str, cash: str, says: str
) -> None:
    collect_on_delivery(desk, get(desk, "1002").id, 12950)
    page, form = road.tracking.tab.handoff, road.tracking.tab.handoff.form

    async def type_wrong() -> None:
        await open_handoff(road, desk, "1002")
        if acted:
            form.acted.setText(acted)
        form.cash.setText(cash)
        assert not page.record.isEnabled()
        texts = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
        assert any(says in text for text in texts if isinstance(text, str))

    run(type_wrong())
    assert get(desk, "1002").outcome == "none"


def test_the_pad_says_what_stays_with_the_customer(desk: Desk, road: Console, run: Run) -> None:
    form = road.tracking.tab.handoff.form

    def number(ends: str) -> QLineEdit:
        return next(one for one in form.goods.findChildren(QLineEdit) if one.accessibleName().endswith(ends))

    def said() -> str:
        return " ".join(one.text() for one in road.tracking.tab.handoff.findChildren(QLabel))

    async def work() -> None:
        await open_handoff(road, desk, "1002")
        sent = get(desk, "1002").pieces
        damaged = number(": damaged")
        done = next(one for one in form.goods.findChildren(QComboBox) if one.accessibleName().endswith("was done"))
        damaged.selectAll()
        QTest.keyClicks(damaged, "1")
        choose(done, handed.KEPT_REFUND)
        await until(lambda: form.pad._sentence == f"1 parcel, {sent} items received")
        sign(form.pad)
        # the piece comes back after all: that is not what was signed for
        choose(done, handed.BACK_REFUND)
        await until(lambda: form.pad._sentence == f"1 parcel, {sent - 1} of {sent} items received")
        assert not form.pad.is_signed
        # a piece that was only refused cannot be kept
        choose(done, handed.KEPT_REFUND)
        damaged.selectAll()
        QTest.keyClicks(damaged, "0")
        refused = number(": refused")
        refused.selectAll()
        QTest.keyClicks(refused, "1")
        await until(lambda: "Only damaged pieces can be kept" in said())

    run(work())


def test_a_wrong_outcome_is_corrected_with_its_consequences_shown_before(desk: Desk, road: Console, run: Run) -> None:
    first = desk.do_now(doorstep.hand_over, get(desk, "1002").id, NOT_HOME, through="phone", signature=None)
    page = road.tracking.tab.correct

    async def correct() -> None:
        await loaded(road)
        road.tracking.rooms._go("correct", _thing_of(first))
        await until(
            lambda: page.recipient.isVisible() is False and page.right_outcome.currentData() == NOT_HOME.outcome
        )
        assert not page.correct.isEnabled()
        choose(page.right_outcome, "delivered_third_party")
        await until(page.recipient.isVisible)
        # nobody took it
        assert not page.correct.isEnabled()
        page.recipient.setText("Aila Ketola")
        page.on_paper.setChecked(True)
        assert not page.correct.isEnabled()
        choose(page.why, "opened_after_all")
        await until(page.correct.isEnabled)
        page.correct.click()
        await until(lambda: get(desk, "1002").outcome == "delivered")

    run(correct())
    record = standing(desk, "1002")
    assert record is not None
    assert (record.recipient, record.replaces_id, record.open_proofs) == (
        "Aila Ketola", first, ["said_name", "said_number", "signature"],
    )  # fmt: skip


def test_a_correction_that_nobody_signed_says_so_before(desk: Desk, road: Console) -> None:
    mailbox = HandoffFacts(outcome="delivered_mailbox")
    record = desk.do_now(doorstep.hand_over, get(desk, "1002").id, mailbox, through="phone", signature=None)
    view = desk.ask_now(record_view, record)
    right = Right(facts=replace(TOLD, has_signature=False), acted_at=desk.clock())
    titles = [title for _, title, _ in correct_words.follows(view, right, tells=False)]
    assert "A signature is missing then" in titles
    (link,) = [says for _, title, says in correct_words.follows(view, right, tells=False) if "link" in title]
    # there was no signature that could be gone
    assert "signature" not in link
    on_paper = replace(right, facts=replace(TOLD, has_signature=True, on_paper=True))
    titles = [title for _, title, _ in correct_words.follows(view, on_paper, tells=False)]
    assert "A signature is missing then" not in titles


def test_what_a_correction_of_goods_brings_back_stands_there_before(desk: Desk, road: Console) -> None:
    line = get(desk, "1002").delivery_lines[0]
    kept = Turned(line_id=line.id, damaged=1, issue="damaged", done=handed.KEPT_REFUND)
    facts = replace(TOLD, turned=(kept,))
    made = desk.do_now(doorstep.hand_over, get(desk, "1002").id, facts, through="phone", signature=INK)
    view = desk.ask_now(record_view, made)
    back = Right(facts=replace(facts, turned=(replace(kept, done=handed.BACK_REFUND),)), acted_at=desk.clock())
    titles = [title for _, title, _ in correct_words.follows(view, back, tells=True)]
    assert "1 item to come back" in titles
    as_it_is = [title for _, title, _ in correct_words.follows(view, replace(back, facts=facts), tells=False)]
    assert not any("come back" in title for title in as_it_is)


def test_what_was_another_order_is_open_again(desk: Desk, road: Console, run: Run) -> None:
    first = desk.do_now(doorstep.hand_over, get(desk, "1002").id, TOLD, through="phone", signature=b"ink")
    page = road.tracking.tab.correct

    async def take_back() -> None:
        await loaded(road)
        road.tracking.rooms._go("correct", _thing_of(first))
        await until(lambda: page.right_outcome.currentData() == TOLD.outcome)
        choose(page.right_outcome, NOT_YET)
        choose(page.why, "wrong_order")
        await until(page.correct.isEnabled)
        page.correct.click()
        await until(lambda: get(desk, "1002").outcome == "none")

    run(take_back())
    assert get(desk, "1002").dispatch == "out" and standing(desk, "1002") is None


def test_sheets_are_typed_in_goods_scanned_and_cash_counted_until_the_day_closes(
    desk: Desk, road: Console, run: Run, clock: Clock
) -> None:
    collect_on_delivery(desk, get(desk, "1002").id, 12950)
    clock.forward(timedelta(hours=4))
    tab = road.tracking.tab
    desk_page, grid, day_page = tab.returns, tab.returns.grid, tab.day_end

    async def put(column: int, text: str) -> None:
        if not grid.isActiveWindow():
            road.window.activateWindow()
        await until(lambda: column in grid._fields and grid._fields[column].hasFocus())
        field = grid._fields[column]
        field.setText(text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def is_filling(number: str) -> bool:
        return grid._rows[grid._filling].key == str(get(desk, number).id)

    async def type_sheets() -> None:
        await loaded(road)
        tab.return_desk.click()
        await until(lambda: grid.rowCount() == 2 and CODE in grid._fields)
        keys = [row.key for row in grid._rows]
        cash_first = keys[0] == str(get(desk, "1002").id)
        for number in ("1002", "1004") if cash_first else ("1004", "1002"):
            await until(partial(is_filling, number))
            if number == "1004":
                # what is no code is said, and what was typed stays
                await put(CODE, "99")
                await put(TIME, "1415")
                await put(SIGNED_BY, "x")
                await put(SIGNATURE, "1")
                await until(lambda: "no code" in desk_page._says.text())
                await put(CODE, "31")
                await put(TIME, "1415")
                await until(lambda: get(desk, "1004").outcome == "failed")
            else:
                await put(CODE, "10")
                await put(TIME, "1420")
                await put(SIGNED_BY, "Petra")
                await put(SIGNATURE, "1")
                await put(CASH, "129.50")
                await until(lambda: get(desk, "1002").outcome == "delivered")
        assert not desk_page.close_van.isEnabled()
        for parcel in get(desk, "1004").parcels:
            desk_page.scan.setText(str(parcel.code))
            QTest.keyClick(desk_page.scan, Qt.Key.Key_Return)
            await until(lambda: "#1004: it is here" in desk_page._says.text())
        await until(lambda: desk_page.cash.isVisible())
        counts = desk_page.cash._counts
        counts[10000].setText("1")
        counts[2000].setText("1")
        assert "9.50 EUR short" in desk_page.cash._difference.text()
        desk_page.cash._loose.setText("9,50")
        assert desk_page.cash._difference.text() == "Agrees."
        desk_page.cash.keep.click()
        await until(lambda: desk.ask_now(lambda session: session.scalars(select(CashCount)).first()) is not None)
        desk_page.day_end.click()
        await until(lambda: len(day_page.rows.open_rows) == 1)
        assert day_page.rows.open_rows[0].title.startswith("#1004, ")
        assert not day_page.side.close_day.isEnabled()
        await press(day_page, Qt.Key.Key_1)
        await until(day_page.side.close_day.isEnabled)
        day_page.side.close_day.click()
        await until(lambda: desk.ask_now(day_closings.standing, DAY) is not None)

    run(type_sheets())
    record = standing(desk, "1002")
    assert record is not None
    assert (record.recipient, record.reported_through, record.collected, record.open_proofs) == (
        "Petra", "sheet", 12950, [],
    )  # fmt: skip
    assert f"{record.acted_at.astimezone(desk.zone):%M}" == "20"
    assert get(desk, "1002").closure == "reconciled"


def test_cash_of_two_currencies_is_counted_one_after_the_other(
    desk: Desk, road: Console, run: Run, clock: Clock
) -> None:
    sums = {"1002": (12950, "EUR"), "1004": (500, "JPY")}
    for number, (due, currency) in sums.items():
        order = get(desk, number).id
        collect_on_delivery(desk, order, due, currency)
        paid = HandoffFacts(
            outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
            collected=due,
        )  # fmt: skip
        desk.do_now(doorstep.hand_over, order, paid, through="phone", signature=INK)
    form = road.tracking.tab.returns.cash

    def is_counted(currency: str) -> bool:
        return currency in desk.ask_now(lambda session: session.scalars(select(CashCount.currency)).all())

    async def count() -> None:
        await loaded(road)
        road.tracking.tab.return_desk.click()
        await until(form.isVisible)
        await until(lambda: form._title.text() == "Cash of 1 stop, EUR" and "129.50" in form._due.text())
        form._loose.setText("129,50")
        await press(form, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: form._title.text() == "Cash of 1 stop, JPY" and not form._loose.text())
        # what was typed of the other one is there again
        await press(form, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: form._loose.text() == "129,50")
        form.keep.click()
        await until(lambda: is_counted("EUR"))
        await until(lambda: form._title.text() == "Cash of 1 stop, JPY")
        assert road.tracking.tab.returns.open.cards
        form._loose.setText("500")
        form.keep.click()
        await until(lambda: is_counted("JPY"))
        await until(lambda: not road.tracking.tab.returns.open.cards)

    run(count())


def test_a_short_count_keeps_the_van_open_until_it_is_explained_which_is_a_remark_of_the_day(
    desk: Desk, road: Console, run: Run
) -> None:
    order = get(desk, "1002").id
    collect_on_delivery(desk, order, 12950)
    paid = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        collected=12950,
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, order, paid, through="phone", signature=INK)
    desk.do_now(doorstep.hand_over, get(desk, "1004").id, NOT_HOME, through="phone", signature=None)
    tab = road.tracking.tab
    page, form = tab.returns, tab.returns.cash

    async def count() -> None:
        await loaded(road)
        tab.return_desk.click()
        await until(lambda: form.isVisible() and "129.50" in form._due.text())
        form._loose.setText("120")
        await until(lambda: form._difference.text() == "9.50 EUR short")
        form.keep.click()
        says = "The cash is counted: 120.00 EUR. 9.50 EUR short: it keeps the van open until a reason is given."
        await until(lambda: page._says.text() == says)
        await until(lambda: any(card.title == "9.50 EUR short" for card in page.open.cards))
        await press(page, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: tab.day_end.checks().get("Cash agrees or is explained") == "1 open")
        assert "with a remark" not in tab.day_end.side.fulfilled.text()
        await press(tab.day_end, Qt.Key.Key_Escape)
        tab.return_desk.click()
        await until(lambda: form.isVisible() and form._difference.text() == "9.50 EUR short")
        form._reason.setText("a note was given twice as change")
        form._reason.textEdited.emit(form._reason.text())
        await until(form.keep.isEnabled)
        form.keep.click()
        await until(lambda: page._says.text() == "The cash is counted: 120.00 EUR.")
        await press(page, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: tab.day_end.checks().get("Cash agrees or is explained") == "1 explained")
        assert tab.day_end.side.fulfilled.text().endswith(", 1 with a remark")

    run(count())


def test_a_thing_is_let_pass_with_a_reason_by_another_person(desk: Desk, road: Console, run: Run, clock: Clock) -> None:
    paper = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True, has_signature=True,
        on_paper=True,
    )  # fmt: skip
    for number in NUMBERS:
        desk.do_now(doorstep.hand_over, get(desk, number).id, paper, through="phone", signature=None)
    page = road.tracking.tab.day_end

    async def settle() -> None:
        await loaded(road)
        await press(road.tracking.tab.board, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(page.rows.open_rows) == 2)
        assert page.checks()["Every handoff has its proof"] == "2 open"
        page.side.reason.setText("the driver lost the sheet")
        page.side.waive.click()
        # whoever took it in does not let it pass alone
        await until(lambda: "somebody else" in _said(road))
        await press(page, Qt.Key.Key_1)
        await until(lambda: len(page.rows.open_rows) == 1)
        await press(page, Qt.Key.Key_1)
        await until(page.side.close_day.isEnabled)

    run(settle())


def test_a_day_that_closes_says_how_long_doors_took_and_one_key_plans_with_it(
    desk: Desk, road: Console, run: Run, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_times, "LEAST_STOPS", 1)
    order = get(desk, "1002").id
    clock.now = PROMISE.start
    desk.do_now(doorstep.arrive, [order])
    clock.forward(timedelta(minutes=8))
    paper = HandoffFacts(outcome="delivered_to_recipient", recipient="Petra", said_name=True, said_number=True,
                         has_signature=True, on_paper=True)  # fmt: skip
    desk.do_now(doorstep.hand_over, order, paper, through="phone", signature=None)
    page = road.tracking.tab.day_end

    async def adopt() -> None:
        await loaded(road)
        await press(road.tracking.tab.board, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
        await until(page.side.adopt.isVisible)
        assert "took 8:00 min" in page.side.doors.text()
        await press(page, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: desk.ask_now(lambda session: session.scalars(select(Depot)).one().setup_s) > 180)

    run(adopt())


def _said(console: Console) -> str:
    return " ".join(banner.accessibleName() for banner in console.window.findChildren(Banner))


def _thing_of(record: int) -> OpenThing:
    return OpenThing(kind=OpenKind.PROOF, key="x", shift_id=None, letter="", since=PROMISE.start, record_id=record)


def test_the_form_fits_a_small_screen(desk: Desk, road: Console, run: Run) -> None:
    """On 1366 x 768 nothing of the form is cut at the right."""

    async def look() -> None:
        await open_handoff(road, desk, "1002")
        road.window.resize(1366, 768)
        form = road.tracking.tab.handoff.form
        body = form.widget()
        assert body is not None
        await until(lambda: body.width() <= form.viewport().width())
        for field in form.findChildren(QLineEdit):
            if field.isVisible():
                assert field.mapTo(form.viewport(), field.rect().bottomRight()).x() <= form.viewport().width()

    run(look())
