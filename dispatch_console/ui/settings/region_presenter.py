"""Regions of this station: shows them, runs an import beside the work, removes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer

from dispatch_console.language import decimal, tr
from dispatch_console.ui.settings.import_process import Command, ImportProcess
from dispatch_console.ui.settings.region_page import STEPS, RegionPage, StepState
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card, Mark

# measured on extracts of towns and of a small country; only said as "about"
SECONDS_PER_MB = 3.3
ASK_AGAIN_MS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFacts:
    """An installed region as the page tells of it. `in_use` where the depot lies in it.

    `knows_closed_roads` is false where an older program built it. `not_understood`: tags of roads in no table.
    """

    name: str
    file: str
    data_date: str
    segments: int
    addresses: int
    megabytes: float
    in_use: bool
    knows_closed_roads: bool
    not_understood: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionWays:
    """What the page can ask for. `changed` is called when the regions are others than before."""

    installed: Callable[[], Sequence[RegionFacts]]
    import_command: Callable[[Path, str, float | None], Command]
    remove: Callable[[str], object]
    clear_unfinished: Callable[[], None]
    choose_file: Callable[[], Path | None]
    changed: Callable[[], None]


class RegionPresenter:
    def __init__(self, tasks: Tasks, ways: RegionWays) -> None:
        self._tasks, self._ways = tasks, ways
        self.page = page = RegionPage()
        self._process = ImportProcess(page)
        self._counts: dict[str, int] = {}
        self._begun = self._expected = 0.0
        self._file = self._name = ""
        self._steps: list[str] = []
        self._asked = ""
        page.add_wanted.connect(lambda: self._begin(""))
        page.update_wanted.connect(self._begin)
        page.remove_wanted.connect(self._remove)
        page.cancel_wanted.connect(self._process.cancel)
        page.regions.chosen.connect(lambda _: self._forget_question())
        self._process.progressed.connect(self._show_progress)
        self._process.ended.connect(self._ended)
        self._tick = QTimer(page)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._show_work)
        self._question = QTimer(page)
        self._question.setSingleShot(True)
        self._question.setInterval(ASK_AGAIN_MS)
        self._question.timeout.connect(self._forget_question)

    async def load(self) -> None:
        regions = self._ways.installed()
        chosen = self.page.chosen or (regions[0].name if regions else "")
        self.page.show_regions([_card(region) for region in regions], chosen)

    def close(self) -> None:
        self._tick.stop()
        self._process.close()

    def _begin(self, name: str) -> None:
        """Begin an import. `name`: the region to be built again; a new one where it is empty."""
        if self._process.running:
            return
        file = self._ways.choose_file()
        if file is None:
            return
        self.page.said.hide()
        text = self.page.within.text().replace(",", ".")
        within = float(text) if text else None
        self._name = name or file.name.removesuffix(".pbf").removesuffix(".osm")
        self._file, self._counts, self._begun = file.name, {}, time.monotonic()
        size = file.stat().st_size / 2**20 if file.is_file() else 0.0
        self._expected = max(4.0, size * SECONDS_PER_MB)
        self._steps = [step for step in STEPS if step != "cut" or within is not None]
        self._process.start(self._ways.import_command(file, self._name, within))
        self._tick.start()
        self._show_work()

    def _show_progress(self, step: str, count: int) -> None:
        if step in STEPS:
            self._counts[step] = count
            self._show_work()

    def _show_work(self) -> None:
        reached = max((number for number, step in enumerate(self._steps) if step in self._counts), default=0)
        states = [
            StepState(
                step,
                "done" if number < reached else "running" if number == reached else "waiting",
                _grouped(self._counts[step]) if self._counts.get(step) else "",
            )
            for number, step in enumerate(self._steps)
        ]
        passed = time.monotonic() - self._begun
        behind = sum(STEPS[step][1] for step in self._steps[:reached])
        share = max(behind, min(0.97, passed / self._expected))
        clock = tr(
            "{share} %   {passed} of about {expected}",
            share=decimal(share * 100, 0),
            passed=_clock(passed),
            expected=_clock(max(self._expected, passed)),
        )
        self.page.show_work(tr("Importing {file}", file=self._file), share, clock, states)

    def _ended(self, sentence: str, wrong: bool) -> None:
        self._tick.stop()
        self.page.end_work()
        self._ways.clear_unfinished()
        if sentence:
            self.page.said.say(sentence, wrong=wrong)
        else:
            self.page.said.say(
                tr("{name} is ready: maps, driving times and addresses come from it.", name=self._name), wrong=False
            )
            self._ways.changed()
        self._tasks.start(self._again())

    def _remove(self, name: str) -> None:
        """Remove a region, after asking once more by the same key."""
        if not name:
            return
        if self._asked != name:
            self._asked = name
            self.page.ask_again(name)
            self._question.start()
            return
        self._forget_question()
        self._tasks.start(self._removed(name))

    async def _removed(self, name: str) -> None:
        self._ways.remove(name)
        self.page.said.say(
            tr("{name} was removed. Its file is still yours; add it again at any time.", name=name), wrong=False
        )
        self._ways.changed()
        await self._again()

    async def _again(self) -> None:
        await self.load()
        self.page.take_hands()

    def _forget_question(self) -> None:
        if self._asked:
            self._asked = ""
            self.page.ask_nothing()


def _card(region: RegionFacts) -> Card:
    streets = tr(
        "{segments} street segments, {addresses} addresses",
        segments=_grouped(region.segments),
        addresses=_grouped(region.addresses),
    )
    under = tr(
        "{file}, data of {data_date}, © OpenStreetMap contributors",
        file=region.file,
        data_date=region.data_date or tr("an unknown day"),
    )
    if not region.knows_closed_roads:
        under = tr("Built by an older program: gates and closed roads are not known. Add its file again.")
    elif region.not_understood:
        under += "   " + tr("not understood: {tags}", tags=", ".join(region.not_understood))
    return Card(
        key=region.name,
        title=region.name,
        right=tr("in use") if region.in_use else tr("beside it"),
        under=under,
        under_tone="" if region.knows_closed_roads else "late",
        under_right=tr("{streets}, {megabytes} MB", streets=streets, megabytes=decimal(region.megabytes, 1)),
        mark=Mark("icon", "check" if region.in_use else "image"),
    )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
