"""Counts the cash of the van that is open: what lies on the table against what is due, and a reason for the rest."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from dispatch_console.application.desk import Desk
from dispatch_console.application.road import cash_counting
from dispatch_console.application.road.day_end import CashOf
from dispatch_console.application.road.van_return import VanReturn
from dispatch_console.domain.road import cash
from dispatch_console.domain.values import Money, minor_digits
from dispatch_console.language import money, plural, tr
from dispatch_console.ui.return_desk.cash_form import CashForm, CashView
from dispatch_console.ui.widgets import reading


class CashPresenter:
    """`say` tells what was kept."""

    def __init__(
        self,
        desk: Desk,
        start: Callable[[Coroutine[Any, Any, None]], object],
        form: CashForm,
        say: Callable[[str], None],
    ) -> None:
        self._desk, self._form, self._say = desk, form, say
        self._van: VanReturn | None = None
        # none: the first that is open
        self._currency = ""
        form.another_wanted.connect(self._turn)
        form.changed.connect(self._show_sum)
        form.kept.connect(lambda: start(self._keep()))

    @property
    def _row(self) -> CashOf | None:
        rows = self._van.cash if self._van is not None else ()
        chosen = [row for row in rows if row.currency == self._currency]
        return next(iter((*chosen, *(row for row in rows if row.is_open), *rows)), None)

    def show(self, van: VanReturn | None) -> None:
        """Show the cash of a van."""
        if van is None or self._van is None or van.shift_id != self._van.shift_id:
            self._currency = ""
        self._van = van
        self._show()

    def choose(self, currency: str) -> None:
        """Show the cash of one currency, and begin to count it."""
        self._currency = currency
        self._show()
        self._form.begin()

    def _turn(self) -> None:
        row, rows = self._row, self._van.cash if self._van is not None else ()
        if row is not None:
            self.choose(rows[(rows.index(row) + 1) % len(rows)].currency)

    def _show(self) -> None:
        self._form.show_cash(_view(self._row, self._van.cash if self._van is not None else ()))

    def _show_sum(self) -> None:
        row = self._row
        if row is None:
            return
        entered = self._form.entered()
        loose = reading.amount(entered.loose, row.currency)
        if loose is None:
            self._form.show_sum("", tr("“{coins}” is no amount.", coins=entered.loose), "wrong", asks=False, can=False)
            return
        total = cash.total(entered.pieces, loose)
        counted = money(Money(total, row.currency))
        over = total - row.due
        if row.counted is None and not entered.pieces and not entered.loose.strip():
            self._form.show_sum("", tr("Not counted yet."), "decide", asks=False, can=False)
            return
        is_new = row.counted is None or total != row.counted or entered.reason.strip() != row.reason
        if not over:
            self._form.show_sum(counted, tr("Agrees.") if total else "", "good", asks=False, can=is_new)
            return
        differs = money(Money(abs(over), row.currency))
        said = tr("{money} short", money=differs) if over < 0 else tr("{money} too much", money=differs)
        self._form.show_sum(counted, said, "wrong", asks=True, can=is_new)

    async def _keep(self) -> None:
        van, row = self._van, self._row
        if van is None or row is None:
            return
        entered = self._form.entered()
        loose = reading.amount(entered.loose, row.currency)
        if loose is None:
            return
        await self._desk.do(
            cash_counting.count_cash,
            van.day,
            van.shift_id,
            row.currency,
            entered.pieces,
            loose,
            entered.reason,
            seen_due=row.due,
        )
        # the next one that is open comes by itself
        self._currency = ""
        total = cash.total(entered.pieces, loose)
        said = tr("The cash is counted: {money}.", money=money(Money(total, row.currency)))
        if total < row.due and not entered.reason.strip():
            short = money(Money(row.due - total, row.currency))
            said += " " + tr("{money} short: it keeps the van open until a reason is given.", money=short)
        self._say(said)


def doors_off(row: CashOf) -> str:
    """Return at which doors too little or too much was taken."""
    said = []
    for stop, over in row.off:
        amount = money(Money(abs(over), row.currency))
        where = tr("stop {stop}", stop=stop) if stop is not None else tr("counter")
        said.append(
            tr("{where}: {money} too little", where=where, money=amount)
            if over < 0
            else tr("{where}: {money} too much", where=where, money=amount)
        )
    return tr("At the doors, {said}.", said="; ".join(said)) if said else ""


def _view(row: CashOf | None, rows: Sequence[CashOf]) -> CashView | None:
    if row is None:
        return None
    title = plural("Cash of {count} stop", "Cash of {count} stops", row.stops)
    digits = minor_digits(row.currency)
    notes = cash.NOTES if digits == 2 else ()
    return CashView(
        key=f"{row.shift_id}:{row.currency}",
        title=title if len(rows) == 1 else f"{title}, {row.currency}",
        due=tr("Taken {money}", money=money(Money(row.due, row.currency))),
        off=doors_off(row),
        notes=[(note, f"{note // 10**digits}") for note in notes],
        pieces={int(note): count for note, count in row.pieces.items()},
        loose=f"{row.loose / 10**digits:.{digits}f}" if row.loose else "",
        reason=row.reason,
        others=[other.currency for other in rows if other is not row],
    )
