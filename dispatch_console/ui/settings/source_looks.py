"""What the page of live order systems shows and gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KindLook:
    """A kind of system, and what its form asks for: key, words, hint. `bell_hint`: how it rings, empty where it
    cannot.
    """

    key: str
    title: str
    secret_hint: str
    asks: tuple[tuple[str, str, str], ...]
    bell_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceForm:
    """What stands in the form. `secret` and `bell_secret` are empty where they stay as they are."""

    name: str
    kind: str
    address: str
    secret: str
    bell_secret: str = ""
    options: Mapping[str, str]
    own_fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """A field of the shop's own, and which of our fields it holds, empty where nobody chose one.

    `by_name`: the field of ours that it holds because of its name, in words. `filled`: in how many of the orders it is
    filled, in words. `becomes`: what the sample is read as. `doubts`: what could not be read, in words.
    """

    name: str
    field: str
    by_name: str = ""
    sample: str = ""
    filled: str = ""
    becomes: str = ""
    doubts: str = ""


@dataclass(frozen=True, slots=True)
class OpenTelling:
    """What the system was not told yet. `key` names it; a refused one wants a person."""

    key: int
    words: str
    is_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a system would bring. `orders`: cells of each; the last one is a doubt where its row is among `doubtful`."""

    title: str
    orders: tuple[tuple[str, ...], ...]
    doubtful: frozenset[int] = frozenset()
    own_title: str = ""
    own: tuple[OwnField, ...] = field(default=())
