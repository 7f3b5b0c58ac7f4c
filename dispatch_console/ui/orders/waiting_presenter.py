"""Corrects rows that wait, puts them away, and keeps corrections as rules of their source."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import quarantine, rules
from dispatch_console.application.intake.comparing import ImportCount
from dispatch_console.application.intake.quarantine import WaitingRow
from dispatch_console.application.intake.rules import Rule
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.language import plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.orders.waiting_page import WaitingPage
from dispatch_console.ui.tasks import Tasks

KINDS = kinds_of(quarantine.count_waiting, quarantine.waiting_rows, rules.rules)


class Corrections(Protocol):
    """Reading corrected rows again, and writing them into a file; both run on a thread of their own."""

    def correct(self, row: WaitingRow, fixes: Mapping[tuple[int, str], str]) -> ImportCount: ...

    def export_waiting(self, file: Path) -> int: ...


# rows that a question names
MOST_NAMED = 5


class WaitingPresenter:
    """Owns the page of rows that wait."""

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        page: WaitingPage,
        corrections: Corrections,
        choose_target: Callable[[str], Path | None],
        on_done: Callable[[str], None],
    ) -> None:
        """`on_done` gets the sentence after which nothing waits any more: then the page is gone."""
        self._desk, self._page, self._corrections = desk, page, corrections
        self._choose_target, self._on_done = choose_target, on_done
        self._rows: tuple[WaitingRow, ...] = ()
        self._rules: tuple[Rule, ...] = ()
        # the cell that was corrected last: source, column, what stood there, what is meant
        self._last: tuple[str, str, str, str] | None = None
        # rows that are put away with the next Del
        self._asked: list[int] = []
        start = tasks.start
        page.put_away_wanted.connect(lambda chosen: start(self._put_away(chosen)))
        page.fixed.connect(lambda row, column, text: start(self._fix(row, column, text)))
        page.same_wanted.connect(lambda: start(self._fix_same()))
        page.rule_wanted.connect(lambda: start(self._keep_rule()))
        page.rule_changed.connect(lambda row, text: start(self._change_rule(row, text)))
        page.rules_forgotten.connect(lambda chosen: start(self._forget_rules(chosen)))
        page.export_wanted.connect(lambda: self._choose_export(tasks))
        page.row_chosen.connect(self._show_cells)

    @in_turn
    async def load(self, zone: ZoneInfo) -> None:
        """Read the rows and the rules again."""
        self._rows = await self._desk.ask(quarantine.waiting_rows)
        self._rules = await self._desk.ask(rules.rules)
        now = self._desk.clock()
        self._page.show_rows([words.waiting_row(row, zone, now) for row in self._rows])
        self._page.show_rules(
            [(rule.source, rule.column, rule.value, rule.becomes, rule.made_by) for rule in self._rules]
        )
        self._offer()

    def _show_cells(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            self._page.show_cells(())
            return
        row = self._rows[place]
        cells = dict(row.cells).get(row.problem.row, {})
        # an empty cell can be filled: what is wrong may be that nothing stands there
        names = dict.fromkeys((*(column for column in row.header if column), *cells)) if row.cells else {}
        wrong = frozenset(
            one.problem.column
            for one in self._rows
            if (one.source, one.file, one.problem.row) == (row.source, row.file, row.problem.row)
        )
        self._page.show_cells([(name, cells.get(name, "")) for name in names], wrong)

    async def _fix(self, place: int, column: str, text: str) -> None:
        row = self._rows[place]
        stood = dict(row.cells).get(row.problem.row, {}).get(column, "")
        await self._correct([row], column, text)
        self._last = row.source, column, stood, text.strip()
        self._offer()

    async def _fix_same(self) -> None:
        if self._last is not None:
            _, column, _, text = self._last
            await self._correct(self._like_the_last(), column, text)

    async def _correct(self, chosen: Sequence[WaitingRow], column: str, text: str) -> None:
        gone_in: list[str] = []
        for row in chosen:
            fixes = {(row.problem.row, column): text.strip()}
            count = await asyncio.get_event_loop().run_in_executor(None, self._corrections.correct, row, fixes)
            gone_in += [*count.new, *count.changed]
        still = len(chosen) - len(gone_in)
        said = [tr("{orders} went in", orders=", ".join(gone_in))] if gone_in else []
        if still > 0:
            said.append(plural("{count} waits on, see its reason", "{count} wait on, see their reasons", still))
        self._page.say(". ".join(said))
        if not await self._desk.ask(quarantine.count_waiting):
            self._on_done(". ".join(said))

    def _like_the_last(self) -> list[WaitingRow]:
        """Return the rows whose cell says what the corrected one said; an empty one says nothing."""
        if self._last is None or not self._last[2]:
            return []
        source, column, stood, _ = self._last
        return [
            row
            for row in self._rows
            if row.source == source
            and row.problem.column == column
            and dict(row.cells).get(row.problem.row, {}).get(column) == stood
        ]

    def _offer(self) -> None:
        if self._last is None:
            self._page.offer(0, "", "")
            return
        source, column, stood, meant = self._last
        kept = any((rule.source, rule.column, rule.value) == (source, column, stood) for rule in self._rules)
        self._page.offer(len(self._like_the_last()), "" if kept else stood, meant)

    async def _keep_rule(self) -> None:
        if self._last is not None:
            await self._desk.do(rules.keep, *self._last)
            self._page.say(tr("Kept. The next file of this source is read so."))

    async def _change_rule(self, place: int, text: str) -> None:
        rule = self._rules[place]
        await self._desk.do(rules.keep, rule.source, rule.column, rule.value, text)

    async def _forget_rules(self, chosen: Sequence[int]) -> None:
        await self._desk.do(rules.forget, [self._rules[place].id for place in chosen])

    async def _put_away(self, chosen: Sequence[int]) -> None:
        """Put rows away on the second key; the first one says whose they are. They come in by no other way."""
        ids = [self._rows[place].id for place in chosen]
        if not ids:
            return
        rows = ", ".join(
            self._rows[place].problem.order_number or tr("row {row}", row=self._rows[place].problem.row)
            for place in chosen[:MOST_NAMED]
        )
        if self._asked != ids:
            self._asked = ids
            self._page.say(tr("Del once more puts {rows} away: it comes in only with its file.", rows=rows))
            return
        self._asked = []
        await self._desk.do(quarantine.put_away, ids)
        self._page.say(tr("{rows} put away.", rows=rows))

    def _choose_export(self, tasks: Tasks) -> None:
        # a dialog has an event loop of its own, which no task may wait in
        file = self._choose_target(tr("rows that wait") + ".csv")
        if file is not None:
            tasks.start(self._export(file))

    async def _export(self, file: Path) -> None:
        count = await asyncio.get_event_loop().run_in_executor(None, self._corrections.export_waiting, file)
        self._page.say(
            plural("{count} row in {file}", "{count} rows in {file}", count, file=file.name),
        )
