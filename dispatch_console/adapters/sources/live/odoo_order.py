"""One sale order of Odoo while it is read: what of it still has to be delivered, to whom, and who pays.

An empty value comes as false. Money is a number, moments are UTC without saying so, notes are HTML. What we took out of
stock ourselves still counts as to be delivered: we know what became of it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from dispatch_console.adapters.sources.live.documents import Draft, read_documents
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.reading.own_fields import OwnFields
from dispatch_console.adapters.sources.values import instants, numbers
from dispatch_console.domain.orders.admission import Admission, Handover, SourceWords, admit
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.ports import SourceOptions

# how deliveries are marked that left from here
OURS = "Dispatch Console"
_STATES = {"draft": "draft", "sent": "draft", "sale": "processing", "done": "processing", "cancel": "cancelled"}
_COUNTER = ("in_store", "onsite")
_ADDRESS = {
    "line2": "street2", "postcode": "zip", "city": "city", "region": "state_id.name", "country": "country_code",
    "company": "commercial_company_name",
}  # fmt: skip
_NO_USE = frozenset(
    ("write_date", "currency_id.id", "lines[].qty_delivered", "lines[].price_unit", "lines[].product.id",
     "lines[].product.name", "invoices[].id", "payment_term_id.id", "note", "partner_shipping_id.id", "id")
)  # fmt: skip
# the words of payment terms that are none
_AT_ONCE = ("immediate", "sofort", "heti", "immédiat", "inmediato")


def of_no_use(path: str) -> bool:
    """Return whether a value, named without places in lists, is of no use to a warehouse."""
    return path in _NO_USE or path.startswith(("pickings[]", "payments[]", "carrier.", "customer.", "shipping."))


def read(source: str, entries: tuple[Mapping[str, Any], ...], options: SourceOptions) -> Reading:
    """Return what sale orders of Odoo mean, with an account of every value."""
    return read_documents(source, [_filled(entry) for entry in entries], options, _Draft, of_no_use)


def is_ours(picking: Mapping[str, Any]) -> bool:
    """Return whether a delivery was marked by us."""
    marks = (str(picking.get("carrier_tracking_ref") or ""), text_of(str(picking.get("note") or "")))
    return any(mark.startswith(OURS) for mark in marks)


def text_of(markup: str) -> str:
    """Return the text of HTML; what stands in scripts and styles is no text."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return " ".join("".join(parser.parts).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


class _Draft(Draft):
    """Builds an order out of a document."""

    paths: ClassVar[Mapping[str, str]] = {
        "number": "name", "source_ref": "id", "customer_name": "shipping.name", "email": "shipping.email",
        "phone": "shipping.phone", "wish": "commitment_date", "instructions": "shipping.comment", "lines": "lines",
        "attributes": "x_", "line1": "shipping.street",
        **{field: f"shipping.{key}" for field, key in _ADDRESS.items()},
    }  # fmt: skip

    def __init__(self, cells: Document, raw: Mapping[str, Any], options: SourceOptions) -> None:
        super().__init__(cells, raw, options, cells.take("name", "number"))
        self._currency = cells.take("currency_id.name", "currency") or None
        usual = {
            "delivery_day": ("x_delivery_date", "x_studio_delivery_date"),
            "window": ("x_delivery_window", "x_studio_delivery_window"),
            "gate_code": ("x_door_code", "x_studio_door_code"),
        }
        self._own = OwnFields(cells, options, usual, lambda key: key, self.say)

    def build(self) -> IncomingOrder | None:
        cells = self.cells
        if not self.number:
            self.say("name", "order.no_number", blocks=True)
            return None
        lines = self._lines()
        total = self._money("amount_total", "total")
        admission = self._admission(lines, total)
        address = self._address(to_a_door=admission.handover is not Handover.COLLECTION)
        spans, wish = self._own.windows()
        if self.keeps_out and admission.left_out is None:
            return None
        return IncomingOrder(
            number=self.number,
            source_ref=cells.take("id", "source_ref"),
            row=cells.row,
            customer_name=cells.take("shipping.name", "name") or cells.take("customer.name", "name"),
            address=address,
            lines=lines,
            phone=self.phone(address.country, "shipping.phone", "shipping.mobile", "customer.phone", "customer.mobile"),
            email=self.email("shipping.email" if cells.look("shipping.email") else "customer.email"),
            placed_at=instants.read(cells.take("create_date", "placed_at"), "", "UTC"),
            currency=self._currency,
            total=total,
            due_on_delivery=admission.due,
            instructions=self._instructions(),
            requirements=(Requirement.CASH_ON_DELIVERY,) if admission.due is not None else (),
            windows=spans,
            wish=wish or self._promised(),
            handover=admission.handover,
            payment=admission.payment,
            remarks=admission.remarks,
            left_out=admission.left_out,
            financial_status="paid" if self._is_paid(total) else "pending",
            attributes=self._shown(),
        )

    def _admission(self, lines: tuple[IncomingLine, ...], total: int | None) -> Admission:
        cells = self.cells
        state = cells.take("state", "state")
        counter = cells.take("carrier.delivery_type", "method") in _COUNTER
        carrier = cells.take("carrier.name", "method")
        terms = cells.take("payment_term_id.name", "terms")
        words = SourceWords(
            state=_STATES.get(state, state),
            method="collection" if counter or self._own.collects() else carrier,
            payment_state="paid" if self._is_paid(total) else "pending",
            payment_method=", ".join(self._ways()),
            terms="" if any(word in terms.lower() for word in _AT_ONCE) else terms,
            total=total,
        )
        return admit(words, [line.quantity for line in lines if line.needs_delivery])

    def _ways(self) -> list[str]:
        """Return by what it is paid, as the shop calls it."""
        places = (f"payments[{n}]" for n in range(self.cells.count("payments")))
        ways = (
            self.cells.take(f"{place}.{key}.name", "payment_method")
            for place in places
            for key in ("provider_id", "payment_method_id")
        )
        return [way for way in dict.fromkeys(ways) if way]

    def _is_paid(self, total: int | None) -> bool:
        """Return whether the money is there: by what Odoo adds up, or by invoices that are all paid."""
        paid = self._money("amount_paid", "payment_state")
        if total is not None and paid is not None and paid >= total > 0:
            return True
        invoices = [one for one in self.raw.get("invoices") or () if one.get("state") == "posted"]
        for place in range(self.cells.count("invoices")):
            for key in ("state", "payment_state", "move_type"):
                self.cells.take(f"invoices[{place}].{key}", "payment_state")
        return bool(invoices) and all(one.get("payment_state") in ("paid", "in_payment") for one in invoices)

    def _lines(self) -> tuple[IncomingLine, ...]:
        sent = self._sent_by_others()
        lines = []
        for place, raw in enumerate(self.raw.get("lines") or ()):
            at = f"lines[{place}]"
            kinds = [
                self.cells.take(f"{at}.{key}", "item") for key in ("display_type", "is_delivery", "is_downpayment")
            ]
            if any(kinds):
                # headings, costs of delivery, money paid before: nothing that could be carried
                for key in ("name", "product_uom_qty", "price_reduce_taxinc"):
                    self.cells.take(f"{at}.{key}", "item")
                continue
            ref = self.cells.take(f"{at}.id", "line_ref")
            taken = sent.get(ref, 0) if "pickings" in self.raw else self.whole(f"{at}.qty_delivered")
            still = self.whole(f"{at}.product_uom_qty") - taken
            if still <= 0:
                continue
            kind = self.cells.take(f"{at}.product.detailed_type", "needs_delivery") or self.cells.take(
                f"{at}.product.type", "needs_delivery"
            )
            lines.append(
                IncomingLine(
                    sku=self.cells.take(f"{at}.product.default_code", "sku"),
                    name=self.cells.take(f"{at}.name", "item") or str((raw.get("product") or {}).get("name") or ""),
                    quantity=still,
                    unit_price=self._money(f"{at}.price_reduce_taxinc", "unit_price"),
                    needs_delivery=kind != "service",
                    barcode=self.cells.take(f"{at}.product.barcode", "barcode") or None,
                    weight_g=self._grams(f"{at}.product.weight"),
                    ref=ref,
                )
            )
        return tuple(lines)

    def _sent_by_others(self) -> dict[str, int]:
        """Return the pieces of each line that somebody else took out of stock."""
        sent: dict[str, int] = {}
        for picking in self.raw.get("pickings") or ():
            if is_ours(picking) or picking.get("picking_type_code") != "outgoing":
                continue
            for move in picking.get("moves") or ():
                if move.get("state") == "done":
                    ref = str((move.get("sale_line_id") or {}).get("id") or "")
                    count = float(move.get("quantity") or move.get("quantity_done") or 0)
                    sent[ref] = sent.get(ref, 0) + int(count)
        return sent

    def _address(self, *, to_a_door: bool) -> IncomingAddress:
        part: dict[str, Any] = {field: self.cells.take(f"shipping.{key}", field) for field, key in _ADDRESS.items()}
        street = self.street("shipping.street", to_a_door=to_a_door)
        return IncomingAddress(line1=street, **part, gate_code=self._own.one("gate_code"))

    def _instructions(self) -> str:
        asked = self.cells.take("shipping.comment", "instructions"), self._own.chosen("instructions")
        return "; ".join(text for text in asked if text)

    def _promised(self) -> str:
        """Return the delivery date that the office entered, as the depot's clocks show it: a wish, not a window."""
        text = self.cells.take("commitment_date", "delivery_day")
        try:
            at = datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
        except ValueError:
            self.say("commitment_date", "cell.instant")
            return text
        return f"{at.astimezone(ZoneInfo(self.options.zone)):%Y-%m-%d %H:%M}" if at else ""

    def _shown(self) -> dict[str, str]:
        cells = self.cells
        shown = {
            "language": cells.take("customer.lang", "attributes"),
            "carrier": cells.look("carrier.name"),
            "payment_term": cells.look("payment_term_id.name"),
            "payment_method": ", ".join(self._ways()),
            "reference": cells.take("client_order_ref", "number"),
        }
        return {key: value for key, value in shown.items() if value}

    def _grams(self, path: str) -> int | None:
        """Return grams of a product's weight in kilograms; None where it is not known."""
        try:
            return int(Decimal(self.cells.take(path, "weight_kg") or "0") * 1000) or None
        except InvalidOperation:
            return None

    def _money(self, path: str, field: str) -> int | None:
        try:
            return numbers.money(self.cells.take(path, field), self._currency, numbers.POINT)
        except ValueError:
            self.say(path, "cell.money")
            return None


def _filled(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an order without the falses that stand for nothing, its notes as text."""
    filled: dict[str, Any] = {}
    for key, value in entry.items():
        if isinstance(value, Mapping):
            filled[key] = _filled(value)
        elif isinstance(value, list):
            filled[key] = [_filled(one) if isinstance(one, Mapping) else one for one in value]
        elif key in ("note", "comment"):
            filled[key] = text_of(str(value or ""))
        elif value is not False:
            filled[key] = value
    return filled
