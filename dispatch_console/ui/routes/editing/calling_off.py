"""A driver called off for today, or called back: what it does is said before it is done."""

from collections.abc import Awaitable, Callable
from datetime import date

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import edits
from dispatch_console.application.planning.day_board import BoardVan
from dispatch_console.language import plural, tr
from dispatch_console.ui.routes.editing.carrying import Carrying
from dispatch_console.ui.routes.scene import Scene
from dispatch_console.ui.routes.tab import RoutesTab


class CallingOff:
    """`undo` takes back the last act of this person here."""

    def __init__(
        self, desk: Desk, tab: RoutesTab, scene: Scene, hand: Carrying, undo: Callable[[], Awaitable[None]]
    ) -> None:
        self._desk, self._tab, self._scene, self._hand, self._undo = desk, tab, scene, hand, undo
        # whose calling off was asked for once, and what was said of it
        self._asked: tuple[str, str] | None = None

    async def ask(self) -> None:
        """Call a driver off by pressing twice: the first time says what it does. Off already, he is called back."""
        board = self._scene.board()
        if board is None or not self._scene.letter():
            return
        van = next(van for van in board.vans if van.letter == self._scene.letter())
        if van.off:
            await self._call_back(board.day, van)
        elif self._asked != (van.letter, _effect(van)) or not self._tab.said.isVisible():
            # only an effect that is still on the screen can be agreed to
            self._asked = (van.letter, _effect(van))
            self._tab.said.say(
                tr(
                    "Shift+X again calls {driver} off: {effect} Esc leaves it; Ctrl+Z takes it back.",
                    driver=van.driver,
                    effect=self._asked[1],
                ),
                wrong=False,
            )
        else:
            self._asked = None
            await self._desk.do(edits.call_off, van.shift_id, "")
            self._tab.said.say(
                tr(
                    "{driver} is called off: {effect} O finds a new plan for the other vans; Shift+X calls him back.",
                    driver=van.driver,
                    effect=_effect(van),
                ),
                wrong=False,
            )
            await self._hand.again()

    def forget(self) -> None:
        """Leave the driver on duty, where his calling off was asked for."""
        if self._asked is not None:
            self._asked = None
            self._tab.said.hide()

    async def _call_back(self, day: date, van: BoardVan) -> None:
        """Put a driver on duty again, with his stops where calling him off is the last thing that was done here."""
        can = await self._desk.ask(edits.undoable, day, self._desk.actor)
        if can.undo == edits.CALL_OFF and can.shift == van.shift_id:
            await self._undo()
            return
        await self._desk.do(edits.call_back, van.shift_id)
        self._tab.said.say(
            tr("{driver} is on duty again. Stops stay where they are now; O plans the day anew.", driver=van.driver),
            wrong=False,
        )
        await self._hand.again()


def _effect(van: BoardVan) -> str:
    """Return what happens to a van's open stops and its parcels if its driver is called off."""
    open_stops = [(leg, stop) for leg in van.legs for stop in leg.stops if stop.state not in ("done", "missed")]
    waiting = sum(len(stop.order_ids) for _, stop in open_stops)
    effect = plural("{count} order waits for a new plan.", "{count} orders wait for a new plan.", waiting)
    aboard = sum(leg.loaded for leg in van.legs if any(of is leg for of, _ in open_stops))
    if aboard:
        parcels = plural("{count} parcel", "{count} parcels", aboard)
        effect += " " + tr("{parcels} must come out of {vehicle} first.", parcels=parcels, vehicle=van.vehicle)
    return effect
