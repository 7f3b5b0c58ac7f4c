"""What the next scan at the bench means: a piece that is counted, taken out, or moved into the open box."""

from enum import Enum, auto

from dispatch_console.ui.packing.tab import PackingTab


class Meaning(Enum):
    """`DAMAGED`: taken out, because it is damaged."""

    COUNT = auto()
    TAKE_OUT = auto()
    DAMAGED = auto()
    MOVE = auto()


class NextScan:
    """Says on the tab what the next scan means."""

    def __init__(self, tab: PackingTab) -> None:
        self._tab, self.meaning = tab, Meaning.COUNT

    def let(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self._tab.show_taking_out(True, moving=meaning is Meaning.MOVE)

    def count(self) -> None:
        """Let the next scan count again, and the screen say so."""
        if self.meaning is not Meaning.COUNT:
            self.meaning = Meaning.COUNT
            self._tab.show_taking_out(False)
