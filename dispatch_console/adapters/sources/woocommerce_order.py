"""One order of WooCommerce while it is read, and which of its values are of no use here."""

import html
from datetime import datetime
from typing import Any

from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.reading.own_fields import OwnFields
from dispatch_console.adapters.sources.values import instants, numbers, phones
from dispatch_console.adapters.sources.values.cells import unapostrophed
from dispatch_console.adapters.sources.woocommerce_lines import lines
from dispatch_console.domain.orders import source_words
from dispatch_console.domain.orders.admission import Admission, Handover, SourceWords, admit
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Problem
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.ports import SourceOptions

# where plugins for delivery dates keep them
_USUAL = {
    "delivery_day": (
        "delivery_date", "_delivery_date", "jckwds_date", "orddd_lite_timestamp", "_orddd_delivery_date",
        "Delivery Date", "Delivery date", "pi_delivery_date", "pickup_date", "_pickup_date",
    ),
    "window": (
        "delivery_time", "_delivery_time", "jckwds_timeslot", "orddd_time_slot", "delivery_slot", "Delivery Time",
        "Time Slot", "pi_delivery_time", "pickup_time", "_pickup_time",
    ),
    "gate_code": ("door_code", "_door_code", "gate_code", "Door code"),
}  # fmt: skip
_PATHS = {
    "number": "number", "source_ref": "id", "customer_name": "shipping.first_name", "phone": "billing.phone",
    "email": "billing.email", "instructions": "customer_note", "wish": "meta_data", "financial_status": "status",
    "line1": "shipping.address_1", "line2": "shipping.address_2", "postcode": "shipping.postcode",
    "city": "shipping.city", "region": "shipping.state", "country": "shipping.country", "company": "shipping.company",
    "lines": "line_items", "attributes": "meta_data",
}  # fmt: skip
_ADDRESS = {
    "line1": "address_1", "line2": "address_2", "postcode": "postcode", "city": "city", "region": "state",
    "country": "country", "company": "company",
}  # fmt: skip
# the shop's own keys and books; a refund is read by its sum and reason
_OF_NO_USE = frozenset(
    ("parent_id", "order_key", "created_via", "version", "date_modified", "date_modified_gmt", "date_completed",
     "date_completed_gmt", "date_paid", "date_paid_gmt", "date_created", "discount_total", "discount_tax",
     "shipping_total", "shipping_tax", "cart_tax", "total_tax", "prices_include_tax", "customer_id", "cart_hash",
     "customer_ip_address", "customer_user_agent", "transaction_id", "currency_symbol", "is_editable", "needs_payment",
     "needs_processing", "payment_url", "set_paid", "id", "line_items[].product_id",
     "line_items[].variation_id", "line_items[].subtotal", "line_items[].total", "line_items[].parent_name",
     "line_items[].image.id", "line_items[].image.src", "shipping_lines[].id", "shipping_lines[].instance_id",
     "shipping_lines[].total", "shipping_lines[].tax_status", "refunds[].id", "fee_lines[].id", "fee_lines[].total",
     "fee_lines[].amount", "coupon_lines[].id", "coupon_lines[].discount")
)  # fmt: skip
_NO_USE_BELOW = ("_links.", "tax_lines[", "billing.", "line_items[].taxes", "shipping_lines[].taxes", "shipping.")
_NO_USE_WITHIN = ("tax", ".display_key", ".display_value", ".meta_data[].id")
# what plugins keep for themselves, and what we told the shop
_PLUGINS_OWN = (
    "_dispatch_console",
    "_wc",
    "_wp",
    "_stripe",
    "_paypal",
    "_edit",
    "_ga",
    "_billing",
    "_shipping",
    "_order",
    "is_vat_exempt",
)


def of_no_use(path: str) -> bool:
    """Return whether a value, named without places in lists, is of no use to a warehouse."""
    meta = path.partition("meta_data[")[2]
    return (
        path in _OF_NO_USE
        or path.startswith(_NO_USE_BELOW)
        or any(part in path for part in _NO_USE_WITHIN)
        or (bool(meta) and meta.startswith(_PLUGINS_OWN))
    )


class Draft:
    """Builds an order out of a document."""

    def __init__(self, cells: Document, options: SourceOptions) -> None:
        self._cells, self._options = cells, options
        self.number = cells.take("number", "number") or cells.take("id", "number")
        self.problems: list[Problem] = []
        self._own = OwnFields(
            cells,
            options,
            _USUAL,
            lambda key: f"meta_data[{key}]",
            lambda path, code, value: self._say(path, code, value=value),
        )

    @property
    def customer(self) -> str:
        """Return whose order it is, for what is wrong with it."""
        sides = ("shipping", "billing")
        names = (" ".join(self._cells.look(f"{side}.{key}") for key in ("first_name", "last_name")) for side in sides)
        return next((name.strip() for name in names if name.strip()), "")

    def build(self) -> IncomingOrder | None:
        """Return the order; None where something keeps it out, which stands among the problems."""
        cells = self._cells
        if not self.number:
            self._say("number", "order.no_number", blocks=True)
            return None
        currency = cells.take("currency", "currency").upper() or None
        entries = lines(cells, currency, self._say)
        admission, total, refunded = self._admission(entries, currency)
        side = "shipping" if any(cells.look(f"shipping.{key}") for key in ("address_1", "city", "postcode")) else ""
        address = self._address(side, admission)
        spans, wish = self._own.windows()
        order = IncomingOrder(
            number=self.number,
            source_ref=cells.take("id", "source_ref") or self.number,
            row=cells.row,
            customer_name=self._name(),
            address=address,
            lines=entries,
            phone=phones.normalised(
                cells.take("shipping.phone", "phone") or cells.take("billing.phone", "phone"),
                address.country or self._options.country,
            ),
            email=cells.take("billing.email", "email"),
            placed_at=self._placed(),
            currency=currency,
            total=total,
            due_on_delivery=admission.due,
            instructions=self._instructions(),
            requirements=(Requirement.CASH_ON_DELIVERY,) if admission.due is not None else (),
            windows=spans,
            wish=wish,
            handover=admission.handover,
            payment=admission.payment,
            remarks=admission.remarks,
            left_out=admission.left_out,
            financial_status="paid" if self._is_paid() else "pending",
            attributes=self._shown(refunded),
        )
        if order.left_out is not None:
            # nobody works on it, so nobody has to correct it
            self.problems = [problem for problem in self.problems if not problem.blocks]
            return order
        return None if self._keeps_out() else order

    def _keeps_out(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    def column_of(self, field: str, line: int | None) -> tuple[int, str]:
        """Return index and path of a field, to say where something is wrong."""
        return self._cells.row, f"line_items[{line}].{field}" if line is not None else _PATHS.get(field, field)

    def _admission(
        self, entries: tuple[IncomingLine, ...], currency: str | None
    ) -> tuple[Admission, int | None, tuple[str, ...]]:
        cells = self._cells
        places = range(cells.count("shipping_lines"))
        methods = [
            f"{cells.take(f'shipping_lines[{n}].method_id', 'method')} "
            f"{cells.take(f'shipping_lines[{n}].method_title', 'method')}"
            for n in places
        ]
        refunds = range(cells.count("refunds"))
        given_back = sum(abs(self._money(f"refunds[{n}].total", "refunded", currency) or 0) for n in refunds)
        total = self._money("total", "total", currency)
        way = f"{cells.take('payment_method', 'payment_method')} {cells.take('payment_method_title', 'payment_method')}"
        words = SourceWords(
            state=cells.take("status", "status"),
            method=" ".join([*methods, *(["collection"] if self._own.collects() else [])]).strip(),
            payment_state="paid" if self._is_paid() else "unpaid",
            payment_method=way.strip(),
            total=total,
            refunded=given_back,
            refund_named=not 0 < given_back < (total or 0),
            ships=bool(methods) or any(cells.look(f"shipping.{key}") for key in ("address_1", "city", "postcode")),
        )
        # a line that cannot be read may be anything
        pieces = [1] if self._keeps_out() else [line.quantity for line in entries if line.needs_delivery]
        return (
            admit(words, pieces),
            total,
            tuple(cells.take(f"refunds[{n}].reason", "refunded") for n in refunds),
        )

    def _is_paid(self) -> bool:
        """Return whether the shop has the money. An order that it processes is paid, unless cash was chosen."""
        paid_at = self._cells.look("date_paid") or self._cells.look("date_paid_gmt")
        way = f"{self._cells.look('payment_method')} {self._cells.look('payment_method_title')}"
        processed = self._cells.look("status") in ("processing", "completed")
        return bool(paid_at) or (processed and bool(way.strip()) and not source_words.is_cash(way))

    def _address(self, side: str, admission: Admission) -> IncomingAddress:
        """Return the address. The payer's is the customer's where goods go to a door and no other is there."""
        to_a_door = admission.handover is not Handover.COLLECTION
        where = side or ("billing" if to_a_door else "shipping")
        part: dict[str, Any] = {
            field: unapostrophed(self._cells.take(f"{where}.{key}", field)) for field, key in _ADDRESS.items()
        }
        if not part["line1"] and to_a_door:
            self._say(f"{where}.address_1", "address.empty", blocks=True)
        return IncomingAddress(**part, gate_code=self._own.one("gate_code"))

    def _name(self) -> str:
        cells = self._cells
        for side in ("shipping", "billing"):
            parts = (cells.take(f"{side}.{key}", "name") for key in ("first_name", "last_name"))
            name = " ".join(part for part in parts if part)
            if name:
                return name
        return cells.look("shipping.company") or cells.look("billing.company") or cells.look("billing.email")

    def _placed(self) -> datetime | None:
        gmt = self._cells.take("date_created_gmt", "placed_at")
        path, zone = ("date_created_gmt", "UTC") if gmt else ("date_created", self._options.zone)
        try:
            return instants.read(gmt or self._cells.take(path, "placed_at"), "", zone)
        except ValueError:
            self._say(path, "cell.instant")
            return None

    def _instructions(self) -> str:
        own = self._own.chosen("instructions")
        return "; ".join(part for part in (self._cells.take("customer_note", "instructions"), own) if part)

    def _shown(self, reasons: tuple[str, ...]) -> dict[str, str]:
        cells = self._cells
        lines = (f"shipping_lines[{n}].method" for n in range(cells.count("shipping_lines")))
        methods = (_named(cells.look(f"{line}_title"), cells.look(f"{line}_id")) for line in lines)
        shown = {
            "status": cells.look("status"),
            "payment_method": _named(cells.look("payment_method_title"), cells.look("payment_method")),
            "shipping": ", ".join(title for title in methods if title),
            "refund": ", ".join(reason for reason in reasons if reason),
        }
        return {key: html.unescape(value) for key, value in shown.items() if value}

    def _money(self, path: str, field: str, currency: str | None) -> int | None:
        try:
            return numbers.money(self._cells.take(path, field), currency, numbers.POINT)
        except ValueError:
            self._say(path, "cell.money")
            return None

    def _say(self, path: str, code: str, *, blocks: bool = False, value: str = "") -> None:
        self.problems.append(self._cells.problem(path, code, self.number, blocks=blocks, value=value))


def _named(title: str, code: str) -> str:
    """Return a way to pay or to deliver as customers see it, with the shop's own name where that says more."""
    said = set(source_words.plain(code).split()) <= set(source_words.plain(title).split())
    return title if said else f"{title} ({code})".strip()
