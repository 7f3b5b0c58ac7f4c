"""When an order can be sealed: everything in or explained, papers in, every box weighed and right."""

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch_console.domain.errors import Refused
from dispatch_console.domain.packing.weight import WeightCheck


@dataclass(frozen=True, slots=True)
class BoxWeight:
    """A box with goods in it. `check` is None where nobody knows what it should weigh."""

    position: int
    weighed_g: int | None
    check: WeightCheck | None

    @property
    def is_off(self) -> bool:
        """Return whether it was weighed and weighs something else than it should."""
        return bool(self.weighed_g and self.check and not self.check.accepts(self.weighed_g))


def missing(*, open_pieces: int, papers_open: int, boxes: Sequence[BoxWeight], is_inspected: bool) -> tuple[str, ...]:
    """Return what has to be done before an order can be sealed, as codes."""
    parts = []
    if open_pieces:
        parts.append(f"items:{open_pieces}")
    if not is_inspected:
        parts.append("inspection")
    if papers_open:
        parts.append(f"papers:{papers_open}")
    if not boxes or any(not box.weighed_g for box in boxes):
        parts.append("weight")
    elif any(box.is_off for box in boxes):
        parts.append("weight_off")
    return tuple(parts)


def require_sealable(
    *,
    open_pieces: int,
    papers_open: int,
    boxes: Sequence[BoxWeight],
    is_inspected: bool,
    is_weight_waived: bool = False,
) -> None:
    """Require everything that must be true before a label prints. Errors: Refused `pack.not_sealable` with what is
    missing.
    """
    parts = missing(open_pieces=open_pieces, papers_open=papers_open, boxes=boxes, is_inspected=is_inspected)
    left = tuple(part for part in parts if part != "weight_off" or not is_weight_waived)
    if left:
        raise Refused("pack.not_sealable", missing=left)
