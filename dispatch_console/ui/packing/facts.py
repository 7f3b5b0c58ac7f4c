"""What the packing station shows of the open order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """One line as the packer reads it. `plate` is the attribute that tells look-alikes apart, `warning` what to beware
    of.
    """

    line_id: int
    name: str
    shelf: str
    sku: str
    plate: str
    packed: int
    ordered: int
    by_hand: bool
    warning: str = ""
    # pieces that leave with another order
    later: int = 0

    @property
    def is_done(self) -> bool:
        return self.packed + self.later >= self.ordered


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """A box of the order. `state`: what stands right of it, and its tone; `contents`: what lies in it, where there is
    more than one.
    """

    position: int
    box: str
    pieces: int
    is_open: bool = True
    state: str = ""
    tone: str = ""
    contents: str = ""


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper of the kit. `state`: how it gets in: printed, to be scanned, to be ticked. `by_key`: nothing on it can be
    scanned.
    """

    key: str
    name: str
    is_in: bool
    state: str = ""
    by_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFacts:
    """The weight of the box that is to be weighed, grams; `words` and their `tone` stand below it."""

    title: str = ""
    weighed_g: int | None = None
    expected_g: int | None = None
    tolerance_g: int = 0
    words: str = ""
    is_off: bool = False
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFacts:
    """Pieces that are missing or damaged. `decision` is empty until somebody decides."""

    id: int
    sku: str
    item: str
    shelf: str
    plate: str
    pieces: int
    packed: int
    ordered: int
    is_damaged: bool
    note: str
    decision: str
    has_photo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """The open order. `missing`: what has to be done before it can be sealed, but the items.

    `stopped`: why it may not be packed any more, empty where it may. `pictures`: PNG by SKU.
    """

    order_id: int
    number: str
    customer: str
    address: str
    leaves: str
    leaves_in: str
    lines: tuple[LineFacts, ...]
    parcels: tuple[ParcelFacts, ...]
    papers: tuple[PaperFacts, ...]
    weight: WeightFacts
    missing_beside: tuple[str, ...]
    packed: int
    ordered: int
    requirements: str
    stopped: str
    is_inspected: bool
    suggested: str
    materials: str
    found: tuple[FoundFacts, ...]
    items_words: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what has to be done before it can be sealed."""
        return ((self.items_words,) if self.items_words else ()) + self.missing_beside

    def counted(self, row: int, pieces: int, items_words: str) -> "PackFacts":
        """Return the facts with so many more pieces of a line, in the box that is being filled."""
        line = self.lines[row]
        return replace(
            self,
            lines=(*self.lines[:row], replace(line, packed=line.packed + pieces), *self.lines[row + 1 :]),
            parcels=tuple(replace(box, pieces=box.pieces + pieces) if box.is_open else box for box in self.parcels),
            packed=self.packed + pieces,
            items_words=items_words,
        )
