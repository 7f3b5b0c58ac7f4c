"""Products by screen: found, kept, read from a file; what open orders want and nobody knows."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.records import Record, Texts
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.packing import learning, product_records
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import decimal, plural, tr
from dispatch_console.ui.settings.named_file import read_named
from dispatch_console.ui.settings.record_pages import products_page
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.basics import Elided, button, shown_plain
from dispatch_console.ui.widgets.card_list import Card

KINDS = kinds_of(product_records.product_records, product_records.counts)
Rows = Sequence[tuple[int, Mapping[str, str]]]
ReadFile = Callable[[Path], Rows]
# unknown SKUs that are named at once
MOST_NAMED = 12


class ProductsPresenter:
    """One page. `read_file` gives the rows of a file: number, and field → text."""

    def __init__(self, desk: Desk, tasks: Tasks, choose_file: Callable[[], Path | None], read_file: ReadFile) -> None:
        self._desk, self._choose_file, self._read_file = desk, choose_file, read_file
        self.page = products_page()
        self._records: dict[str, Record] = {}
        self._seen: dict[str, Texts] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("SKU, name or a scan"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setFixedWidth(260)
        self.search.textChanged.connect(lambda: tasks.start(self._list()))
        self._counts = Elided("", tone="quiet")
        self._counts.setMinimumWidth(260)
        self.read = button(tr("Import"), "import", "I")
        self.read.clicked.connect(lambda: self._choose_import(tasks))
        self.take = button(tr("Take learnt weight"), "scale", "F5")
        self.take.clicked.connect(lambda: tasks.start(self._take_learnt()))
        self.forget = button(tr("Forget learnt weight"), "rotate-ccw")
        self.forget.clicked.connect(lambda: tasks.start(self._forget()))
        self.page.head.insertWidget(2, self.read)
        below = self.page.below_head
        below.setContentsMargins(16, 0, 16, 8)
        for part in (self.search, self._counts):
            below.addWidget(part)
        below.addStretch(1)
        for act in (self.take, self.forget):
            below.addWidget(act)
        self.page.remove.hide()
        self.page.saved.connect(lambda key, values: tasks.start(self._save(key, values)))
        self.page.chosen.connect(self._choose)

    async def load(self) -> None:
        counts = await self._desk.ask(product_records.counts)
        said = [plural("{count} product", "{count} products", counts.all)]
        said += [tr("{count} without a weight", count=counts.no_weight)] if counts.no_weight else []
        said += [tr("{count} without a barcode", count=counts.no_barcode)] if counts.no_barcode else []
        said += [tr("{count} in orders and not here", count=counts.unknown)] if counts.unknown else []
        self._counts.setText(", ".join(said))
        unknown = await self._desk.ask(product_records.unknown_skus)
        named = ", ".join(f"{sku} ({name})" for sku, name in unknown[:MOST_NAMED])
        if named:
            self._counts.setToolTip(shown_plain(tr("Not here: {products}", products=named)))
        await self._list()

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    async def _list(self) -> None:
        records = await self._desk.ask(product_records.product_records, self.search.text())
        self._records = {str(record.id): record for record in records}
        keys = list(self._records)
        marked = self.page.key if self.page.key in keys else next(iter(keys), "")
        cards = [Card(key=str(record.id), title=record.title, under=record.under) for record in records]
        self.page.show_cards(cards, marked)
        if not self.page.touched:
            self._choose(marked)

    def _choose(self, key: str) -> None:
        record = self._records.get(key)
        self.page.show_record(key if record else "", record.fields if record else {"by_hand": tr("yes")})
        if record is not None:
            self._seen[key] = _without_learnt(record.fields)

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
