"""What the board shows and what is chosen on it: the pages over it and the papers begin with this."""

from dataclasses import dataclass
from datetime import date

from dispatch_console.application.planning.day_board import BoardStop, BoardVan, DayBoard
from dispatch_console.ui.map.day import stop_key


@dataclass(slots=True)
class Chosen:
    """`board` is None until it was read. `letter` names a van and `key` a stop; each is empty where none is chosen."""

    board: DayBoard | None = None
    letter: str = ""
    key: str = ""

    @property
    def day(self) -> date | None:
        return self.board.day if self.board is not None else None

    def stop(self) -> tuple[BoardVan, BoardStop] | None:
        """Return the chosen stop and its van; None where none is chosen, or it is on the board no more."""
        vans = self.board.vans if self.board is not None else ()
        return next(((van, stop) for van in vans for stop in van.stops if stop_key(stop) == self.key), None)
