"""Answers what is typed into the palette, and goes where the person chose to go."""

from collections.abc import Callable
from dataclasses import dataclass

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import finding
from dispatch_console.application.site import depot
from dispatch_console.ui.palette.actions import Action
from dispatch_console.ui.palette.palette import Palette
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets.card_list import Card, Mark
from dispatch_console.ui.widgets.map_colours import driver_colours

ICONS = {"order": "inbox", "address": "map-pin"}


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a found thing leads: each gets its key."""

    order: Callable[[str], None]
    driver: Callable[[str], None]
    address: Callable[[str], None]


class PalettePresenter:
    def __init__(
        self, desk: Desk, tasks: Tasks, palette: Palette, actions: Callable[[], tuple[Action, ...]], ways: Ways
    ) -> None:
        self._desk, self._palette, self._actions, self._ways = desk, palette, actions, ways
        self._offered: tuple[Action, ...] = ()
        self._asked = self._answered = ""
        palette.asked.connect(lambda text: tasks.start(self._answer(text)))
        palette.taken.connect(self._take)

    def open(self) -> None:
        # read before the palette covers the screen
        self._offered = self._actions()
        self._palette.begin()

    def has_answered(self, text: str) -> bool:
        """Return whether what is shown answers this text."""
        return self._answered == text

    async def _answer(self, text: str) -> None:
        self._asked = text
        wanted = text.removeprefix(">").strip().lower()
        actions = [
            _action_card(number, action)
            for number, action in enumerate(self._offered)
            if action.enabled and wanted in action.words.lower()
        ]
        cards: list[Card] = []
        if wanted and not text.startswith(">"):
            zone = await self._desk.ask(depot.zone_of)
            day = self._desk.clock().astimezone(zone).date()
            things = await self._desk.ask(finding.find, text, day)
            cards = [_card(thing) for thing in things]
        # an answer that was overtaken by the next letter is not shown
        if self._asked == text:
            self._palette.show_matches((*cards, *actions[:8]))
            self._answered = text

    def _take(self, key: str) -> None:
        kind, _, rest = key.partition(":")
        if kind == "action":
            self._offered[int(rest)].trigger()
        elif kind == "order":
            self._ways.order(rest)
        elif kind == "driver":
            self._ways.driver(rest)
        else:
            self._ways.address(rest)


def _action_card(number: int, action: Action) -> Card:
    key = action.key.replace("Return", "Enter")
    return Card(key=f"action:{number}", title=action.words, right=key, under="action", mark=Mark("icon", "arrow-right"))


def _card(thing: finding.Match) -> Card:
    mark = Mark("icon", ICONS.get(thing.kind, "search"))
    if thing.kind == "driver":
        colours = driver_colours(thing.key)
        mark = Mark("letter", thing.key, colours.fill, ink=colours.letter)
    return Card(key=f"{thing.kind}:{thing.key}", title=thing.title, right=thing.kind, under=thing.note, mark=mark)
