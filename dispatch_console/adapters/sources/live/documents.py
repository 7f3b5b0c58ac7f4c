"""Read the orders that a live system gave as objects: one draft for each, every value accounted for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from dispatch_console.adapters.sources.reading import boundary
from dispatch_console.adapters.sources.reading.account import Account
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.domain.orders.incoming import IncomingOrder, Problem, Reading
from dispatch_console.ports import SourceOptions


class Draft(Protocol):
    """Builds an order out of a document, and collects what is wrong with it."""

    number: str
    problems: list[Problem]

    def build(self) -> IncomingOrder | None:
        """Return the order; None where something keeps it out, which stands among the problems."""

    def column_of(self, field: str, line: int | None) -> tuple[int, str]:
        """Return index and path of a field, to say where something is wrong."""


Drafting = Callable[[Document, Mapping[str, Any], SourceOptions], Draft]


def read_documents(
    source: str,
    entries: Sequence[Mapping[str, Any]],
    options: SourceOptions,
    draft_of: Drafting,
    of_no_use: Callable[[str], bool],
) -> Reading:
    """Return what the objects mean. What no field uses is kept with its order, by its path."""
    account = Account((), of_no_use)
    orders: list[IncomingOrder] = []
    problems: list[Problem] = []
    for row, raw in enumerate(entries, 1):
        cells = Document(row, dict(raw))
        draft = draft_of(cells, raw, options)
        order = draft.build()
        kept = {path.removeprefix("customFields."): text for path, text in cells.settle(account)}
        problems += draft.problems
        problems += (cells.problem(path, "cell.characters", draft.number) for path in cells.cleaned)
        if order is None:
            continue
        order.attributes.update(kept)
        sound, wrong = boundary.checked(order, draft.column_of)
        problems += wrong
        if sound is not None:
            orders.append(sound)
    return Reading(source, tuple(orders), boundary.said(problems), len(entries), (), account.columns)
