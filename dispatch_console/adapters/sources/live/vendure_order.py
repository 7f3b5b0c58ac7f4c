"""One order of Vendure while it is read. Money comes in minor units, moments in UTC.

A line keeps its quantity when it is refunded or sent; what is still to be delivered is reckoned here. What we sent
ourselves still counts as to be delivered: we know what became of it.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from dispatch_console.adapters.sources.live.documents import Draft, read_documents
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.reading.own_fields import OwnFields
from dispatch_console.adapters.sources.values import instants
from dispatch_console.domain.orders.admission import Handover, SourceWords, admit
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.ports import SourceOptions

# how our own fulfilments are called there
OUR_METHOD = "Dispatch Console"
# in the words that `source_words` knows
_STATES = {
    **dict.fromkeys(("AddingItems", "ArrangingPayment", "Draft", "Created"), "draft"),
    **dict.fromkeys(("Modifying", "ArrangingAdditionalPayment"), "on hold"),
    **dict.fromkeys(
        ("PaymentAuthorized", "PaymentSettled", "PartiallyShipped", "Shipped", "PartiallyDelivered", "Delivered"),
        "processing",
    ),
    "Cancelled": "cancelled",
}
# what a shop's own fields are usually called, where the site has not said it
_USUAL = {
    "delivery_day": ("deliveryDate", "deliveryDay", "delivery_date"),
    "window": ("deliveryWindow", "deliverySlot", "deliveryTime", "delivery_window"),
    "instructions": ("instructions", "deliveryInstructions", "deliveryNote", "customerNote"),
    "gate_code": ("doorCode", "gateCode", "door_code"),
    "collects": ("pickUp", "collects"),
}
_ADDRESS = {
    "line2": "streetLine2", "postcode": "postalCode", "city": "city", "region": "province",
    "country": "countryCode", "company": "company",
}  # fmt: skip
_PATHS = {
    "number": "code", "source_ref": "id", "customer_name": "shippingAddress.fullName", "email": "customer.emailAddress",
    "phone": "shippingAddress.phoneNumber", "wish": "customFields", "instructions": "customFields", "lines": "lines",
    "attributes": "customFields", "gate_code": "customFields", "line1": "shippingAddress.streetLine1",
    **{field: f"shippingAddress.{key}" for field, key in _ADDRESS.items()},
}  # fmt: skip
_NO_USE = frozenset(
    ("active", "updatedAt", "currencyCode", "nextStates[]", "shippingAddress.country", "lines[].orderPlacedQuantity",
     "lines[].fulfillmentLines[].fulfillmentId", "fulfillments[].id", "fulfillments[].trackingCode", "payments[].id",
     "payments[].refunds[].id", "payments[].refunds[].reason", "customer.firstName", "customer.lastName",
     "customer.phoneNumber")
)  # fmt: skip


def of_no_use(path: str) -> bool:
    """Return whether a value, named without places in lists, is of no use to a warehouse."""
    return path in _NO_USE or path.startswith("billingAddress.")


def read(source: str, entries: tuple[Mapping[str, Any], ...], options: SourceOptions) -> Reading:
    """Return what orders of Vendure mean, with an account of every value."""
    return read_documents(source, entries, options, _Draft, of_no_use)


class _Draft(Draft):
    """Builds an order out of a document."""

    paths: ClassVar[Mapping[str, str]] = _PATHS

    def __init__(self, cells: Document, raw: Mapping[str, Any], options: SourceOptions) -> None:
        super().__init__(cells, raw, options, cells.take("code", "number"))
        self._own = OwnFields(cells, options, _USUAL, lambda key: f"customFields.{key}", self.say)

    def build(self) -> IncomingOrder | None:
        """Return the order; None where something keeps it out, which stands among the problems."""
        cells = self.cells
        if not self.number:
            self.say("code", "order.no_number", blocks=True)
            return None
        currency = str(self.raw.get("currencyCode") or "") or None
        lines = self._lines()
        total = _amount(cells.take("totalWithTax", "total"))
        settled, refunded, named = self._money()
        methods = self._each("shippingLines", ("shippingMethod.code", "shippingMethod.name"), "method")
        ways = self._each("payments", ("method",), "payment_method")
        state = cells.take("state", "state")
        words = SourceWords(
            state=_STATES.get(state, state),
            method=" ".join([*methods, *(["collection"] if self._own.collects() else [])]),
            payment_state="paid" if total is not None and settled >= total else "pending",
            payment_method=" ".join(ways),
            total=total,
            refunded=refunded,
            outstanding=None if total is None else max(0, total - settled),
            refund_named=named,
        )
        admission = admit(words, [line.quantity for line in lines if line.needs_delivery])
        spans, wish = self._own.windows()
        address = self._address(to_a_door=admission.handover is not Handover.COLLECTION)
        name = cells.take("shippingAddress.fullName", "name") or self._customer()
        if self.keeps_out and admission.left_out is None:
            return None
        return IncomingOrder(
            number=self.number,
            source_ref=cells.take("id", "source_ref"),
            row=cells.row,
            customer_name=name or cells.look("customer.emailAddress"),
            address=address,
            lines=lines,
            phone=self.phone(address.country, "shippingAddress.phoneNumber", "customer.phoneNumber"),
            email=self.email("customer.emailAddress"),
            placed_at=instants.read(cells.take("orderPlacedAt", "placed_at"), "", "UTC"),
            currency=currency,
            total=total,
            due_on_delivery=admission.due,
            instructions=self._own.chosen("instructions") or self._own.one("instructions"),
            requirements=(Requirement.CASH_ON_DELIVERY,) if admission.due is not None else (),
            windows=spans,
            wish=wish,
            handover=admission.handover,
            payment=admission.payment,
            remarks=admission.remarks,
            left_out=admission.left_out,
            financial_status=words.payment_state,
            attributes={key: value for key, value in (("shipping", ", ".join(methods[1::2])),) if value},
        )

    def _lines(self) -> tuple[IncomingLine, ...]:
        sent, given_back = self._sent_by_others(), self._refunded_pieces()
        lines = []
        for place in range(self.cells.count("lines")):
            at = f"lines[{place}]"
            ref = self.cells.take(f"{at}.id", "line_ref")
            ordered = _amount(self.cells.take(f"{at}.quantity", "quantity")) or 0
            still = max(0, ordered - sent.get(ref, 0) - given_back.get(ref, 0))
            if still:
                lines.append(
                    IncomingLine(
                        sku=self.cells.take(f"{at}.productVariant.sku", "sku"),
                        name=self.cells.take(f"{at}.productVariant.name", "item"),
                        quantity=still,
                        unit_price=_amount(self.cells.take(f"{at}.unitPriceWithTax", "unit_price")),
                        ref=ref,
                    )
                )
        return tuple(lines)

    def _sent_by_others(self) -> dict[str, int]:
        """Return the pieces of each line that somebody else sent."""
        sent: dict[str, int] = {}
        for place in range(self.cells.count("fulfillments")):
            at = f"fulfillments[{place}]"
            state, method = self.cells.take(f"{at}.state", "state"), self.cells.take(f"{at}.method", "method")
            self._add(sent, at, counts=state != "Cancelled" and method != OUR_METHOD)
        for place in range(self.cells.count("lines")):
            for piece in range(self.cells.count(f"lines[{place}].fulfillmentLines")):
                self.cells.take(f"lines[{place}].fulfillmentLines[{piece}].quantity", "quantity")
        return sent

    def _refunded_pieces(self) -> dict[str, int]:
        pieces: dict[str, int] = {}
        for payment in range(self.cells.count("payments")):
            for place in range(self.cells.count(f"payments[{payment}].refunds")):
                at = f"payments[{payment}].refunds[{place}]"
                self._add(pieces, at, counts=self.cells.look(f"{at}.state") != "Failed")
        return pieces

    def _add(self, pieces: dict[str, int], at: str, *, counts: bool) -> None:
        for place in range(self.cells.count(f"{at}.lines")):
            ref = self.cells.take(f"{at}.lines[{place}].orderLineId", "line_ref")
            count = _amount(self.cells.take(f"{at}.lines[{place}].quantity", "quantity")) or 0
            if counts:
                pieces[ref] = pieces.get(ref, 0) + count

    def _money(self) -> tuple[int, int, bool]:
        """Return what was paid, what was given back, and whether each refund names its lines."""
        paid = given_back = 0
        named = True
        for payment in range(self.cells.count("payments")):
            at = f"payments[{payment}]"
            amount = _amount(self.cells.take(f"{at}.amount", "total")) or 0
            paid += amount if self.cells.take(f"{at}.state", "payment_state") == "Settled" else 0
            for place in range(self.cells.count(f"{at}.refunds")):
                refund = f"{at}.refunds[{place}]"
                total = _amount(self.cells.take(f"{refund}.total", "refunded")) or 0
                if self.cells.take(f"{refund}.state", "refunded") != "Failed":
                    given_back += total
                    named = named and bool(self.cells.count(f"{refund}.lines"))
        return paid, given_back, named

    def _each(self, path: str, keys: tuple[str, ...], field: str) -> list[str]:
        places = range(self.cells.count(path))
        return [self.cells.take(f"{path}[{place}].{key}", field) for place in places for key in keys]

    def _address(self, *, to_a_door: bool) -> IncomingAddress:
        part: dict[str, Any] = {
            field: self.cells.take(f"shippingAddress.{key}", field) for field, key in _ADDRESS.items()
        }
        street = self.street("shippingAddress.streetLine1", to_a_door=to_a_door)
        return IncomingAddress(line1=street, **part, gate_code=self._own.one("gate_code"))

    def _customer(self) -> str:
        parts = (self.cells.look(f"customer.{key}") for key in ("firstName", "lastName"))
        return " ".join(part for part in parts if part)


def _amount(text: str) -> int | None:
    """Return a whole number; None for none. Vendure's are numbers already, or it is no Vendure."""
    try:
        return int(text) if text else None
    except ValueError:
        return None
