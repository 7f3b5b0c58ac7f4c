"""Console and papers in a language that writes each word otherwise: what stays English is data or a key."""

import calendar
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from sqlalchemy import text
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import texts, ways
from dispatch_console.application.road import doorstep, load_out
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.language import ENGLISH, for_customers, language_name, use
from dispatch_console.settings import Settings
from dispatch_console.station import label_printing, printing
from tests.builders.days import load_all
from tests.builders.fleet import DAY
from tests.builders.languages import invent
from tests.builders.sample_orders import get, verify_whole
from tests.builders.screens import enter
from tests.builders.two_days import two_days
from tests.conftest import DATA
from tests.ui.conftest import Run, until

# letters beside digits are a code or a checksum, such as the mark of the journal at the foot of a manifest
WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{3,}(?![A-Za-z0-9])")
# keys, units, names of formats, and what stands on every map
SAME_EVERYWHERE = set(
    WORD.findall(
        "Ctrl Shift Alt Enter Return Esc Del Space Right Left Up Down PgUp PgDown Dispatch Console UTC DCP DCD DCS GSM "
        "UCS"
    )
)


@pytest.fixture
def other_language(tmp_path: Path) -> Iterator[None]:
    invent(tmp_path / "languages", "el")
    use("el", tmp_path / "languages")
    yield
    use(ENGLISH)


# names, streets and goods; the journal, plans and evidence hold words of ours too
NAMED = ("orders", "order_lines", "addresses", "customers", "products", "depots", "drivers", "vehicles")


def data_words(desk: Desk, settings: Settings, only: tuple[str, ...] = ()) -> set[str]:
    """Return every word that stands in the settings and in the database, or in some of its tables."""

    def read(session: Session) -> set[str]:
        every = session.scalars(text("select tablename from pg_tables where schemaname = 'public'")).all()
        assert set(only) <= set(every)
        tables = only or every
        rows = [str(row) for table in tables for row in session.execute(text(f"select * from {table}"))]
        return set(WORD.findall(" ".join(rows)))

    # a text to customers is in their language, whatever the screen speaks; languages are called as their speakers do
    texts_of_customers = [texts.shipped(kind, way, ENGLISH) or "" for kind in MessageKind for way in ways.CHANNELS]
    names = [language_name(code) for code in for_customers()] + [*calendar.day_abbr, *calendar.month_abbr]
    known = set(WORD.findall(" ".join([*texts_of_customers, *names, str(settings)])))
    return desk.ask_now(read) | known


def english(texts: list[str], known: set[str]) -> list[str]:
    return sorted({shown for shown in texts if set(WORD.findall(shown)) - known})


def test_a_checksum_is_no_english_and_a_word_beside_it_is() -> None:
    assert english(["58-8e8eaf92cdee", "DCP-000123"], set()) == ["DCP-000123"]
    assert english(["58-8e8eaf92cdee Journal"], set()) == ["58-8e8eaf92cdee Journal"]


def shown_texts(window: QWidget) -> list[str]:
    texts = []
    for widget in [window, *window.findChildren(QWidget)]:
        texts += [widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
    return texts


def test_every_screen_speaks_the_other_language(
    desk: Desk, settings: Settings, open_console: Callable[[Desk], Console], run: Run, other_language: None
) -> None:
    two_days(desk)
    console = open_console(desk)
    known = data_words(desk, settings) | SAME_EVERYWHERE

    async def walk() -> None:
        for head in HEADS:
            console.window.show_tab(head.key)
            offered = [action.words for action in console.window.actions_here()]
            assert english(offered, known) == []
            console.window.show_keys()
            assert english(shown_texts(console.window.keys), known) == []
            console.window.keys.close()
        assert english(shown_texts(console.window), known) == []

    run(walk())


def test_pages_behind_a_key_speak_the_other_language(
    desk: Desk, settings: Settings, open_console: Callable[[Desk], Console], run: Run, other_language: None
) -> None:
    two_days(desk)
    console = open_console(desk)
    console.window.resize(1600, 1000)
    window, tracking, routes = console.window, console.tracking.tab, console.routes.tab
    file = DATA / "shopify_orders_export.csv"
    known = data_words(desk, settings) | SAME_EVERYWHERE | set(WORD.findall(file.name))

    def says_all() -> None:
        assert english(shown_texts(window), known) == []

    async def open_all() -> None:
        window.show_tab("orders")
        await console.orders.show_order(get(desk, "1002").id)
        await console.orders.check_file(file)
        says_all()
        window.show_tab("packing")
        order = get(desk, "1007")
        verify_whole(desk, order)
        await console.packing_station.open(order.id)
        enter(console.packing_station.tab.scan, "4006381333931")
        await until(lambda: console.packing_station.tab.is_alarmed)
        says_all()
        window.show_tab("routes")
        QTest.keyClick(routes, Qt.Key.Key_P)
        await until(routes.plans.isVisible)
        await until(lambda: bool(routes.plans.columns))
        says_all()
        QTest.keyClick(routes.plans, Qt.Key.Key_Escape)
        window.show_tab("tracking")
        QTest.keyClick(tracking, Qt.Key.Key_L)
        await until(lambda: bool(tracking.loading._stop.text()))
        enter(tracking.loading.scan, str(Code(CodeKind.PARCEL, 999_999)))
        await until(lambda: not tracking.loading.strip.isHidden())
        says_all()
        tracking.handoff_wanted.emit()
        await until(tracking.handoff.isVisible)
        says_all()

    run(open_all())


def test_papers_speak_the_other_language(desk: Desk, settings: Settings, tmp_path: Path, other_language: None) -> None:
    two_days(desk)
    known = data_words(desk, settings, NAMED) | SAME_EVERYWHERE
    order = get(desk, "1002")
    files = [file.path for file in printing.print_manifests(desk, settings, DAY, tmp_path)]
    files += [label_printing.print_labels(desk, settings, order.id, tmp_path).file]
    files += [printing.print_slip(desk, settings, order.id, tmp_path).file]
    desk.do_now(load_out.depart, load_all(desk))
    facts = HandoffFacts(
        outcome="delivered_to_recipient", recipient="Ana", relation="neighbour", said_name=True, said_number=True,
        has_signature=True, id_kind="driving_licence", of_age=True,
    )  # fmt: skip
    desk.do_now(doorstep.hand_over, order.id, facts, through="phone", signature=None)
    files += [printing.print_proof(desk, settings, order.id, tmp_path)]
    said = [line for file in files for line in page_lines(file)]
    assert len(said) > 100
    assert english(said, known) == []


def page_lines(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    try:
        return [line for page in document for line in page.get_textpage().get_text_range().splitlines()]
    finally:
        document.close()
