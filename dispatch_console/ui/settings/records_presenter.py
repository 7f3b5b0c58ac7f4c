"""Depots, zones, vans, drivers, shifts, and what packing and its checklist go by, by screen."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from dispatch_console.application.intake import regulars
from dispatch_console.application.operations.records import Record, Texts
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.orders import proof_rules, site_checklist
from dispatch_console.application.packing import boxes, materials, paper_rules
from dispatch_console.application.planning import manning
from dispatch_console.application.promises import closed_days, slot_records
from dispatch_console.application.site import depot, zone_records
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.planning.crews import Crew, DriverOnDuty, RouteNeed, VanAtHand
from dispatch_console.language import long_day, plural, tr
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.settings.named_file import read_named
from dispatch_console.ui.settings.record_page import RecordPage
from dispatch_console.ui.settings.record_pages import record_pages
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.basics import button, label, sign
from dispatch_console.ui.widgets.card_list import Card

Match = Callable[[Sequence[RouteNeed], Sequence[DriverOnDuty], Sequence[VanAtHand]], Sequence[Crew]]
Query = Callable[[Any], tuple[Record, ...]]
KINDS = kinds_of(
    records.depots,
    zone_records.zones,
    slot_records.slot_records,
    closed_days.closed_days,
    regulars.regular_records,
    records.vans,
    records.drivers,
    records.shifts,
    site_checklist.checklist_items,
    boxes.box_records,
    paper_rules.paper_rules,
    proof_rules.proof_rules,
    materials.material_records,
)


class RecordsPresenter:
    """A page for each; shifts are those of one day, which arrows change."""

    def __init__(self, desk: Desk, tasks: Tasks, match: Match) -> None:
        self._desk, self._tasks, self._match = desk, tasks, match
        self._day: date | None = None
        self._records: dict[str, tuple[Record, ...]] = {}
        # as each form was filled, before anybody typed into it
        self._seen: dict[tuple[str, str], Texts] = {}
        self.pages = record_pages()
        self._shift_head(self.pages["shifts"])
        for name, page in self.pages.items():
            page.saved.connect(lambda key, values, name=name: tasks.start(self._save(name, key, values)))
            page.removed.connect(lambda key, name=name: tasks.start(self._remove(name, key)))
            page.chosen.connect(lambda key, name=name: self._choose(name, key))
        self.pages["depots"].remove.hide()

    def _shift_head(self, page: RecordPage) -> None:
        earlier = sign(tr("The day before"), "chevron-left", "PgUp")
        later = sign(tr("The day after"), "chevron-right", "PgDown")
        self._day_words = label("", tone="quiet")
        self.copy = button(tr("As on the last day"), "copy", "C")
        earlier.clicked.connect(lambda: self._move(-1))
        later.clicked.connect(lambda: self._move(1))
        self.copy.clicked.connect(lambda: self._tasks.start(self._copy()))
        self.man = button(tr("Man the open shifts"), "users", "M")
        self.man.clicked.connect(lambda: self._tasks.start(self._man()))
        for place, part in enumerate((earlier, self._day_words, later, self.copy, self.man)):
            page.head.insertWidget(2 + place, part)

    @in_turn
    async def load(self) -> None:
        if self._day is None:
            zone = await self._desk.ask(depot.zone_of)
            self._day = self._desk.clock().astimezone(zone).date()
        for name in self.pages.keys() - {"shifts"}:
            self._show(name, await self._read(name))
        shifts = self.pages["shifts"]
        shifts.offer("driver", [record.fields["name"] for record in self._records["drivers"]])
        shifts.offer("van", [record.fields["name"] for record in self._records["vans"]])
        self._show("shifts", await self._read("shifts"))
        self._day_words.setText(long_day(self._day))

    async def _read(self, name: str) -> tuple[Record, ...]:
        """Return the records of a page as the database has them."""
        if name == "shifts":
            return await self._desk.ask(records.shifts, self._day or self._desk.clock().date())
        if name == "materials":
            return await self._desk.ask(materials.material_records, self._desk.clock())
        if name == "regulars":
            return await self._desk.ask(regulars.regular_records, self._desk.clock())
        queries: dict[str, Query] = {
            "depots": records.depots,
            "zones": zone_records.zones,
            "slots": slot_records.slot_records,
            "days": closed_days.closed_days,
            "vans": records.vans,
            "drivers": records.drivers,
            "checklist": site_checklist.checklist_items,
            "boxes": boxes.box_records,
            "papers": paper_rules.paper_rules,
            "proofs": proof_rules.proof_rules,
        }
        return await self._desk.ask(queries[name])

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    def _show(self, name: str, records: tuple[Record, ...]) -> None:
        page = self.pages[name]
        row = page.records.currentIndex().row()
        marked = page.key or (page.records.cards[row].key if row >= 0 else "")
        keys = [str(record.id) for record in records]
        marked = marked if marked in keys else next(iter(keys), "")
        self._records[name] = records
        page.show_cards(
            [Card(key=str(record.id), title=record.title, right="", under=record.under) for record in records], marked
        )
        if not page.touched:
            self._choose(name, marked)

    def _choose(self, name: str, key: str) -> None:
        record = next((record for record in self._records.get(name, ()) if str(record.id) == key), None)
        self.pages[name].show_record(key if record else "", record.fields if record else {})
        self._note_seen(name, key)

    def _note_seen(self, name: str, key: str) -> None:
        """Note what the database says of the record that stands in the form now."""
        shown = next((record for record in self._records.get(name, ()) if str(record.id) == key), None)
        if shown is not None:
            self._seen[name, key] = shown.fields

    def _move(self, by: int) -> None:
        if self._day is not None:
            self._day += timedelta(days=by)
            self.pages["shifts"].settle()
            self._tasks.start(self.load())

    async def _save(self, name: str, key: str, values: dict[str, str]) -> None:
        record, seen = int(key) if key else None, self._seen.get((name, key))
        day = self._day or self._desk.clock().date()
        keep: dict[str, Callable[[], Awaitable[int]]] = {
            "depots": lambda: self._desk.do(records.keep_depot, record, values, seen),
            "zones": lambda: self._desk.do(zone_records.keep_zone, record, values, seen),
            "slots": lambda: self._desk.do(slot_records.keep_slot_rule, record, values, seen),
            "days": lambda: self._desk.do(closed_days.keep_closed_day, record, values, seen),
            "regulars": lambda: self._desk.do(regulars.keep_regular, record, values, seen),
            "vans": lambda: self._desk.do(records.keep_van, record, values, seen),
            "drivers": lambda: self._desk.do(records.keep_driver, record, values, seen),
            "shifts": lambda: self._desk.do(records.keep_shift, record, values, day, seen),
            "checklist": lambda: self._desk.do(site_checklist.keep_item, record, values, seen),
            "boxes": lambda: self._desk.do(boxes.keep_box, record, values, seen),
            "papers": lambda: self._keep_paper(record, values, seen),
            "proofs": lambda: self._desk.do(proof_rules.keep_proof_rule, record, values, seen),
            "materials": lambda: self._desk.do(materials.keep_material, record, values, seen),
        }
        page = self.pages[name]
        try:
            kept = await keep[name]()
        except DispatchError as error:
            # in place, with everything that was typed still there
            page.said.say(texts.explain(error))
            if error.code == "record.changed":
                # it was said what stands there now: whoever saves again means it
                self._records[name] = await self._read(name)
                self._note_seen(name, key)
            return
        finally:
            page.answered()
        page.said.say(tr("Saved."), wrong=False)
        page.keep(key, values, str(kept))
        # numbers in another spelling: what was seen is what the database says, not what was typed
        self._records[name] = await self._read(name)
        self._note_seen(name, str(kept))

    async def _keep_paper(self, record: int | None, values: dict[str, str], seen: Texts | None) -> int:
        """Keep a rule, with the sheet that its field names. Errors: BadInput `paper.unreadable` for no file."""
        pdf = await read_named(values["file"], seen["file"] if seen else "", "paper.unreadable")
        return await self._desk.do(paper_rules.keep_paper_rule, record, values, seen, pdf)

    async def _remove(self, name: str, key: str) -> None:
        if not key:
            return
        remove: dict[str, Callable[..., Any]] = {
            "zones": zone_records.remove_zone,
            "slots": slot_records.remove_slot_rule,
            "days": closed_days.open_day_again,
            "regulars": regulars.remove_regular,
            "vans": records.remove_van,
            "drivers": records.remove_driver,
            "shifts": records.remove_shift,
            "checklist": site_checklist.retire_item,
            "boxes": boxes.retire_box,
            "papers": paper_rules.retire_paper_rule,
            "proofs": proof_rules.retire_proof_rule,
            "materials": materials.retire_material,
        }
        try:
            done = await self._desk.do(remove[name], int(key))
        except DispatchError as error:
            self.pages[name].said.say(texts.explain(error))
            return
        self.pages[name].settle()
        if name == "days":
            kept, asked = done
            hold = plural("{count} promise holds again", "{count} promises hold again", kept)
            ring = plural("{count} customer is to be rung", "{count} customers are to be rung", asked)
            self.pages[name].said.say(tr("Open again: {hold}, {ring}.", hold=hold, ring=ring), wrong=False)

    async def _man(self) -> None:
        """Replace whoever is called off by somebody who can, with as few changes as possible."""
        day = self._day or self._desk.clock().date()
        open_day = await self._desk.ask(manning.manning, day)
        loop = asyncio.get_event_loop()
        crews = await loop.run_in_executor(None, self._match, open_day.shifts, open_day.drivers, open_day.vans)
        changed = await self._desk.do(manning.man, day, crews)
        open_ = len(open_day.shifts) - len(crews)
        left = (
            (" " + tr("{shifts} found nobody who can.", shifts=plural("{count} shift", "{count} shifts", open_)))
            if open_
            else ""
        )
        self.pages["shifts"].said.say(
            tr("{shifts} changed.{left}", shifts=plural("{count} shift", "{count} shifts", changed), left=left),
            wrong=open_ > 0,
        )
        self.pages["shifts"].settle()

    async def _copy(self) -> None:
        copied = await self._desk.do(records.copy_shifts, self._day or self._desk.clock().date())
        none = tr("Nobody to copy: no earlier day has shifts, or all of them are here.")
        sentence = (
            tr("{shifts} as on the last day.", shifts=plural("{count} shift", "{count} shifts", copied))
            if copied
            else none
        )
        self.pages["shifts"].said.say(sentence, wrong=False)
