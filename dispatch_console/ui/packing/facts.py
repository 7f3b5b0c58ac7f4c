"""What the packing station shows of the open order."""

from dataclasses import dataclass, replace

from dispatch_console.language import plural


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """One line as the packer reads it. `plate` is the attribute that tells look-alikes apart."""

    line_id: int
    name: str
    shelf: str
    sku: str
    plate: str
    packed: int
    ordered: int
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """A parcel that is filled. `pieces` lie in it."""

    position: int
    box: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """The open order. `weight_missing` says what is wrong with the weight, empty when it is right.

    `stopped`: why it may not be packed any more, empty where it may.
    """

    order_id: int
    number: str
    customer: str
    address: str
    leaves: str
    lines: tuple[LineFacts, ...]
    parcels: tuple[ParcelFacts, ...]
    papers: tuple[tuple[str, str, bool], ...]
    weighed: str
    expected: str
    weight_missing: str
    packed: int
    ordered: int
    requirements: str
    weight_is_off: bool
    stopped: str

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what has to be done before it can be sealed."""
        missing = (
            [plural("{count} item", "{count} items", self.ordered - self.packed)] if self.packed < self.ordered else []
        )
        open_papers = sum(1 for _, _, ticked in self.papers if not ticked)
        missing += [plural("{count} paper", "{count} papers", open_papers)] if open_papers else []
        return (*missing, self.weight_missing) if self.weight_missing else tuple(missing)

    def counted(self, row: int, pieces: int) -> "PackFacts":
        """Return the facts with so many more pieces of a line, in the box that is being filled."""
        line, box = self.lines[row], self.parcels[-1]
        return replace(
            self,
            lines=(*self.lines[:row], replace(line, packed=line.packed + pieces), *self.lines[row + 1 :]),
            parcels=(*self.parcels[:-1], replace(box, pieces=box.pieces + pieces)),
            packed=self.packed + pieces,
        )
