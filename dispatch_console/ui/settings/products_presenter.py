"""Products by screen: found, kept, read from a file; what open orders want and nobody knows."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.records import Texts
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.packing import learning, product_list, product_records
from dispatch_console.application.packing.product_list import Lacking, ProductRow
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import decimal, plural, tr
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.settings.named_file import read_named
from dispatch_console.ui.settings.products_table import ProductsTable, key_of_row
from dispatch_console.ui.settings.record_pages import products_page
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.basics import Figure, button, label

KINDS = kinds_of(product_list.product_rows, product_list.counts)
Rows = Sequence[tuple[int, Mapping[str, str]]]
ReadFile = Callable[[Path], Rows]
# rows of a file that are named at once
MOST_NAMED = 12


class ProductsPresenter:
    """One page. `read_file` gives the rows of a file: number, and field → text."""

    def __init__(self, desk: Desk, tasks: Tasks, choose_file: Callable[[], Path | None], read_file: ReadFile) -> None:
        self._desk, self._tasks, self._choose_file, self._read_file = desk, tasks, choose_file, read_file
        self.table = ProductsTable(tr("Products"))
        self.page = products_page(self.table)
        self._rows: dict[str, ProductRow] = {}
        self._seen: dict[str, Texts] = {}
        self._marked = ""
        self._counts = product_list.ProductCounts(all=0, no_weight=0, no_barcode=0, twins=0, unknown=0)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("SKU, name or a scan"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setFixedWidth(230)
        self.search.textChanged.connect(lambda: tasks.start(self._list()))
        self._shown = label("", tone="quiet")
        self.figures = {
            Lacking.WEIGHT: Figure("weight", tr("without a weight"), "decide"),
            Lacking.BARCODE: Figure("barcode", tr("without a barcode"), "decide"),
            Lacking.TWINS: Figure("twins", tr("twins")),
            Lacking.UNKNOWN: Figure("unknown", tr("in orders, no product"), "decide"),
        }
        self._build_head()
        self.page.remove.hide()
        self.page.saved.connect(lambda key, values: tasks.start(self._save(key, values)))
        self.page.chosen.connect(self._choose)
        self.table.pictures_wanted.connect(lambda skus: tasks.start(self._show_pictures(skus)))

    def _build_head(self) -> None:
        page, start = self.page, self._tasks.start
        self.read = button(tr("Import"), "import", "I")
        self.read.clicked.connect(lambda: self._choose_import(self._tasks))
        page.head.insertWidget(2, self.read)
        page.below_head.setContentsMargins(16, 0, 16, 8)
        page.below_head.addWidget(self.search)
        for figure in self.figures.values():
            figure.clicked.connect(partial(self._filter, figure))
            page.below_head.addWidget(figure)
        page.below_head.addStretch(1)
        page.below_head.addWidget(self._shown)
        self.take = button(tr("Take learnt weight"), "scale", "F5")
        self.take.clicked.connect(lambda: start(self._take_learnt()))
        self.forget = button(tr("Forget learnt weight"), "rotate-ccw")
        self.forget.clicked.connect(lambda: start(self._forget()))
        for act in (self.take, self.forget):
            page.more_acts.addWidget(act)

    def _filter(self, pressed: Figure) -> None:
        """Let one filter be on at a time."""
        for figure in self.figures.values():
            if figure is not pressed:
                figure.setChecked(False)
        self._tasks.start(self._list())

    @in_turn
    async def load(self) -> None:
        self._counts = counts = await self._desk.ask(product_list.counts)
        for lacking, number in (
            (Lacking.WEIGHT, counts.no_weight),
            (Lacking.BARCODE, counts.no_barcode),
            (Lacking.TWINS, counts.twins),
            (Lacking.UNKNOWN, counts.unknown),
        ):
            self.figures[lacking].show_number(number)
        await self._list()

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    async def _list(self) -> None:
        lacking = next((lacking for lacking, figure in self.figures.items() if figure.isChecked()), Lacking.NOTHING)
        rows = await self._desk.ask(product_list.product_rows, self.search.text(), lacking)
        self._rows = {key_of_row(row): row for row in rows}
        keys = list(self._rows)
        marked = self._marked if self._marked in keys else next(iter(keys), "")
        self.table.show_rows(rows, marked)
        self._shown.setText(tr("{shown} of {all}", shown=len(rows), all=max(self._counts.all, len(rows))))
        if not self.page.touched:
            self._choose(marked)

    async def _show_pictures(self, skus: list[str]) -> None:
        pictures = await self._desk.ask(product_list.pictures_of, skus)
        # a product without a picture is not asked about again
        self.table.show_pictures(dict.fromkeys(skus, b"") | pictures)

    def _choose(self, key: str) -> None:
        self._marked = key
        row = self._rows.get(key)
        is_known = row is not None and bool(row.record.id)
        fields = dict(row.record.fields) if row is not None else {}
        self.page.show_record(key if is_known else "", fields if is_known else {"by_hand": tr("yes"), **fields})
        self.page.show_about("")
        if row is not None and is_known:
            self._seen[key] = _without_learnt(row.record.fields)
            self._tasks.start(self._show_use(key, row.record.fields["sku"]))

    async def _show_use(self, key: str, sku: str) -> None:
        """Say how many open orders want the product, and how often it was mistaken."""
        use = await self._desk.ask(product_list.use_of, sku)
        if self.page.key == key:
            said = [plural("in {count} open order", "in {count} open orders", use.open_orders)]
            if use.mis_scans:
                said.append(plural("{count} wrong scan", "{count} wrong scans", use.mis_scans))
            self.page.show_about(", ".join(said))

    async def _save(self, key: str, values: dict[str, str]) -> None:
        record = int(key) if key else None
        try:
            picture = await read_named(values["picture"], "", "picture.unreadable")
            seen = self._seen.get(key) if key else None
            kept = await self._desk.do(product_records.keep_product_record, record, values, seen, picture)
        except DispatchError as error:
            # in place, with everything that was typed still there
            self.page.said.say(texts.explain(error))
            return
        finally:
            self.page.answered()
        self.page.said.say(tr("Saved."), wrong=False)
        self.page.keep(key, values, str(kept))
        self._marked = str(kept)
        self.page.settle()
        await self._list()

    async def _take_learnt(self) -> None:
        """Write the learnt weight into the form; it is kept with Save."""
        sku = self.page.texts()["sku"].strip()
        grams = await self._desk.ask(product_records.learnt_of, sku)
        field = self.page.inputs["weight"]
        if grams is None or not isinstance(field, QLineEdit):
            self.page.said.say(tr("Too few clean packs say what {sku} weighs.", sku=sku))
            return
        field.setText(decimal(grams / 1000, 3))
        self.page.said.say(tr("Ctrl+Enter keeps it."), wrong=False)

    async def _forget(self) -> None:
        sku = self.page.texts()["sku"].strip()
        await self._desk.do(learning.forget_weight, sku)
        self.page.said.say(tr("What packs said of {sku} is forgotten.", sku=sku), wrong=False)

    def _choose_import(self, tasks: Tasks) -> None:
        # a dialog has an event loop of its own, which no task may wait in
        file = self._choose_file()
        if file is not None:
            tasks.start(self._import(file))

    async def _import(self, file: Path) -> None:
        """Read products from a file: rows that are wrong are named, the others are taken."""
        try:
            rows = self._read_file(file)
            done = await self._desk.do(product_records.import_products, rows)
        except DispatchError as error:
            self.page.said.say(texts.explain(error))
            return
        said = [tr("{new} new, {changed} changed.", new=done.new, changed=done.changed)]
        said += [tr("Row {row}: {why}", row=row, why=texts.explain(error)) for row, error in done.wrong[:MOST_NAMED]]
        if len(done.wrong) > MOST_NAMED:
            said.append(tr("{count} more rows are wrong.", count=len(done.wrong) - MOST_NAMED))
        self.page.said.say("\n".join(said), wrong=bool(done.wrong))


def _without_learnt(fields: Texts) -> dict[str, str]:
    """Return what a person can change: packs go on teaching while the form is open."""
    return {name: text for name, text in fields.items() if name != "learnt"}
