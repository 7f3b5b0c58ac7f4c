"""One sale of Tryton while it is read: what of it still has to be delivered, to whom, and who pays."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from dispatch_console.adapters.sources.live.documents import Draft, read_documents
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.values import instants
from dispatch_console.domain.orders.admission import Handover, SourceWords, admit
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from dispatch_console.ports import SourceOptions

# how shipments are called that left from here; what others sent is not delivered again
OURS = "Dispatch Console"
FIELDS = (
    "number", "reference", "description", "comment", "state", "create_date", "sale_date", "shipping_date",
    "currency.code", "currency.digits", "total_amount", "invoice_state", "payment_term.name", "carrier.rec_name",
    "party.name", "party.phone", "party.mobile", "party.email", "shipment_party.name", "shipment_address.street",
    "shipment_address.postal_code", "shipment_address.city", "shipment_address.country.code", "lines.type",
    "lines.product.code", "lines.product.name", "lines.product.type", "lines.quantity", "lines.unit_price",
    "lines.description", "shipments.state", "shipments.reference", "shipments.outgoing_moves.origin",
    "shipments.outgoing_moves.quantity", "shipments.outgoing_moves.state",
)  # fmt: skip
_STATES = {"draft": "draft", "quotation": "quotation", "cancelled": "cancelled"}
_PATHS = {
    "number": "number", "source_ref": "id", "customer_name": "party.name", "phone": "party.phone",
    "email": "party.email", "instructions": "comment", "wish": "shipping_date", "lines": "lines",
    "line1": "shipment_address.street", "line2": "shipment_address.street",
    "postcode": "shipment_address.postal_code", "city": "shipment_address.city",
    "country": "shipment_address.country.code",
}  # fmt: skip
_NO_USE = frozenset(
    ("sale_date", "currency.digits", "party.mobile", "lines[].type", "lines[].description", "shipments[].state",
     "shipments[].reference", "shipments[].outgoing_moves[].state")
)  # fmt: skip


def of_no_use(path: str) -> bool:
    """Return whether a value, named without places in lists, is of no use to a warehouse."""
    return path in _NO_USE or (path.endswith(".id") and path != "id" and not path.startswith("lines[].id"))


def plain(value: Any) -> Any:
    """Return a value of Tryton without the tags of its types: decimals and moments as text."""
    if isinstance(value, dict):
        match value.get("__class__"):
            case "Decimal":
                return value["decimal"]
            case "date":
                return f"{value['year']:04}-{value['month']:02}-{value['day']:02}"
            case "datetime":
                day = f"{value['year']:04}-{value['month']:02}-{value['day']:02}"
                clock = f"{value['hour']:02}:{value['minute']:02}:{value['second']:02}.{value['microsecond']:06}"
                return f"{day}T{clock}+00:00"
        return {key: plain(inner) for key, inner in value.items() if key != "__name__"}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def read(source: str, entries: tuple[Mapping[str, Any], ...], options: SourceOptions) -> Reading:
    """Return what sales of Tryton mean, with an account of every value."""
    return read_documents(source, entries, options, _Draft, of_no_use)


class _Draft(Draft):
    """Builds an order out of a document."""

    paths: ClassVar[Mapping[str, str]] = _PATHS

    def __init__(self, cells: Document, raw: Mapping[str, Any], options: SourceOptions) -> None:
        # a draft has no number yet
        super().__init__(cells, raw, options, cells.take("number", "number") or f"draft {cells.look('id')}")

    def build(self) -> IncomingOrder | None:
        """Return the order; None where something keeps it out, which stands among the problems."""
        cells = self.cells
        currency = cells.take("currency.code", "currency") or None
        lines = self._lines()
        total = self._money(cells.take("total_amount", "total"))
        state, invoiced = cells.take("state", "state"), cells.take("invoice_state", "payment_state")
        carrier, terms = cells.take("carrier.rec_name", "method"), cells.take("payment_term.name", "terms")
        words = SourceWords(
            state=_STATES.get(state, "processing"),
            method=carrier,
            payment_state="paid" if invoiced == "paid" else "pending",
            terms=terms,
            total=total,
        )
        admission = admit(words, [line.quantity for line in lines if line.needs_delivery])
        address = self._address(to_a_door=admission.handover is not Handover.COLLECTION)
        if self.keeps_out and admission.left_out is None:
            return None
        return IncomingOrder(
            number=self.number,
            source_ref=cells.take("id", "source_ref"),
            row=cells.row,
            customer_name=cells.take("shipment_party.name", "name") or cells.take("party.name", "name"),
            address=address,
            lines=lines,
            phone=self.phone(address.country, "party.phone", "party.mobile"),
            email=self.email("party.email"),
            placed_at=instants.read(cells.take("create_date", "placed_at"), "", "UTC"),
            currency=currency,
            total=total,
            due_on_delivery=admission.due,
            instructions=cells.take("comment", "instructions"),
            wish=cells.take("shipping_date", "delivery_day"),
            handover=admission.handover,
            payment=admission.payment,
            remarks=admission.remarks,
            left_out=admission.left_out,
            financial_status=words.payment_state,
            attributes={key: value for key, value in (("carrier", carrier), ("payment_term", terms)) if value},
        )

    def _lines(self) -> tuple[IncomingLine, ...]:
        sent = self._sent_by_others()
        lines = []
        for place in range(self.cells.count("lines")):
            at = f"lines[{place}]"
            if self.cells.look(f"{at}.type") != "line":
                continue
            ref = self.cells.take(f"{at}.id", "line_ref")
            quantity = self.whole(f"{at}.quantity")
            still = quantity - sent.get(ref, 0)
            if still <= 0:
                continue
            lines.append(
                IncomingLine(
                    sku=self.cells.take(f"{at}.product.code", "sku"),
                    name=self.cells.take(f"{at}.product.name", "item") or self.cells.look(f"{at}.description"),
                    quantity=still,
                    unit_price=self._money(self.cells.take(f"{at}.unit_price", "unit_price")),
                    needs_delivery=self.cells.take(f"{at}.product.type", "needs_delivery") != "service",
                    ref=ref,
                )
            )
        return tuple(lines)

    def _sent_by_others(self) -> dict[str, int]:
        """Return the pieces of each line that somebody else sent: moves of shipments that are done and not ours."""
        sent: dict[str, int] = {}
        for place in range(self.cells.count("shipments")):
            at = f"shipments[{place}]"
            ours = self.cells.look(f"{at}.reference").startswith(OURS)
            for move in range(self.cells.count(f"{at}.outgoing_moves")):
                origin = self.cells.take(f"{at}.outgoing_moves[{move}].origin", "line_ref")
                count = self.cells.take(f"{at}.outgoing_moves[{move}].quantity", "quantity")
                done = self.cells.look(f"{at}.outgoing_moves[{move}].state") == "done"
                if done and not ours and origin.startswith("sale.line,"):
                    ref = origin.removeprefix("sale.line,")
                    sent[ref] = sent.get(ref, 0) + int(float(count or 0))
        return sent

    def _money(self, text: str) -> int | None:
        """Return minor units of a decimal, by the digits of its currency."""
        digits = int(self.cells.look("currency.digits") or 2)
        try:
            return int((Decimal(text) * 10**digits).to_integral_value()) if text else None
        except InvalidOperation:
            return None

    def _address(self, *, to_a_door: bool) -> IncomingAddress:
        street, _, more = self.street("shipment_address.street", to_a_door=to_a_door).partition("\n")
        return IncomingAddress(
            line1=street.strip(),
            line2=", ".join(part.strip() for part in more.splitlines() if part.strip()),
            postcode=self.cells.take("shipment_address.postal_code", "postcode"),
            city=self.cells.take("shipment_address.city", "city"),
            country=self.cells.take("shipment_address.country.code", "country"),
        )
