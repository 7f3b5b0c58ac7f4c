"""What hands do on a screen."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import products
from dispatch_console.console.console import Console
from dispatch_console.ui.packing.tab import PackingTab
from tests.builders.sample_orders import get, import_sample, verify_whole
from tests.ui.conftest import until

NUMBERS = ("1002", "1004")
# what the three pieces of order 1002 say to a scanner
CODES = ("6400000000017", "TEE-M", "6400000000024")


TRACKING = "tracking"


def enter(field: QLineEdit, text: str) -> None:
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def ready(desk: Desk) -> None:
    import_sample(desk)
    weights = {"TEE-M": ("T-shirt - M", 200, "6400000000017"), "CHAIR-1": ("Oak chair", 4000, "6400000000024")}
    for sku, (name, weight, barcode) in weights.items():
        desk.do_now(products.keep_product, sku=sku, name=name, weight_g=weight, barcode=barcode, shelf="A-01")
    verify_whole(desk, get(desk, "1002"))


def at_the_table(desk: Desk, open_console: Callable[[Desk], Console]) -> tuple[Console, PackingTab]:
    """Show the Packing tab; order 1002 waits."""
    ready(desk)
    console = open_console(desk)
    console.window.show_tab("packing")
    return console, console.packing_station.tab


async def pack_pieces(tab: PackingTab, *codes: str) -> None:
    """Open order 1002 and scan these codes of it, one after the other."""
    enter(tab.scan, "1002")
    await until(lambda: tab.current_line() is not None)
    for number, code in enumerate(codes, 1):
        enter(tab.scan, code)
        await until(partial(counted, tab, f"{number} of {len(CODES)}"))


def counted(tab: PackingTab, words: str) -> bool:
    return tab._count.text() == words


async def take_file(console: Console, file: Path) -> None:
    """Check a file and take it, as a person does."""
    await console.orders.check_file(file)
    page = console.orders.tab.import_page
    await until(page.take.isEnabled)
    page.take.click()
    await until(lambda: not console.orders.tab.is_importing)


def boxes(console: Console) -> list[QCheckBox]:
    return console.orders.tab.panel.findChildren(QCheckBox)
