"""Whatever can be pressed or filled says its name to a screen reader, on every tab and page."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import load_out
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.ui.tracking.tab import HANDOFF, LOAD_OUT
from tests.builders.days import load_all, plan_day, ready_orders, route_id
from tests.builders.sample_orders import get
from tests.conftest import DATA
from tests.ui.conftest import Run


def nameless(screen: QWidget) -> list[str]:
    """Return controls without a name. A combo's name on Linux is that of the label that belongs to it."""
    labelled = {made.buddy() for made in screen.findChildren(QLabel) if made.buddy() is not None}
    found = []
    for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView):
        for made in screen.findChildren(kind):
            inside = made.parentWidget()
            if isinstance(made, QHeaderView | QAbstractSlider) or isinstance(inside, QComboBox | QAbstractItemView):
                continue
            if inside is not None and isinstance(inside.parentWidget(), QComboBox):
                continue
            if made.objectName().startswith("qt_"):
                continue
            if isinstance(made, QComboBox) and made in labelled:
                continue
            if isinstance(made, QComboBox) or not made.accessibleName():
                text = made.text() if isinstance(made, QAbstractButton) else ""
                found.append(f"{type(made).__name__} in {type(inside).__name__}: {made.objectName()} {text}")
    return found


def test_every_control_of_every_tab_and_page_has_a_name(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    load_all(desk)
    desk.do_now(load_out.depart, route_id(desk))
    console = open_console(desk)

    async def walk() -> None:
        for head in HEADS:
            console.window.show_tab(head.key)
            assert "; ".join(nameless(console.window)) == ""
        await console.orders.check_file(DATA / "hostile.csv")
        console.orders.importing._show_bucket("columns")
        console.tracking.tab.show_page(LOAD_OUT)
        await console.tracking.rooms.load_out.open(route_id(desk))
        console.tracking.tab.show_page(HANDOFF)
        await console.tracking.rooms.handoff.open(get(desk, "1002").id)
        await console.packing_station.load()
        await console.schedule._next()
        console.palette.open()
        assert "; ".join(nameless(console.window)) == ""

    run(walk())


def test_the_window_fits_a_small_screen(desk: Desk, open_console: Callable[[Desk], Console]) -> None:
    window = open_console(desk).window
    window.resize(1280, 720)
    assert (window.width(), window.height()) == (1280, 720)
    assert window.minimumSizeHint().width() <= 960
