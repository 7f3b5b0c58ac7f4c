"""Products in Settings: the table, its filters, what open orders want and nobody knows."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.packing import product_list, product_records, products
from dispatch_console.application.packing.product_list import Lacking
from dispatch_console.console.console import Console
from dispatch_console.demo.pictures import picture
from dispatch_console.domain.orders.incoming import IncomingLine
from dispatch_console.ui.settings.products_presenter import ProductsPresenter
from dispatch_console.ui.settings.products_table import CODES, KG, NAME, SKU, TWIN
from tests.builders.received import incoming, reading
from tests.builders.screens import enter
from tests.ui.conftest import Run, until


def stocked(desk: Desk) -> None:
    for sku, plate, other in (("COF-DK", "Dark", "COF-LT"), ("COF-LT", "Light", "COF-DK")):
        desk.do_now(products.keep_product, sku=sku, name="Coffee beans", weight_g=1030, barcode=f"64{sku}",
                    distinction=plate, looks_like=other, papers=["care_sheet"])  # fmt: skip
    desk.do_now(products.keep_product, sku="RUG", name="Wool rug", barcode="6412345670155")
    desk.do_now(product_records.keep_picture, "RUG", picture("blanket"))
    lines = (IncomingLine("LAMP", "Pendant lamp", 1, 900), IncomingLine("RUG", "Wool rug", 2, 900))
    desk.do_now(importing.take_reading, reading(replace(incoming(1), lines=lines)), "one.csv")


def test_the_table_shows_what_is_missing_and_the_filters_find_it(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run
) -> None:
    stocked(desk)
    console = open_settings(desk)
    page = console._presenter(ProductsPresenter)
    console.window.show_tab("settings")
    console.settings_tab.show_page("products")
    model = page.table.model()

    def cells(row: int, *columns: int) -> list[str]:
        return [str(model.index(row, column).data() or "") for column in columns]

    async def look() -> None:
        await until(lambda: model.rowCount() == 3)
        assert cells(0, SKU, KG, TWIN) == ["COF-DK", "1.030", "Light"]
        assert cells(2, SKU, NAME, KG, CODES) == ["RUG", "Wool rug", "weigh", "1"]
        page.figures[Lacking.WEIGHT].click()
        await until(lambda: model.rowCount() == 1)
        assert cells(0, SKU) == ["RUG"]
        # one filter at a time, and what the form shows follows
        page.figures[Lacking.TWINS].click()
        await until(lambda: model.rowCount() == 2 and page.page.texts()["sku"] == "COF-DK")
        assert not page.figures[Lacking.WEIGHT].isChecked()
        page.figures[Lacking.TWINS].click()
        await until(lambda: model.rowCount() == 3)
        page.table.mark("none")
        page.table.selectRow(2)
        await until(lambda: page.page.texts()["sku"] == "RUG")
        await until(lambda: page.page._about.text() == "in 1 open order")
        page.search.setText("6412345670155")
        await until(lambda: model.rowCount() == 1)
        assert page._shown.text() == "1 of 3"

    run(look())


def test_a_product_that_orders_want_and_nobody_knows_is_made_of_its_row(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run
) -> None:
    stocked(desk)
    console = open_settings(desk)
    page = console._presenter(ProductsPresenter)
    console.window.show_tab("settings")
    console.settings_tab.show_page("products")
    model = page.table.model()

    async def make() -> None:
        page.figures[Lacking.UNKNOWN].click()
        await until(lambda: model.rowCount() == 1)
        assert [model.index(0, column).data() for column in (SKU, NAME, CODES)] == [
            "LAMP",
            "Pendant lamp",
            "no product",
        ]
        await until(lambda: page.page.texts()["sku"] == "LAMP")
        weight = page.page.inputs["weight"]
        assert isinstance(weight, QLineEdit)
        enter(weight, "1.9")
        await until(lambda: page.page.said.isVisible() and "Saved" in page.page.said.accessibleName())
        await until(lambda: model.rowCount() == 0)

    run(make())
    (row,) = desk.ask_now(product_list.product_rows, "LAMP")
    assert (row.record.fields["weight"], row.lacks) == ("1.900", ("barcode", "size"))
    assert desk.ask_now(product_list.counts).unknown == 0
