"""Regions by screen: a real import beside the open console, cancelled, broken, removed; the map follows."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from dispatch_console.ui.window import MainWindow
from tests.adapters.region.helsinki import helsinki_extract
from tests.builders.days import ready_orders
from tests.conftest import NOW
from tests.ui.conftest import Run, until


@pytest.fixture
def chosen() -> list[Path | None]:
    """Return what the file dialog answers next."""
    return []


@pytest.fixture
def console(desk: Desk, settings: Settings, chosen: list[Path | None], run: Run) -> Iterator[Console]:
    ready_orders(desk, ("1002",))
    window = MainWindow(HEADS)
    window.show()
    made = Console(desk, settings, window, choose_extract=chosen.pop)
    run(made.load())
    window.show_tab("settings")
    run(until(made.settings_tab.isEnabled))
    yield made
    run(made.close())
    window.close()
    window.deleteLater()


def test_a_region_is_imported_by_screen_and_the_map_shows_it(
    console: Console, chosen: list[Path | None], settings: Settings, run: Run, tmp_path: Path
) -> None:
    page = console.regions.page
    assert not page.regions.cards and not page.remove.isEnabled()
    chosen.append(helsinki_extract(tmp_path / "helsinki.osm.pbf"))

    async def look() -> None:
        QTest.keyClick(page, Qt.Key.Key_A)
        await until(page.cancel.isVisible)
        await until(lambda: len(page.regions.cards) == 1, seconds=60)

    run(look())
    assert "helsinki is ready" in page.said.accessibleName()
    assert [(card.title, card.right) for card in page.regions.cards] == [("helsinki", "in use")]
    assert not page.cancel.isVisible() and page.add.isEnabled()
    assert console.routes.tab.map._tiles(14, 9328, 4741) is not None
    assert regions.travel_times(console._desk, settings).estimate is False

    async def remove() -> None:
        QTest.keyClick(page, Qt.Key.Key_Delete)
        await until(lambda: "for good" in page.remove.accessibleName())
        assert regions.installed(settings)
        QTest.keyClick(page, Qt.Key.Key_Delete)
        await until(lambda: not page.regions.cards)

    run(remove())
    assert regions.installed(settings) == ()
    assert console.routes.tab.map._tiles(14, 9328, 4741) is None


def test_a_cancelled_and_a_broken_import_leave_the_region_as_it_was(
    console: Console,
    chosen: list[Path | None],
    settings: Settings,
    run: Run,
    tmp_path: Path,
) -> None:
    page = console.regions.page
    broken = tmp_path / "helsinki.osm.pbf"
    broken.write_bytes(os.urandom(4000))

    async def cancel() -> None:
        chosen.append(helsinki_extract(tmp_path / "other.osm.pbf"))
        QTest.keyClick(page, Qt.Key.Key_A)
        await until(page.cancel.isVisible)
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await until(lambda: "cancelled" in page.said.accessibleName())
        chosen.append(broken)
        QTest.keyClick(page, Qt.Key.Key_A)
        await until(lambda: "helsinki.osm.pbf" in page.said.accessibleName(), seconds=60)
        chosen.append(None)
        QTest.keyClick(page, Qt.Key.Key_A)
        assert not page.cancel.isVisible()

    run(cancel())
    assert regions.installed(settings) == ()
    assert not list(settings.regions_dir.glob(".*"))


def test_a_region_of_an_older_program_and_tags_without_a_meaning_are_said(
    console: Console, desk: Desk, settings: Settings, run: Run, tmp_path: Path
) -> None:
    regions.import_extract(desk, settings, helsinki_extract(tmp_path / "helsinki.osm.pbf"), "helsinki", NOW)
    facts = settings.regions_dir / "helsinki" / regions.FACTS
    current = json.loads(facts.read_text())
    facts.write_text(json.dumps(current | {"not_understood": ["access=some_guild"]}))
    run(console.regions.load())
    (card,) = console.regions.page.regions.cards
    assert "access=some_guild" in card.under
    facts.write_text(
        json.dumps({key: value for key, value in current.items() if key not in ("closed", "not_understood")})
    )
    run(console.regions.load())
    (card,) = console.regions.page.regions.cards
    assert "Built by an older program" in card.under and card.under_tone == "late"
