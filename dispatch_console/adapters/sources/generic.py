"""Any CSV or XLSX with one row per order or per line. Columns are guessed by name; a remembered mapping wins."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from dispatch_console.adapters.sources import boundary, cells, phones, text_file, xlsx
from dispatch_console.adapters.sources.generic_columns import ALIASES, guess
from dispatch_console.adapters.sources.text_file import Row
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Problem, Reading
from dispatch_console.domain.orders.requirements import Requirement, from_tags
from dispatch_console.ports import SourceOptions


class Generic:
    """Entry point `generic`."""

    kind: ClassVar[str] = "generic"
    fields: ClassVar[tuple[str, ...]] = tuple(ALIASES)

    def recognises(self, file: Path) -> bool:
        return file.suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx")

    def header(self, file: Path) -> list[str]:
        """Return the column names, for the mapping screen."""
        return self._open(file)[0]

    def guess(self, header: Sequence[str]) -> dict[str, str]:
        """Return column → field, as far as the names tell."""
        return guess(header)

    def read(self, file: Path, options: SourceOptions) -> Reading:
        """Read a file of orders in columns.

        Errors: BadInput as `text_file`; `xlsx`; `file.columns` when number, address or name find no column.
        """
        header, records = self._open(file)
        mapping = dict(options.mapping) if options.mapping else guess(header)
        columns = {field: column for column, field in mapping.items() if column in header}
        missing = [field for field in ("number", "line1") if field not in columns]
        if missing:
            raise BadInput("file.columns", file=file.name, missing=tuple(missing), header=tuple(header))
        groups: dict[str, list[Row]] = {}
        problems: list[Problem] = []
        count, last = 0, ""
        for row in text_file.fixed(records, options.fixes):
            count += 1
            number = row.get(columns["number"])
            problems += text_file.notices(row, number)
            if not number:
                problems.append(Problem(row.number, columns["number"], "", "order.no_number", blocks=True))
                continue
            if number in groups and (number != last or not _continues(groups[number][0], row, columns)):
                problems.append(
                    Problem(row.number, columns["number"], number, "order.number_twice", number, blocks=True)
                )
                continue
            last = number
            groups.setdefault(number, []).append(row)
        orders = []
        for number, rows in groups.items():
            draft = _Draft(number, rows, columns, options)
            order = draft.build()
            problems += draft.problems
            if order is None:
                continue
            sound, wrong = boundary.checked(order, draft.column_of)
            problems += wrong
            if sound is not None:
                orders.append(sound)
        return Reading(self.kind, tuple(orders), boundary.said(problems), count)

    def _open(self, file: Path) -> tuple[list[str], Iterator[Row]]:
        if file.suffix.lower() == ".xlsx":
            return xlsx.rows(file)
        return text_file.rows(text_file.decode(file))


def _continues(first: Row, row: Row, columns: dict[str, str]) -> bool:
    """Return whether a row is a further line of the same order: it names a product and repeats the address or leaves it
    out.
    """
    street = row.get(columns["line1"])
    has_line = any(row.get(columns[field]) for field in ("sku", "item") if field in columns)
    return has_line and street in ("", first.get(columns["line1"]))


class _Draft:
    """One order while its rows are read."""

    def __init__(self, number: str, rows: list[Row], columns: dict[str, str], options: SourceOptions) -> None:
        self.number, self.rows, self.columns, self.options = number, rows, columns, options
        self.problems: list[Problem] = []

    def build(self) -> IncomingOrder | None:
        head = self.rows[0]
        currency = self._get(head, "currency").upper() or None
        lines = tuple(line for row in self.rows if (line := self._line(row, currency)) is not None)
        street = cells.unapostrophed(self._get(head, "line1"))
        if not street:
            self._say(head, "line1", "address.empty", blocks=True)
        if any(problem.blocks for problem in self.problems):
            return None
        country = self._get(head, "country") or self.options.country
        due = self._money(head, "due_on_delivery", currency)
        requirements = [*from_tags(self._get(head, "requirements"))]
        if due and Requirement.CASH_ON_DELIVERY not in requirements:
            requirements.append(Requirement.CASH_ON_DELIVERY)
        day = self._get(head, "delivery_day")
        slot = self._get(head, "window") or "-".join(
            part for part in (self._get(head, "window_from"), self._get(head, "window_to")) if part
        )
        try:
            window = cells.window(day, slot, self.options.zone)
        except ValueError:
            self._say(head, "window" if "window" in self.columns else "window_to", "window.impossible")
            window = None
        lat, lon = self._pin(head)
        cancelled = self._get(head, "status").lower() in ("cancelled", "canceled", "refunded", "void", "voided")
        if cancelled:
            self._say(head, "status", "order.cancelled")
        return IncomingOrder(
            number=self.number,
            source_ref=self.number,
            row=head.number,
            customer_name=self._get(head, "name") or self._get(head, "company"),
            address=IncomingAddress(
                line1=street,
                line2=self._get(head, "line2"),
                postcode=cells.unapostrophed(self._get(head, "postcode")),
                city=self._get(head, "city"),
                region=self._get(head, "region"),
                country=country,
                company=self._get(head, "company"),
                lat=lat,
                lon=lon,
            ),
            lines=lines,
            phone=phones.normalised(self._get(head, "phone"), country),
            email=self._get(head, "email"),
            placed_at=self._placed(head),
            currency=currency,
            total=self._money(head, "total", currency),
            due_on_delivery=due,
            instructions=self._get(head, "instructions"),
            requirements=tuple(requirements),
            windows=(window,) if window else (),
            wish=" ".join(part for part in (day, slot) if part),
            cancelled=cancelled,
            attributes={
                name: value
                for name, value in head.cells.items()
                if name and name not in self.columns.values() and value
            },
        )

    def _line(self, row: Row, currency: str | None) -> IncomingLine | None:
        sku, name, text = self._get(row, "sku"), self._get(row, "item"), self._get(row, "quantity")
        if not (sku or name or text):
            return None
        try:
            quantity = cells.quantity(text) if "quantity" in self.columns else 1
        except ValueError:
            self._say(row, "quantity", "line.quantity", blocks=True)
            return None
        try:
            weight_g = cells.kilograms(self._get(row, "weight_kg"))
        except ValueError:
            self._say(row, "weight_kg", "cell.number")
            weight_g = None
        return IncomingLine(
            cells.unapostrophed(sku),
            name or sku,
            quantity,
            self._money(row, "unit_price", currency),
            cells.yes(self._get(row, "needs_delivery")),
            self._get(row, "barcode") or None,
            weight_g,
        )

    def _pin(self, row: Row) -> tuple[float | None, float | None]:
        lat, lon = self._get(row, "lat"), self._get(row, "lon")
        if not lat and not lon:
            return None, None
        try:
            pair = float(lat.replace(",", ".")), float(lon.replace(",", "."))
        except ValueError:
            self._say(row, "lat", "pin.unreadable")
            return None, None
        if not (-90 <= pair[0] <= 90 and -180 <= pair[1] <= 180) or pair == (0.0, 0.0):
            self._say(row, "lat", "pin.impossible")
            return None, None
        return pair

    def _placed(self, row: Row) -> datetime | None:
        try:
            return cells.instant(self._get(row, "placed_at"), self.options.zone)
        except ValueError:
            self._say(row, "placed_at", "cell.instant")
            return None

    def _money(self, row: Row, field: str, currency: str | None) -> int | None:
        try:
            return cells.money(self._get(row, field), currency)
        except ValueError:
            self._say(row, field, "cell.money")
            return None

    def column_of(self, field: str, line: int | None) -> tuple[int, str]:
        """Return row and column of a field, for what is wrong with it."""
        named = {"customer_name": "name", "name": "item", "source_ref": "number", "wish": "window"}.get(field, field)
        if line is None and field == "name":
            named = field
        row = self.rows[min(line or 0, len(self.rows) - 1)]
        return row.number, self.columns.get(named, field)

    def _get(self, row: Row, field: str) -> str:
        return row.get(self.columns[field]) if field in self.columns else ""

    def _say(self, row: Row, field: str, code: str, *, blocks: bool = False) -> None:
        column = self.columns.get(field, field)
        self.problems.append(Problem(row.number, column, row.get(column), code, self.number, blocks))
