"""Shopify's orders export. One row per line item; later rows of an order repeat only Name, Email and the line.

Columns are matched by name, because exports of different years have different sets of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from dispatch_console.adapters.sources import boundary, cells, phones, text_file
from dispatch_console.adapters.sources.text_file import Row
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Problem, Reading
from dispatch_console.domain.orders.requirements import Requirement, from_tags
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import SourceOptions

NEEDED = ("Name", "Lineitem quantity", "Lineitem name")
_ADDRESS = ("Address1", "Address2", "Company", "City", "Zip", "Province", "Country")
_DAY_KEYS = ("delivery date", "delivery-date", "delivery_date", "date", "toimituspäivä", "lieferdatum")
_SLOT_KEYS = ("delivery time", "delivery slot", "delivery-time", "delivery_time", "time slot", "slot", "time", "window")
_COLUMNS = {
    "number": "Name", "source_ref": "Id", "customer_name": "Shipping Name", "phone": "Shipping Phone", "email": "Email",
    "currency": "Currency", "instructions": "Notes", "wish": "Note Attributes", "financial_status": "Financial Status",
    "line1": "Shipping Address1", "line2": "Shipping Address2", "postcode": "Shipping Zip", "city": "Shipping City",
    "region": "Shipping Province", "country": "Shipping Country", "company": "Shipping Company", "lines": "Name",
    "attributes": "Note Attributes",
}  # fmt: skip
# read and kept as attributes, because people ask for them on the phone
_KEPT = (
    "Shipping Method",
    "Discount Code",
    "Payment Method",
    "Payment Reference",
    "Vendor",
    "Location",
    "Tags",
    "Risk Level",
    "Receipt Number",
    "Payment Terms Name",
    "Fulfillment Status",
)


class ShopifyCsv:
    """Entry point `shopify-csv`."""

    kind: ClassVar[str] = "shopify-csv"

    def recognises(self, file: Path) -> bool:
        header = set(text_file.head(file))
        return set(NEEDED) <= header and any(name.startswith(("Shipping ", "Billing ")) for name in header)

    def read(self, file: Path, options: SourceOptions) -> Reading:
        """Read Shopify's export of orders.

        Errors: BadInput as `text_file`; `file.columns` with the names that are missing.
        """
        header, records = text_file.rows(text_file.decode(file))
        missing = [name for name in NEEDED if name not in header]
        if missing:
            raise BadInput("file.columns", file=file.name, missing=tuple(missing))
        groups: dict[str, list[Row]] = {}
        problems: list[Problem] = []
        count = 0
        last = ""
        for row in text_file.fixed(records, options.fixes):
            count += 1
            name = row.get("Name") or last
            problems += text_file.notices(row, name)
            if not name:
                problems.append(Problem(row.number, "Name", "", "order.no_number", blocks=True))
                continue
            if name in groups and name != last:
                problems.append(Problem(row.number, "Name", name, "order.number_twice", name, blocks=True))
                continue
            if name in groups and row.get("Created at") and _repeats_order(row):
                problems.append(Problem(row.number, "Name", name, "order.number_twice", name, blocks=True))
                continue
            last = name
            groups.setdefault(name, []).append(row)
        orders = []
        known: set[str] = set()
        for name, rows in groups.items():
            draft = _Draft(name, rows, options)
            order = draft.build()
            problems += draft.problems
            if order is None:
                continue
            if order.source_ref in known:
                problems.append(Problem(order.row, "Id", order.source_ref, "order.number_twice", name, blocks=True))
                continue
            known.add(order.source_ref)
            sound, wrong = boundary.checked(order, draft.column_of)
            problems += wrong
            if sound is not None:
                orders.append(sound)
        return Reading(self.kind, tuple(orders), boundary.said(problems), count)


def _repeats_order(row: Row) -> bool:
    """Return whether a row begins a second order of the same number: it brings a whole head again, a further line
    brings none.
    """
    head = row.get("Id") or (row.get("Total") and row.get("Financial Status"))
    return bool(head)


@dataclass
class _Draft:
    """One order while its rows are read."""

    name: str
    rows: Sequence[Row]
    options: SourceOptions
    problems: list[Problem] = field(default_factory=list)

    def build(self) -> IncomingOrder | None:
        head = self.rows[0]
        currency = head.get("Currency").upper() or None
        lines = [line for row in self.rows if (line := self._line(row, currency)) is not None]
        address = self._address(head)
        if any(problem.blocks for problem in self.problems):
            return None
        attributes, windows, wish = self._attributes(head)
        financial = head.get("Financial Status").lower()
        cancelled = bool(head.get("Cancelled at")) or financial in ("voided", "refunded")
        if cancelled:
            column = "Cancelled at" if head.get("Cancelled at") else "Financial Status"
            self._say(head, column, head.get(column), "order.cancelled")
        if lines and not any(line.needs_delivery for line in lines):
            self._say(head, "Lineitem requires shipping", "false", "order.nothing_to_deliver")
        requirements = list(from_tags(head.get("Tags")))
        outstanding = self._money(head, "Outstanding Balance", currency)
        by_cash = "cash on delivery" in head.get("Payment Method").lower() or "COD" in head.get("Payment Method")
        due = outstanding if outstanding else None
        if due is None and by_cash and financial in ("pending", "authorized"):
            due = self._money(head, "Total", currency)
        if due and Requirement.CASH_ON_DELIVERY not in requirements:
            requirements.append(Requirement.CASH_ON_DELIVERY)
        return IncomingOrder(
            number=self.name,
            source_ref=head.get("Id") or self.name,
            row=head.number,
            customer_name=head.get("Shipping Name") or head.get("Billing Name") or head.get("Email"),
            address=address,
            lines=tuple(lines),
            phone=self._phone(head),
            email=head.get("Email"),
            placed_at=self._instant(head, "Created at"),
            currency=currency,
            total=self._money(head, "Total", currency),
            due_on_delivery=due,
            instructions=head.get("Notes"),
            requirements=tuple(requirements),
            windows=windows,
            wish=wish,
            cancelled=cancelled,
            financial_status=financial,
            attributes=attributes,
        )

    def column_of(self, field: str, line: int | None) -> tuple[int, str]:
        """Return row and column of a field, for what is wrong with it."""
        row = self.rows[min(line or 0, len(self.rows) - 1)]
        if line is not None:
            return row.number, f"Lineitem {field}"
        return row.number, _COLUMNS.get(field, field)

    def _line(self, row: Row, currency: str | None) -> IncomingLine | None:
        if not row.get("Lineitem name") and not row.get("Lineitem quantity"):
            return None
        try:
            quantity = cells.quantity(row.get("Lineitem quantity"))
        except ValueError:
            self._say(row, "Lineitem quantity", row.get("Lineitem quantity"), "line.quantity", blocks=True)
            return None
        return IncomingLine(
            sku=cells.unapostrophed(row.get("Lineitem sku")),
            name=row.get("Lineitem name"),
            quantity=quantity,
            unit_price=self._money(row, "Lineitem price", currency),
            needs_delivery=cells.yes(row.get("Lineitem requires shipping")),
        )

    def _address(self, head: Row) -> IncomingAddress:
        side = (
            "Shipping"
            if any(head.get(f"Shipping {part}") for part in ("Address1", "Street", "City", "Zip"))
            else "Billing"
        )
        part = {name: cells.unapostrophed(head.get(f"{side} {name}")) for name in _ADDRESS}
        line1 = part["Address1"] or cells.unapostrophed(head.get(f"{side} Street"))
        if not line1:
            self._say(head, "Shipping Address1", "", "address.empty", blocks=True)
        region = part["Province"] or head.get(f"{side} Province Name")
        return IncomingAddress(
            line1=line1,
            line2=part["Address2"],
            postcode=part["Zip"],
            city=part["City"],
            region=region,
            country=part["Country"],
            company=part["Company"],
        )

    def _attributes(self, head: Row) -> tuple[dict[str, str], tuple[TimeWindow, ...], str]:
        attributes = {name: head.get(name) for name in _KEPT if head.get(name)}
        notes: dict[str, str] = {}
        for line in head.get("Note Attributes").splitlines():
            key, _, value = line.partition(":")
            if value.strip():
                notes[key.strip()] = value.strip()
        attributes |= notes
        lower = {key.lower(): value for key, value in notes.items()}
        day = next((lower[key] for key in _DAY_KEYS if key in lower), "")
        slot = next((lower[key] for key in _SLOT_KEYS if key in lower), "")
        wish = " ".join(part for part in (day, slot) if part)
        try:
            window = cells.window(day, slot or day, self.options.zone)
        except ValueError:
            self._say(head, "Note Attributes", wish, "window.impossible")
            window = None
        return attributes, (window,) if window else (), wish

    def _phone(self, head: Row) -> str:
        country = (
            cells.unapostrophed(head.get("Shipping Country") or head.get("Billing Country")) or self.options.country
        )
        text = head.get("Shipping Phone") or head.get("Phone") or head.get("Billing Phone")
        return phones.normalised(text, country)

    def _money(self, row: Row, column: str, currency: str | None) -> int | None:
        try:
            return cells.money(row.get(column), currency)
        except ValueError:
            self._say(row, column, row.get(column), "cell.money")
            return None

    def _instant(self, row: Row, column: str) -> datetime | None:
        try:
            return cells.instant(row.get(column), self.options.zone)
        except ValueError:
            self._say(row, column, row.get(column), "cell.instant")
            return None

    def _say(self, row: Row, column: str, value: str, code: str, *, blocks: bool = False) -> None:
        self.problems.append(Problem(row.number, column, value, code, self.name, blocks))
