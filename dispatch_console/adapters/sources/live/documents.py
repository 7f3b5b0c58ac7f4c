"""Read the orders that a live system gave as objects: one draft for each, every value accounted for."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from dispatch_console.adapters.sources.reading import boundary
from dispatch_console.adapters.sources.reading.account import Account
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.values import phones
from dispatch_console.domain.orders.incoming import IncomingOrder, Problem, Reading
from dispatch_console.ports import SourceOptions


class Draft(ABC):
    """Builds an order out of a document, and collects what is wrong with it.

    `paths`: where a field of the order stands in the document; `lines_at`: where its lines do.
    """

    paths: ClassVar[Mapping[str, str]]
    lines_at: ClassVar[str] = "lines"
    problems: list[Problem]

    def __init__(self, cells: Document, raw: Mapping[str, Any], options: SourceOptions, number: str) -> None:
        self.cells, self.raw, self.options, self.number = cells, raw, options, number
        self.problems = []

    @abstractmethod
    def build(self) -> IncomingOrder | None:
        """Return the order; None where something keeps it out, which stands among the problems."""

    @property
    def keeps_out(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    def column_of(self, field: str, line: int | None) -> tuple[int, str]:
        """Return index and path of a field, to say where something is wrong."""
        where = f"{self.lines_at}[{line}].{field}" if line is not None else self.paths.get(field, field)
        return self.cells.row, where

    def say(self, path: str, code: str, value: str = "", *, blocks: bool = False) -> None:
        """Note what is wrong with a value."""
        self.problems.append(self.cells.problem(path, code, self.number, blocks=blocks, value=value))

    def phone(self, country: str, *paths: str) -> str:
        """Return the first number that is filled, as E.164; one that nobody could ring stays, and is said."""
        path = next((one for one in paths if self.cells.look(one)), "")
        country = country or self.options.country
        number = phones.normalised(self.cells.take(path, "phone"), country)
        if not phones.is_readable(number, country):
            self.say(path, "phone.unreadable")
        return number

    def email(self, path: str) -> str:
        """Return the address; one that no mail would reach stays, and is said."""
        text = self.cells.take(path, "email")
        if text and "@" not in text:
            self.say(path, "email.unreadable")
        return text

    def whole(self, path: str) -> int:
        """Return a quantity; a part of a piece keeps the order out."""
        text = self.cells.take(path, "quantity")
        try:
            number = Decimal(text or "0")
        except InvalidOperation:
            self.say(path, "line.quantity", blocks=True)
            return 1
        if number != number.to_integral_value():
            self.say(path, "line.fraction", blocks=True)
        return max(0, int(number))

    def street(self, path: str, *, to_a_door: bool) -> str:
        """Return the street; an order for a door without one is kept out."""
        text = self.cells.take(path, "line1")
        if not text and to_a_door:
            self.say(path, "address.empty", blocks=True)
        return text


Drafting = Callable[[Document, Mapping[str, Any], SourceOptions], Draft]


def read_documents(
    source: str,
    entries: Sequence[Mapping[str, Any]],
    options: SourceOptions,
    draft_of: Drafting,
    of_no_use: Callable[[str], bool],
    keyed: tuple[str, ...] = (),
) -> Reading:
    """Return what the objects mean. What no field uses is kept with its order, by its path; a field of the shop's own
    by its key. `keyed`: lists whose entries are keys and values.
    """
    account = Account((), of_no_use, _own_field)
    orders: list[IncomingOrder] = []
    problems: list[Problem] = []
    for row, raw in enumerate(entries, 1):
        cells = Document(row, dict(raw), keyed)
        draft = draft_of(cells, raw, options)
        order = draft.build()
        kept = {_own_name(path): text for path, text in cells.settle(account)}
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


def _own_name(path: str) -> str:
    """Return the name under which a value is kept with its order: the shop's own fields by theirs."""
    return _own_field(path) or path


def _own_field(path: str) -> str:
    """Return how a shop calls a field of its own at a path; empty for fields that every shop has."""
    if path.startswith("customFields."):
        return path.removeprefix("customFields.")
    if path.startswith("customAttributes["):
        return path.removeprefix("customAttributes[").removesuffix("]")
    return path if path.startswith("x_") else ""
