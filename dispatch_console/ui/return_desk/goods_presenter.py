"""Takes in what came back with the van that is open: by scan, by hand, and to where it goes."""

from collections.abc import Callable, Coroutine
from typing import Any
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.road import goods_in
from dispatch_console.application.road.goods_in import BackResult, BackScan
from dispatch_console.application.road.van_return import GoodsRow, VanReturn
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.language import tr
from dispatch_console.ui import words
from dispatch_console.ui.return_desk import things
from dispatch_console.ui.return_desk.page import ReturnPage
from dispatch_console.ui.widgets import sounds
from dispatch_console.ui.widgets.basics import rename
from dispatch_console.ui.widgets.card_list import Card, Mark


class GoodsPresenter:
    """Shows the goods of one van, or of the counter."""

    def __init__(self, desk: Desk, start: Callable[[Coroutine[Any, Any, None]], object], page: ReturnPage) -> None:
        self._desk, self._page = desk, page
        self._van: VanReturn | None = None
        self._zone = ZoneInfo("UTC")
        self._chosen = ""
        page.scanned.connect(lambda text: start(self._scan(text)))
        page.thing_chosen.connect(self._goods_chosen)
        page.taken_by_hand.connect(lambda: start(self._take_in()))
        page.sent_elsewhere.connect(lambda code: start(self._send_elsewhere(code)))

    def show(self, van: VanReturn | None, zone: ZoneInfo) -> None:
        self._van, self._zone = van, zone
        self._page.goods.show_cards(
            [self._goods_card(row) for row in van.goods] if van is not None else (), self._chosen
        )
        self._show_goods_acts()

    def choose(self, key: str) -> None:
        """Choose goods by their key; empty for none."""
        self._chosen = key
        self.show(self._van, self._zone)

    def _goods_chosen(self, key: str) -> None:
        self._chosen = key
        self._show_goods_acts()

    def _show_goods_acts(self) -> None:
        row = self._goods_row()
        rename(self._page.by_hand, tr("It is here") if row is None or row.seen_at is None else tr("Not here after all"))
        self._page.by_hand.setEnabled(row is not None)
        self._page.elsewhere.setEnabled(row is not None and row.seen_at is not None)
        self._page.places.show_now(row.goes_to if row is not None else "")

    def _goods_row(self) -> GoodsRow | None:
        rows = self._van.goods if self._van is not None else ()
        return next((row for row in rows if str(row.goods_id) == self._chosen), None)

    async def _scan(self, text: str) -> None:
        van = self._van
        if van is None:
            return
        try:
            found = await self._desk.do(goods_in.scan_back, van.shift_id, text)
        except DispatchError as error:
            sounds.wrong()
            self._page.say(texts.explain(error), "wrong")
            return
        said, is_right = _scan_words(found)
        (sounds.right if is_right else sounds.wrong)()
        self._page.say(said, "" if is_right else "wrong")
        if found.goods_id is not None:
            self._chosen = str(found.goods_id)
            self._show_goods_acts()

    async def _take_in(self) -> None:
        row = self._goods_row()
        if row is not None and row.seen_at is not None:
            await self._desk.do(goods_in.undo_back, row.goods_id)
            self._page.say(tr("{what}, {customer}: not here after all.", what=row.what, customer=row.customer))
        elif row is not None:
            await self._desk.do(goods_in.count_back, row.goods_id)
            self._page.say(tr("{what}, {customer}: it is here.", what=row.what, customer=row.customer))

    async def _send_elsewhere(self, code: str) -> None:
        row = self._goods_row()
        if row is None or row.seen_at is None or code == row.goes_to:
            return
        goes_to = Destination(code)
        await self._desk.do(goods_in.send_goods, row.goods_id, goes_to)
        self._page.say(tr("{what} goes to: {where}.", what=row.what, where=texts.plain(goes_to.value)))

    def _goods_card(self, row: GoodsRow) -> Card:
        sign = ("circle-check", "grn") if row.seen_at is not None else ("circle-dashed", "red")
        return Card(
            key=str(row.goods_id),
            title=row.what,
            right=words.clock(row.seen_at, self._zone) if row.seen_at is not None else tr("not here"),
            under=(tr("stop {stop}", stop=row.stop) + ", " if row.stop else "") + row.customer,
            under_right=texts.plain(row.goes_to) if row.goes_to else "",
            mark=Mark("icon", sign[0], ink=things.colour(sign[1])),
            tone="" if row.seen_at is not None else "wrong",
        )


def _scan_words(found: BackScan) -> tuple[str, bool]:
    """Return what a scan meant in words, and whether it is as it should be."""
    match found.result:
        case BackResult.BACK:
            return tr("{number}: it is here.", number=found.number), True
        case BackResult.ALREADY:
            return tr("{number}: taken in already, by {who}.", number=found.number, who=found.who), True
        case BackResult.OTHER_VAN:
            return tr(
                "{number} is here; {who} was to bring it.", number=found.number, who=found.who or tr("the counter")
            ), True
        case BackResult.NO_RECORD:
            return tr("{number} has no outcome yet: record its stop first.", number=found.number), False
        case BackResult.WITH_CUSTOMER:
            return (
                tr("{number} is recorded as handed over to {who}, and it is here. Correct the stop, or ask the driver.",
                   number=found.number, who=found.who or tr("nobody in person")),
                False,
            )  # fmt: skip
        case BackResult.NOT_EXPECTED:
            return tr("{number} was not out with a van.", number=found.number), False
        case BackResult.NOT_OURS:
            return tr("This is no parcel of ours."), False
