"""The rows of the list at the end of a day: heads, open things with what can be done, and goods that came back."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that can be done about an open thing. `needs_reason`: only with words that say why."""

    code: str
    words: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRow:
    """The head of a group: `count` stands before its words; `key_hint`: the key that works on its rows."""

    sign: str
    count: str
    words: str
    right: str = ""
    key_hint: str = ""

    @property
    def key(self) -> str:
        return ""

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (f"{self.count} {self.words}".strip(), self.right) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """An open thing. `tone` of its sign: wrong while it blocks, good where somebody let it pass."""

    key: str
    sign: str
    tone: str
    title: str
    under: str
    right: str
    under_right: str
    acts: Sequence[Act] = ()

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.under, self.right, self.under_right) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackRow:
    """Goods that came back: what, from whom, where they go, and who took them in. `tone`: good, or wrong where lost."""

    key: str
    what: str
    whose: str
    place_sign: str
    place: str
    state: str
    tone: str = "good"

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.what, self.whose, self.place, self.state) if part)


DayRow = HeadRow | OpenRow | BackRow
