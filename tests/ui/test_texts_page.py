"""A supervisor rewrites a text: he sees what it says of a real order, what it costs, and why it cannot be saved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import texts
from dispatch_console.console.console import Console
from dispatch_console.settings import Settings
from dispatch_console.ui.settings.texts_page import TextsPage
from tests.builders.days import out_on_the_road
from tests.conftest import Clock
from tests.ui.conftest import Run, until

GOOD = "{{ driver_first }} brings {{ number }} {{ day }} {{ eta_from }}-{{ eta_until }}."


@pytest.fixture
def road(desk: Desk, clock: Clock) -> Desk:
    out_on_the_road(desk, ("1002", "1004"))
    clock.now = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    return desk


def page_of(console: Console) -> TextsPage:
    console.window.show_tab("settings")
    console.settings_tab.show_page("texts")
    page = console.settings_tab.findChild(TextsPage)
    assert isinstance(page, TextsPage)
    return page


def checks(page: TextsPage) -> dict[str, bool]:
    """Return what must hold, as it is read out, and whether it does."""
    rows = (page._checks.itemAt(number) for number in range(page._checks.count()))
    widgets = [row.widget() for row in rows if row is not None]
    names = [widget.children()[2].accessibleName() for widget in widgets if widget is not None]  # type: ignore[attr-defined]
    return {name.removesuffix(": not now"): not name.endswith(": not now") for name in names}


def test_a_text_is_written_seen_on_real_orders_and_saved(
    road: Desk, open_settings: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_settings(road, replace(settings, sms_price="0.05 EUR", sms_from="+358401110000"))

    async def work() -> None:
        page = page_of(console)
        await until(lambda: "Sami" in page._body.text())
        assert page.kinds.currentIndex().data() is not None and not page.save.isEnabled()
        assert len(page.kinds.cards) == 15 and page._place.text() == "1 of 2"
        held = checks(page)
        assert held["The parcels are on the van"] and all(held.values())
        first = page._order.text()
        page.source.setFocus()
        QTest.keyClick(page.source, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        await until(lambda: page._place.text() == "2 of 2" and page._order.text() != first)
        page.source.setPlainText(GOOD)
        await until(lambda: page.save.isEnabled())
        QTest.keyClick(page.source, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: "version 1 is in use" in page.said.accessibleName())
        text = await road.ask(texts.text_of, "reminder", "sms", "en")
        assert (text.version, text.source) == (1, GOOD + "\n") and not page.save.isEnabled()
        assert [card.title for card in page.versions.cards] == ["1  in use", "0"]

    run(work())


def test_what_makes_it_dear_is_said_and_mended(
    road: Desk, open_settings: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_settings(road, replace(settings, sms_price="0.05 EUR", sms_from="+358401110000"))

    async def work() -> None:
        page = page_of(console)
        await until(lambda: "Sami" in page._body.text())
        page.source.setPlainText(f"{GOOD} It’s “yours” – {'and more ' * 8}")
        await until(lambda: "UCS-2: 2 parts, 0.10 EUR" in page.measured.text())
        assert "’ “ ” –" in page.measured.text() and "1 part, 0.05 EUR" in page.straight.text()
        page.make_straight.click()
        await until(lambda: "GSM-7: 1 part, 0.05 EUR" in page.measured.text())
        assert 'It\'s "yours" - and' in page._body.text() and page.make_straight.isHidden()

    run(work())


def test_a_text_that_cannot_be_sent_is_not_saved_and_says_why(
    road: Desk, open_settings: Callable[..., Console], settings: Settings, run: Run
) -> None:
    console = open_settings(road, replace(settings, sms_from="KORBHAUS"))

    async def work() -> None:
        page = page_of(console)
        await until(lambda: "Sami" in page._body.text())
        for source, why in (
            ("{{ secret }}", "has no field “secret”"),
            ("{% for a in name %}x{% endfor %}", "Line 1"),
            ("{{ number }} today", "must say “day”"),
            (f"{GOOD} today", "“today” is wrong when it is read a day later"),
            (GOOD, "Nobody can answer this sender"),
        ):
            page.source.setPlainText(source)
            await until(lambda why=why: why in page.wrong.text())  # type: ignore[misc]
            assert not page.save.isEnabled()
        page.source.setPlainText(f"{GOOD} {{{{ company_phone }}}}")
        await until(lambda: page.save.isEnabled() and page.wrong.isHidden())
        page.save.click()
        await until(lambda: len(page.versions.cards) == 2)
        assert (await road.ask(texts.text_of, "reminder", "sms", "en")).version == 1
        # what is shipped is taken again as a draft, and is no draft of another language
        page.versions.chosen.emit("0")
        await until(lambda: page._state.text() == "draft, v. 2")
        page._language_buttons["de"].click()
        await until(lambda: page._state.text() == "in use, v. 0")
        page._language_buttons["en"].click()
        await until(lambda: page._state.text() == "draft, v. 2")
        typed = page.source.toPlainText()
        # texts opened faster than they are read do not mix
        for code in ("de", "fi", "en", "de", "sv"):
            page._language_buttons[code].click()
        await until(lambda: page._state.text() == "in use, v. 0")
        page._language_buttons["en"].click()
        await until(lambda: page._state.text() == "draft, v. 2" and page.source.toPlainText() == typed)

    run(work())
