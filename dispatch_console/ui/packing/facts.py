"""What the packing station shows of the open order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
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
class PackFacts:
    """The open order."""

    order_id: int
    number: str
    customer: str
    address: str
    leaves: str
    lines: tuple[LineFacts, ...]
    parcels: tuple[str, ...]
    papers: tuple[tuple[str, str, bool], ...]
    weighed: str
    expected: str
    missing: tuple[str, ...]
