"""The cash of a day as people read it: by driver, in all, and how much of it is explained."""

from collections.abc import Iterable, Sequence

from dispatch_console.application.road.day_end import CashOf
from dispatch_console.domain.values import Money
from dispatch_console.language import money, tr
from dispatch_console.ui.return_desk.cash_presenter import doors_off
from dispatch_console.ui.return_desk.day_side import CashLine


def cash_lines(rows: Sequence[CashOf]) -> tuple[CashLine, ...]:
    """Return the cash of each driver and of the counter, and the sum of each currency of which there is more than one
    line.
    """
    currencies = list(dict.fromkeys(row.currency for row in rows))
    only = currencies[0] if len(currencies) == 1 else ""
    lines = [_cash_line(row, only) for row in rows]
    for currency in currencies:
        these = [row for row in rows if row.currency == currency]
        if len(these) > 1:
            lines.append(_sum_line(these, currency))
    return tuple(lines)


def _cash_line(row: CashOf, only: str) -> CashLine:
    differs = row.counted is not None and row.difference != 0
    said = " ".join(part for part in (doors_off(row), row.reason) if part)
    return CashLine(
        letter=row.letter,
        driver=row.driver or tr("Counter"),
        due=_amount(row.due, row.currency, only),
        counted=_amount(row.counted, row.currency, only) if row.counted is not None else tr("not yet"),
        difference=_amount(row.difference, row.currency, only) if row.counted is not None else "",
        tone="wrong" if row.is_open and differs else "",
        reason=said or (tr("Not explained yet.") if row.is_open and differs else ""),
        is_open=row.is_open,
        has_remark=bool(row.off),
    )


def _sum_line(rows: Sequence[CashOf], currency: str) -> CashLine:
    counted = [row.counted for row in rows if row.counted is not None]
    every = len(counted) == len(rows)
    return CashLine(
        driver=tr("All, {currency}", currency=currency),
        due=_amount(sum(row.due for row in rows), currency, currency),
        counted=_amount(sum(counted), currency, currency) if counted else tr("not yet"),
        # a difference to what nobody counted would say that it is gone
        difference=_amount(sum(row.difference for row in rows), currency, currency) if every else "",
        tone="wrong" if every and any(row.is_open for row in rows) else "",
        is_sum=True,
    )


def _amount(minor: int, currency: str, only: str) -> str:
    """Return an amount; without its currency where all the table is of that one."""
    said = money(Money(minor, currency))
    return said.removesuffix(f" {currency}") if currency == only else said


def cash_said(rows: Sequence[CashOf]) -> str:
    """Return how much of the cash is explained and how much is not."""
    left = sum(row.counted is None and row.due != 0 for row in rows)
    counted = [row for row in rows if row.counted is not None and row.difference != 0]
    explained = money_of((row.difference, row.currency) for row in counted if not row.is_open)
    still = money_of((row.difference, row.currency) for row in counted if row.is_open)
    said = [tr("{money} explained", money=explained)] if explained else []
    said += [tr("{money} open", money=still)] if still else []
    said += [tr("{count} not counted", count=left)] if left else []
    return ", ".join(said)


def money_of(sums: Iterable[tuple[int, str]]) -> str:
    """Return how much money it is in all, by currency; of each only the size counts."""
    found: dict[str, int] = {}
    for minor, currency in sums:
        found[currency] = found.get(currency, 0) + abs(minor)
    return ", ".join(money(Money(minor, currency)) for currency, minor in found.items())
