"""Reads a file, shows what it would do, takes corrections on cells and columns, and writes when told to."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dispatch_console import texts
from dispatch_console.application.intake.comparing import ImportCheck, ImportCount
from dispatch_console.application.intake.importing import Cancelled
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import FileChoices, Problem
from dispatch_console.language import plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.orders import import_words
from dispatch_console.ui.orders.check_table import CheckTable
from dispatch_console.ui.orders.import_guesses import encoding_question, guesses
from dispatch_console.ui.orders.import_page import ColumnMeaning, ImportPage
from dispatch_console.ui.tasks import Tasks

Fixes = dict[tuple[int, str], str]


class Intake(Protocol):
    """Reading and writing files; both run on a thread of their own."""

    def zone(self) -> str:
        """Return in which zone times of a file are; empty while nobody has said it."""
        ...

    def keep_zone(self, zone: str) -> None: ...

    def check(self, file: Path, fixes: Fixes, choices: FileChoices) -> ImportCheck: ...

    def take(self, checked: ImportCheck, file: Path, progress: Callable[[int, int], None]) -> ImportCount: ...


class ImportPresenter:
    """One file is open at a time; `on_closed` gets a sentence, and source and number of the first new order."""

    def __init__(
        self, tasks: Tasks, page: ImportPage, intake: Intake, on_closed: Callable[[str, tuple[str, str] | None], None]
    ) -> None:
        self._page, self._intake, self._on_closed = page, intake, on_closed
        self._file: Path | None = None
        self._fixes: Fixes = {}
        self._choices = FileChoices()
        self._checked: ImportCheck | None = None
        self._bucket = self._zone = ""
        self._stop: threading.Event | None = None
        self._asked_to_leave = False
        # places that could be corrected like the last one, and how
        self._like: tuple[tuple[tuple[int, str], ...], str] = ((), "")
        start = tasks.start
        page.bucket_chosen.connect(self._show_bucket)
        page.model.fixed.connect(lambda row, text: start(self._fix(row, text)))
        page.mapping_changed.connect(lambda: start(self._map()))
        page.guess_changed.connect(lambda what, value: start(self._choose(what, value)))
        page.zone_chosen.connect(lambda zone: start(self._keep_zone(zone)))
        page.same_wanted.connect(lambda: start(self._fix_same()))
        page.take_wanted.connect(lambda: start(self._take()))
        page.cancel_wanted.connect(self._cancel)

    async def open(self, file: Path) -> None:
        """Open a file. Errors: those of the source; then nothing is open."""
        self._file, self._fixes, self._choices, self._bucket = file, {}, FileChoices(), ""
        self._like = (), ""
        self._asked_to_leave = False
        await self._check()

    async def _keep_zone(self, zone: str) -> None:
        await asyncio.get_event_loop().run_in_executor(None, self._intake.keep_zone, zone)
        await self._check()

    async def _check(self) -> None:
        file = self._file
        if file is None:
            return
        self._zone = await asyncio.get_event_loop().run_in_executor(None, self._intake.zone)
        if not self._zone:
            self._checked = None
            self._page.show_counts(file.name, {}, 0)
            self._page.ask_zone()
            return
        self._page.show_state(tr("reading"), 0.0)
        self._page.offer_same(0, "", "")
        loop = asyncio.get_event_loop()
        try:
            checked = await loop.run_in_executor(None, self._intake.check, file, dict(self._fixes), self._choices)
        except BadInput as error:
            if error.code != "file.encoding_ask":
                raise
            self._ask_encoding(file, error)
            return
        finally:
            self._page.show_state(tr("Nothing is written yet"))
        self._checked = checked
        self._page.show_guesses(guesses(checked.reading.conventions))
        self._page.said.say(import_words.missing(checked) or import_words.unsure(checked), wrong=False)
        rows = plural("{count} row", "{count} rows", checked.reading.rows)
        self._page.show_counts(
            tr("{file}, not read yet", file=file.name)
            if checked.missing
            else tr(
                "{file}, {rows}, {source}, times in {zone}",
                file=file.name,
                rows=rows,
                source=checked.reading.source,
                zone=self._zone,
            ),
            {
                "new": len(checked.count.new),
                "changed": len(checked.count.changed),
                "unchanged": len(checked.count.unchanged),
                "gone": len(checked.count.gone),
                "left_out": len(checked.count.left_out),
                "fix": len(import_words.problems(checked, "fix")),
                "notices": len(import_words.problems(checked, "notices")),
                "wait": len(checked.count.quarantined),
            },
            len(checked.mapping) if checked.header else 0,
        )
        first = (
            "columns"
            if checked.missing or import_words.uncounted(checked)
            else "fix"
            if import_words.problems(checked, "fix")
            else "new"
        )
        opened = not self._bucket
        self._show_bucket(self._bucket or first)
        if opened and first == "fix":
            self._page.go_to_row(0)
        elif opened and first == "columns":
            self._page.go_to_column()

    def _ask_encoding(self, file: Path, error: BadInput) -> None:
        """Ask in which encoding a file is, with what each would make of it."""
        self._checked = None
        self._page.show_counts(file.name, {}, 0)
        self._page.said.say(texts.explain(error), wrong=False)
        readings = error.facts["readings"]
        assert isinstance(readings, tuple)
        self._page.show_guesses([encoding_question(readings)])

    def _show_bucket(self, key: str) -> None:
        checked, self._bucket = self._checked, key
        if checked is None:
            return
        if key == "columns":
            fields = [("", tr("not used")), *((name, texts.file_field(name)) for name in checked.fields)]
            filled = {column.column: str(column.filled) for column in checked.reading.account}
            columns = [
                ColumnMeaning(
                    column,
                    checked.samples.get(column, ()),
                    checked.mapping.get(column, ""),
                    filled.get(column, ""),
                )
                for column in checked.header
            ]
            self._page.show_mapping(
                columns,
                fields,
                import_words.missing(checked) or f"{import_words.accounted(checked)}. {import_words.unsure(checked)}",
            )
            return
        numbers = {"new": checked.count.new, "changed": checked.count.changed, "unchanged": checked.count.unchanged}
        if key in ("fix", "notices"):
            titles = (
                tr("Row"), tr("Order"), tr("Customer"), tr("Column"), tr("In the file"), tr("What is wrong"),
            )  # fmt: skip
            waiting = set(checked.count.quarantined)
            rows = (
                words.problem_row(problem, waits=problem.order_number in waiting)
                for problem in import_words.problems(checked, key)
            )
            table = CheckTable(titles, tuple(rows), 4)
        elif key == "left_out":
            table = CheckTable(
                ("", tr("Order"), tr("Why it is no work")),
                tuple(("", order.number, texts.left_out(order.code, order.stage)) for order in checked.count.left_out),
            )
        elif key == "gone":
            table = CheckTable(("", tr("Order")), tuple(("", number) for number in checked.count.gone))
        else:
            wanted = set(numbers[key])
            orders = (import_words.order_row(order) for order in checked.reading.orders if order.number in wanted)
            if key == "changed":
                # what changes has the whole width: it is what has to be read
                table = CheckTable(
                    (tr("Row"), tr("Order"), tr("Customer"), tr("What changes")),
                    tuple((*row[:3], import_words.change(checked.changes.get(row[1], ()))) for row in orders),
                )
            else:
                table = CheckTable(tuple(map(tr, import_words.ORDER_TITLES)), tuple(orders))
        self._page.show_bucket(key, table)

    async def _fix(self, row: int, text: str) -> None:
        """Correct this cell alone, and ask whether others that say the same are meant; never for empty ones."""
        if self._checked is None:
            return
        wrong = import_words.problems(self._checked, self._bucket)[row]
        self._fixes[wrong.row, wrong.column] = text
        self._like = self._others_like(wrong), text
        self._asked_to_leave = False
        await self._check()
        self._page.offer_same(len(self._like[0]), wrong.value, text)
        self._page.go_to_row(row)

    def _others_like(self, wrong: Problem) -> tuple[tuple[int, str], ...]:
        """Return the places of the cells that are wrong in the same way and say the same."""
        if self._checked is None or not wrong.value.strip():
            return ()
        return tuple(
            (problem.row, problem.column)
            for problem in self._checked.reading.problems
            if (problem.column, problem.value, problem.code) == (wrong.column, wrong.value, wrong.code)
            and problem.row != wrong.row
        )

    async def _fix_same(self) -> None:
        places, text = self._like
        self._fixes |= dict.fromkeys(places, text)
        self._like = (), ""
        await self._check()

    async def _map(self) -> None:
        self._choices = replace(self._choices, mapping=self._page.mapping())
        await self._check()

    async def _choose(self, what: str, value: str) -> None:
        match what:
            case "encoding":
                self._choices = replace(self._choices, encoding=value)
            case "day_order":
                self._choices = replace(self._choices, day_order=value)
            case _:
                self._choices = replace(self._choices, decimal_sign=value)
        await self._check()

    async def _take(self) -> None:
        if self._checked is None or self._file is None or self._stop is not None:
            return
        checked, file = self._checked, self._file
        self._stop = stop = threading.Event()
        done = [0, len(checked.count.new) + len(checked.count.changed)]

        def progress(so_far: int, total: int) -> None:
            done[:] = [so_far, total]
            if stop.is_set():
                raise Cancelled("import.cancelled")

        loop = asyncio.get_event_loop()
        work = loop.run_in_executor(None, self._intake.take, checked, file, progress)
        try:
            while not work.done():
                self._page.show_state(
                    tr("{done} of {total} orders", done=done[0], total=done[1]), done[0] / max(1, done[1])
                )
                await asyncio.wait([work], timeout=0.2)
            count = await work
        except Cancelled:
            self._page.show_state(tr("Stopped. Nothing is written."))
            return
        finally:
            self._stop = None
        self._page.show_state("")
        self._checked = self._file = None
        waiting = (
            tr("; {quarantined} wait with their reason in Orders", quarantined=len(count.quarantined))
            if count.quarantined
            else ""
        )
        if count.left_out:
            waiting += tr("; {left_out} left out, no work", left_out=len(count.left_out))
        said = tr(
            "{file}: {new} new, {changed} changed{waiting}",
            file=file.name,
            new=len(count.new),
            changed=len(count.changed),
            waiting=waiting,
        )
        self._on_closed(said, (count.source, count.new[0]) if count.new else None)

    def _cancel(self) -> None:
        """Stop the writing of rows; before that, leave the screen."""
        if self._stop is not None:
            self._stop.set()
            return
        if (self._fixes or self._choices != FileChoices()) and not self._asked_to_leave:
            self._asked_to_leave = True
            self._page.show_state(tr("Esc once more: your corrections are dropped"))
            return
        self._checked = self._file = None
        self._on_closed("", None)
