"""Where an order from outside becomes one that can be stored: what does not fit is said on its cell."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any

from dispatch_console.domain import field_bounds
from dispatch_console.domain.orders import doubts
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Problem

# the column of a field as the file names it; `line` is the place of a line among the order's, from 0
# signs of a value that a problem repeats
MOST_SHOWN = 200
_TEXTS = {
    kind: tuple(entry.name for entry in fields(kind) if entry.name in field_bounds.LONGEST)
    for kind in (IncomingOrder, IncomingAddress, IncomingLine)
}
ColumnOf = Callable[[str, int | None], tuple[int, str]]


def checked(order: IncomingOrder, column_of: ColumnOf) -> tuple[IncomingOrder | None, list[Problem]]:
    """Return the order with printable texts, and what was wrong with it; None where it has to wait for a person.

    `column_of` gives row and column of a field, to be named in a problem.
    """
    look = _Look(order.number, column_of)
    changes = look.texts(order, None)
    if place := look.texts(order.address, None):
        changes["address"] = replace(order.address, **place)
    lines = [(line, look.texts(line, number)) for number, line in enumerate(order.lines)]
    if any(changed for _, changed in lines):
        changes["lines"] = tuple(replace(line, **changed) for line, changed in lines)
    attributes = look.attributes(order.attributes)
    if attributes != order.attributes:
        changes["attributes"] = attributes
    cleaned = replace(order, **changes) if changes else order
    if len(order.lines) > field_bounds.MOST_LINES:
        look.say("lines", None, str(len(order.lines)), "order.too_many_lines", most=field_bounds.MOST_LINES)
    if any(problem.blocks for problem in look.problems):
        return None, look.problems
    look.doubts(cleaned)
    return cleaned, look.problems


def said(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems as they can be stored and shown: what was wrong with a cell stands in their value."""
    return tuple(
        replace(
            problem,
            column=field_bounds.printable(problem.column).text[:MOST_SHOWN],
            value=field_bounds.printable(problem.value).text[:MOST_SHOWN],
            order_number=field_bounds.printable(problem.order_number).text[:MOST_SHOWN]
            if problem.order_number
            else problem.order_number,
        )
        for problem in problems
    )


class _Look:
    """Collects what is said of one order's texts."""

    def __init__(self, number: str, column_of: ColumnOf) -> None:
        self._number, self._column_of = field_bounds.printable(number).text[: field_bounds.LONGEST["number"]], column_of
        self.problems: list[Problem] = []

    def texts(self, of: IncomingOrder | IncomingAddress | IncomingLine, line: int | None) -> dict[str, Any]:
        """Return the text fields that had to be changed."""
        changed = {}
        for name in _TEXTS[type(of)]:
            value = getattr(of, name)
            if isinstance(value, str) and value:
                text = self._text(name, line, value, name)
                if text != value:
                    changed[name] = text
        return changed

    def doubts(self, order: IncomingOrder) -> None:
        """Say what may be right and is seldom meant."""
        for place, line in enumerate(order.lines):
            if doubts.is_many(line.quantity):
                self.say("quantity", place, str(line.quantity), "line.many", blocks=False)
        place_again = doubts.repeated((line.sku, line.name, line.quantity, line.unit_price) for line in order.lines)
        if place_again is not None:
            again = order.lines[place_again]
            self.say("sku" if again.sku else "name", place_again, again.sku or again.name, "line.twice", blocks=False)
        if doubts.is_short_phone(order.phone):
            self.say("phone", None, order.phone, "phone.short", blocks=False)

    def attributes(self, values: dict[str, str]) -> dict[str, str]:
        kept = {}
        for name, value in values.items():
            label = self._text("attribute_name", None, name, name)
            kept[label] = self._text("attribute", None, value, name)
        if len(kept) > field_bounds.MOST_ATTRIBUTES:
            self.say("attributes", None, str(len(kept)), "order.too_many_fields", most=field_bounds.MOST_ATTRIBUTES)
        return kept

    def _text(self, field: str, line: int | None, value: str, name: str) -> str:
        text, cleaned = field_bounds.printable(value)
        if cleaned:
            self.say(name, line, text, "cell.characters", blocks=False)
        most = field_bounds.too_long(field, text)
        if most is not None:
            self.say(name, line, text, "cell.too_long", most=most)
        return text

    def say(self, name: str, line: int | None, value: str, code: str, *, blocks: bool = True, **facts: object) -> None:
        row, column = self._column_of(name, line)
        column = field_bounds.printable(column).text
        self.problems.append(Problem(row, column, value, code, self._number or None, blocks, facts))
