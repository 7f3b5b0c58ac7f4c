"""Papers that are no longer true: where each lies, why, and one key that prints just those again."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.papers.stale import StalePaper, stale_papers
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import DispatchError
from dispatch_console.language import plural, tr, weekday
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.basics import button, label
from dispatch_console.ui.widgets.card_list import Card, CardList, Mark
from dispatch_console.ui.widgets.page_dialog import PageDialog

# where a paper of an order lies; those of a route are in their van
_IN_THE_BOX = ("slip", "invoice")
# returns how many papers were printed: none where nothing replaces it
PrintAgain = Callable[[StalePaper], Awaitable[int]]


class StalePage(PageDialog):
    """`print_again` prints what replaces a paper. Errors: those of printing."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QWidget, print_again: PrintAgain) -> None:
        one = button(tr("Print this one again"), "printer", "P")
        every = button(tr("Print all again"), "printer", "Ctrl+Return", "primary")
        super().__init__(parent, tr("Stale papers"), one, every)
        self.one, self.all = one, every
        self._desk, self._print = desk, print_again
        self._papers: tuple[StalePaper, ...] = ()
        self.resize(860, 560)
        column = self.column
        self.one.clicked.connect(lambda: tasks.start(self._again(self._chosen())))
        self.all.clicked.connect(lambda: tasks.start(self._again(self._papers)))
        self.list = CardList(tr("Stale papers"))
        column.addWidget(self.list, 1)
        foot = label(tr("Take each one back and tear it up: the new one alone is true. Esc closes."), tone="quiet")
        foot.setContentsMargins(16, 8, 16, 8)
        column.addWidget(foot)

    @in_turn
    async def load(self) -> None:
        """Show what is stale now."""
        zone = await self._desk.ask(depot.zone_of)
        now = self._desk.clock()
        self._papers = await self._desk.ask(stale_papers, now.astimezone(zone).date())
        count = plural("{count} stale paper", "{count} stale papers", len(self._papers))
        self._title.setText(count if self._papers else tr("Every paper that is out is true."))
        cards = []
        for number, paper in enumerate(self._papers):
            since = words.when(paper.since, zone, now) if paper.since is not None else ""
            why = texts.STALE.get(paper.reason, paper.reason)
            cards.append(
                Card(
                    key=str(number),
                    title=_title(paper),
                    right=_where(paper),
                    under=tr("{why}, since {since}", why=why, since=since),
                    under_right=", ".join(part for part in (paper.printed_by, paper.station) if part),
                    mark=Mark("icon", "file-warning"),
                )
            )
        self.list.show_cards(cards, "0" if cards else "")
        for act in (self.one, self.all):
            act.setEnabled(bool(cards))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> Sequence[StalePaper]:
        row = self.list.currentIndex().row()
        return self._papers[row : row + 1] if row >= 0 else ()

    async def _again(self, papers: Sequence[StalePaper]) -> None:
        """Print what replaces these, each order and each route once; what cannot be printed is said."""
        done: set[tuple[int | None, str, date | None]] = set()
        refused: list[str] = []
        printed = 0
        for paper in papers:
            once = (paper.order_id, "" if paper.order_id else paper.letter, paper.day)
            if once in done:
                continue
            done.add(once)
            try:
                count = await self._print(paper)
            except DispatchError as error:
                refused.append(texts.explain(error))
                continue
            printed += count
            if not count:
                refused.append(tr("Nothing replaces {paper}: take it back.", paper=_title(paper)))
        await self.load()
        said = [plural("{count} paper printed.", "{count} papers printed.", printed)] if printed else []
        self.said.say(" ".join([*said, *refused]), wrong=bool(refused))


def _title(paper: StalePaper) -> str:
    return f"{texts.paper(paper.kind).capitalize()}, {_whose(paper)}"


def _whose(paper: StalePaper) -> str:
    if paper.order:
        return tr("order {order}", order=paper.order)
    name = f"{weekday(paper.day)} {paper.name}" if paper.day else paper.name
    return tr("{name}, revision {revision}", name=name, revision=paper.revision)


def _where(paper: StalePaper) -> str:
    if not paper.order:
        return tr("with the driver of {letter}", letter=paper.letter)
    return tr("in the box") if paper.kind in _IN_THE_BOX else tr("on the parcel")
