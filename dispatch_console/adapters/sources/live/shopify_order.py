"""One order of Shopify while it is read. Money comes as decimal text, moments in UTC.

A line keeps its first quantity; `currentQuantity` is without what was removed or refunded. What we sent ourselves still
counts as to be delivered: we know what became of it.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from dispatch_console.adapters.sources.live.documents import Draft, read_documents
from dispatch_console.adapters.sources.reading import note_block
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.reading.own_fields import OwnFields
from dispatch_console.adapters.sources.values import instants, numbers, windows
from dispatch_console.domain.orders.admission import Admission, Handover, SourceWords, admit
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from dispatch_console.domain.orders.requirements import Requirement, from_tags
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import SourceOptions

# the company of our own fulfilments there
OUR_COMPANY = "Dispatch Console"
_OWN = "customAttributes"
_ADDRESS = {
    "line2": "address2", "postcode": "zip", "city": "city", "region": "province", "country": "countryCodeV2",
    "company": "company",
}  # fmt: skip
# where the field of a note block is a field of ours
_BLOCK = {"day": "delivery_day", "hours": "window"}
_CODES = ("door code", "Door code", "door_code", "Gate code", "gate_code", "Ovikoodi", "Türcode")
# in the words that `source_words` knows
_METHODS = {
    "PICK_UP": "collection", "RETAIL": "collection", "PICKUP_POINT": "pickup point", "LOCAL": "delivery",
    "SHIPPING": "delivery",
}  # fmt: skip
_STATES = {"ON_HOLD": "on hold", "SCHEDULED": "on hold", "REQUEST_DECLINED": "on hold", "RESTOCKED": "restocked"}
_NO_USE = frozenset(
    ("updatedAt", "processedAt", "closedAt", "currencyCode", "id", "lineItems[].id", "fulfillments[].id",
     "fulfillments[].displayStatus", "lineItems[].unfulfilledQuantity", "fulfillmentOrders[].id",
     "lineItems[].originalUnitPriceSet.shopMoney.amount", "shippingAddress.longitude")
)  # fmt: skip


def of_no_use(path: str) -> bool:
    """Return whether a value, named without places in lists, is of no use to a warehouse."""
    return path in _NO_USE or path.startswith(("billingAddress.", "fulfillments[].events"))


def read(source: str, entries: tuple[Mapping[str, Any], ...], options: SourceOptions) -> Reading:
    """Return what orders of Shopify mean, with an account of every value."""
    return read_documents(source, entries, options, _Draft, of_no_use, (_OWN,))


def number_of(gid: str) -> str:
    """Return the number at the end of a name like `gid://shopify/Order/5`."""
    return gid.rpartition("/")[2]


def is_ours(fulfilment: Mapping[str, Any], tracking: str = "") -> bool:
    """Return whether a fulfilment was made by us, for a tracking number unless it is empty."""
    infos = fulfilment.get("trackingInfo") or ()
    mine = any(one.get("company") == OUR_COMPANY and tracking in ("", one.get("number")) for one in infos)
    return mine and fulfilment.get("status") != "CANCELLED"


class _Draft(Draft):
    """Builds an order out of a document."""

    lines_at: ClassVar[str] = "lineItems"
    paths: ClassVar[Mapping[str, str]] = {
        "number": "name", "source_ref": "id", "customer_name": "shippingAddress.name", "email": "email",
        "phone": "shippingAddress.phone", "wish": _OWN, "instructions": "note", "lines": "lineItems",
        "attributes": _OWN, "gate_code": _OWN, "line1": "shippingAddress.address1",
        **{field: f"shippingAddress.{key}" for field, key in _ADDRESS.items()},
    }  # fmt: skip

    def __init__(self, cells: Document, raw: Mapping[str, Any], options: SourceOptions) -> None:
        super().__init__(cells, raw, options, cells.take("name", "number") or number_of(cells.look("id")))
        self._currency = str(raw.get("currencyCode") or "") or None
        usual: dict[str, list[str]] = {"gate_code": list(_CODES)}
        for path in cells.under(_OWN):
            key = path.removeprefix(f"{_OWN}[").removesuffix("]")
            usual.setdefault(_BLOCK.get(note_block.field_of(key), note_block.field_of(key)), []).append(key)
        self._own = OwnFields(cells, options, usual, lambda key: f"{_OWN}[{key}]", self.say)

    def build(self) -> IncomingOrder | None:
        cells = self.cells
        lines = self._lines()
        total = self._money("currentTotalPriceSet", "total")
        admission = self._admission(lines, total)
        address = self._address(to_a_door=admission.handover is not Handover.COLLECTION)
        spans, wish = self._windows()
        if self.keeps_out and admission.left_out is None:
            return None
        return IncomingOrder(
            number=self.number,
            source_ref=number_of(cells.take("id", "source_ref")),
            row=cells.row,
            customer_name=self._customer(),
            address=address,
            lines=lines,
            phone=self.phone(address.country, "shippingAddress.phone", "phone", "billingAddress.phone"),
            email=self.email("email"),
            placed_at=instants.read(cells.take("createdAt", "placed_at"), "", "UTC"),
            currency=self._currency,
            total=total,
            due_on_delivery=admission.due,
            instructions=self._instructions(),
            requirements=self._requirements(admission),
            windows=spans,
            wish=wish,
            handover=admission.handover,
            payment=admission.payment,
            remarks=admission.remarks,
            left_out=admission.left_out,
            financial_status=cells.take("displayFinancialStatus", "payment_state").lower(),
            attributes=self._shown(),
        )

    def _admission(self, lines: tuple[IncomingLine, ...], total: int | None) -> Admission:
        cells = self.cells
        refunded = self._money("totalRefundedSet", "refunded") or 0
        places = range(cells.count("lineItems"))
        fewer = any(
            cells.look(f"lineItems[{n}].quantity") != cells.look(f"lineItems[{n}].currentQuantity") for n in places
        )
        words = SourceWords(
            state=self._state(),
            method=self._method(),
            payment_state=cells.take("displayFinancialStatus", "payment_state").lower().replace("_", " "),
            payment_method=", ".join(self._listed("paymentGatewayNames", "payment_method")),
            terms=cells.take("paymentTerms.paymentTermsName", "terms"),
            total=total,
            refunded=refunded,
            outstanding=self._money("totalOutstandingSet", "outstanding"),
            # what is given back for lines lowers their quantity
            refund_named=fewer or not refunded,
        )
        return admit(words, [line.quantity for line in lines if line.needs_delivery])

    def _state(self) -> str:
        cells = self.cells
        if cells.take("cancelledAt", "cancelled_at"):
            return "cancelled"
        if cells.take("displayFinancialStatus", "payment_state") in ("VOIDED", "REFUNDED"):
            return "refunded"
        if cells.look("test") == "true":
            # placed to try the shop; a person says whether it goes out
            return "on hold"
        sent = cells.take("displayFulfillmentStatus", "sent_state")
        if sent == "FULFILLED":
            return "processing" if any(map(is_ours, self.raw.get("fulfillments") or ())) else "fulfilled"
        return _STATES.get(sent, "processing")

    def _method(self) -> str:
        """Return how the order gets to its customer: what its fulfilment says, else the name of the shipping."""
        cells = self.cells
        kinds = [
            cells.take(f"fulfillmentOrders[{n}].deliveryMethod.methodType", "method")
            for n in range(cells.count("fulfillmentOrders"))
        ]
        titles = [cells.take(f"shippingLine.{key}", "method") for key in ("title", "code")]
        known = next((_METHODS[kind] for kind in kinds if kind in _METHODS), "")
        handover = self._own.one("handover")
        said = "collection" if self._own.collects() else handover
        # a shipping with a name of its own may still be fetched: the shop has no other way to say so
        return said or (known if known != "delivery" else " ".join(dict.fromkeys(filter(None, titles))))

    def _lines(self) -> tuple[IncomingLine, ...]:
        sent = self._sent_by_others()
        lines = []
        for place in range(self.cells.count("lineItems")):
            at = f"lineItems[{place}]"
            ref = number_of(self.cells.look(f"{at}.id"))
            self.cells.take(f"{at}.quantity", "quantity")
            still = self._whole(f"{at}.currentQuantity") - sent.get(ref, 0)
            if still <= 0:
                continue
            price = self._money(f"{at}.discountedUnitPriceAfterAllDiscountsSet", "unit_price")
            lines.append(
                IncomingLine(
                    sku=self.cells.take(f"{at}.sku", "sku"),
                    name=self.cells.take(f"{at}.name", "item"),
                    quantity=still,
                    unit_price=price,
                    needs_delivery=self.cells.take(f"{at}.requiresShipping", "needs_delivery") != "false",
                    barcode=self.cells.take(f"{at}.variant.barcode", "barcode") or None,
                    ref=ref,
                )
            )
        return tuple(lines)

    def _sent_by_others(self) -> dict[str, int]:
        """Return the pieces of each line that somebody else sent."""
        sent: dict[str, int] = {}
        for place, fulfilment in enumerate(self.raw.get("fulfillments") or ()):
            at = f"fulfillments[{place}]"
            status = self.cells.take(f"{at}.status", "sent_state")
            for info in range(self.cells.count(f"{at}.trackingInfo")):
                for key in ("company", "number"):
                    self.cells.take(f"{at}.trackingInfo[{info}].{key}", "sent_state")
            for line in range(self.cells.count(f"{at}.fulfillmentLineItems")):
                ref = number_of(self.cells.take(f"{at}.fulfillmentLineItems[{line}].lineItem.id", "line_ref"))
                count = self._whole(f"{at}.fulfillmentLineItems[{line}].quantity")
                if status == "SUCCESS" and not is_ours(fulfilment):
                    sent[ref] = sent.get(ref, 0) + count
        return sent

    def _address(self, *, to_a_door: bool) -> IncomingAddress:
        cells = self.cells
        part: dict[str, Any] = {field: cells.take(f"shippingAddress.{key}", field) for field, key in _ADDRESS.items()}
        street = self.street("shippingAddress.address1", to_a_door=to_a_door)
        return IncomingAddress(line1=street, **part, gate_code=self._own.one("gate_code"))

    def _customer(self) -> str:
        name = self.cells.take("shippingAddress.name", "name") or self.cells.take("billingAddress.name", "name")
        return name or self.cells.look("shippingAddress.company") or self.cells.look("email")

    def _windows(self) -> tuple[tuple[TimeWindow, ...], str]:
        """Return the windows of the shop's own fields; where they say nothing, those of its local deliveries."""
        spans, wish = self._own.windows()
        for n in range(self.cells.count("fulfillmentOrders")):
            at = f"fulfillmentOrders[{n}].deliveryMethod"
            begin, end = (self.cells.take(f"{at}.{key}DeliveryDateTime", "window") for key in ("min", "max"))
            if wish or not (begin and end):
                continue
            wish = f"{begin} - {end}"
            try:
                spans = windows.between("", begin, end, "", self.options.zone)
            except ValueError:
                self.say(f"{at}.minDeliveryDateTime", "window.unreadable", wish)
        return spans, wish

    def _instructions(self) -> str:
        cells = self.cells
        asked = [cells.take("note", "instructions"), self._own.chosen("instructions")]
        for n in range(cells.count("fulfillmentOrders")):
            at = f"fulfillmentOrders[{n}].deliveryMethod.additionalInformation"
            asked.append(cells.take(f"{at}.instructions", "instructions"))
        return "; ".join(dict.fromkeys(text for text in asked if text))

    def _requirements(self, admission: Admission) -> tuple[Requirement, ...]:
        cash = (Requirement.CASH_ON_DELIVERY,) if admission.due is not None else ()
        return tuple(dict.fromkeys((*from_tags(", ".join(self._listed("tags", "requirements"))), *cash)))

    def _listed(self, path: str, field: str) -> list[str]:
        return [self.cells.take(f"{path}[{n}]", field) for n in range(self.cells.count(path))]

    def _shown(self) -> dict[str, str]:
        cells = self.cells
        shown = {
            "language": cells.take("customerLocale", "attributes"),
            "tags": ", ".join(self._listed("tags", "requirements")),
            "shipping": cells.look("shippingLine.title"),
            "payment_method": ", ".join(self._listed("paymentGatewayNames", "payment_method")),
        }
        return {key: value for key, value in shown.items() if value}

    def _whole(self, path: str) -> int:
        text = self.cells.take(path, "quantity")
        if not text.isdecimal():
            self.say(path, "line.quantity", blocks=True)
            return 0
        return int(text)

    def _money(self, path: str, field: str) -> int | None:
        path = f"{path}.shopMoney.amount"
        try:
            return numbers.money(self.cells.take(path, field), self._currency, numbers.POINT)
        except ValueError:
            self.say(path, "cell.money")
            return None
