"""Issue the invoice of what an order brings, once; and what stands on it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders import rests
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.packing import progress
from dispatch_console.application.packing.products import products_of
from dispatch_console.application.site import depot
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.admission import Payment, Remark
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers import invoice
from dispatch_console.domain.papers.facts import InvoiceFacts, Seller
from dispatch_console.domain.papers.invoice import InvoiceLine
from dispatch_console.domain.values import Money
from dispatch_console.language import decimal, listed, money, short_date, tr
from dispatch_console.store.entities import Invoice, Order
from dispatch_console.store.transaction import Transaction
from dispatch_console.store.turns import INVOICE, wait_for_turn

_PAID_LATER = frozenset({Payment.TERMS, Payment.UNPAID})


@operation("issue_invoice", roles.PACKING)
def issue_invoice(tx: Transaction, order_id: int, seller: Seller) -> int:
    """Issue the invoice of an order whose items are all in, and return its id; one that was issued is given again.

    Errors: Refused `invoice.not_complete`, `invoice.gift`, `invoice.no_price` and `invoice.no_vat` with the item,
    `invoice.no_currency`, `invoice.other_goods` where one was issued for other goods.
    """
    order = locked(tx, order_id)
    lines = _lines(tx.session, order, seller)
    kept = [_as_json(line) for line in lines]
    earlier = tx.session.scalar(
        select(Invoice).where(Invoice.order_id == order_id).order_by(Invoice.id.desc()).limit(1)
    )
    if earlier is not None:
        if earlier.facts["lines"] != kept:
            raise Refused("invoice.other_goods", number=order.number, invoice=earlier.number)
        return earlier.id
    # numbers are given without a gap: whoever issues one waits for the one before
    wait_for_turn(tx.session, INVOICE)
    year = f"{tx.now.astimezone(depot.zone_of(tx.session)):%y}"
    count = tx.session.scalar(select(func.count()).where(Invoice.number.like(f"{year}%"))) or 0
    row = Invoice(
        order_id=order.id,
        number=f"{year}{count + 1:05d}",
        issued_at=tx.now,
        issued_by=tx.actor.name,
        facts={"lines": kept, "currency": order.currency, "payment": order.payment or ""},
    )
    tx.session.add(row)
    tx.session.flush()
    return row.id


def _lines(session: Session, order: Order, seller: Seller) -> list[InvoiceLine]:
    state = progress.progress(session, order)
    if state.packed < state.ordered or not state.packed:
        raise Refused("invoice.not_complete", number=order.number)
    if Requirement.GIFT in order.requirements:
        raise Refused("invoice.gift", number=order.number)
    if not order.currency:
        raise Refused("invoice.no_currency", number=order.number)
    products = products_of(session, order)
    lines = []
    for line in order.lines:
        pieces = line.packed if line.needs_delivery else line.quantity
        if not pieces:
            continue
        if line.unit_price is None:
            raise Refused("invoice.no_price", number=order.number, item=line.name)
        product = products.get(line.sku)
        known = product.vat_permille if product is not None else None
        rate = known if known is not None else seller.vat_permille
        if rate is None:
            raise Refused("invoice.no_vat", number=order.number, item=line.name)
        lines.append(InvoiceLine(line.sku, line.name, pieces, line.unit_price, rate))
    beside = (order.total or 0) - invoice.total(lines)
    # what the shop asks beyond its lines; where money was paid back its total says nothing of these goods
    is_plain = order.total is not None and Remark.REFUND_OPEN not in order.remarks
    if beside and is_plain and "refund" not in order.financial_status and seller.vat_permille is not None:
        name = tr("Delivery and others, as the shop says") if beside > 0 else tr("Discount, as the shop says")
        lines.append(InvoiceLine("", name, 1, beside, seller.vat_permille))
    return lines


def invoice_facts(session: Session, invoice_id: int, seller: Seller, document: int, print_number: int) -> InvoiceFacts:
    """Return what stands on an invoice, as it was issued."""
    row = session.get_one(Invoice, invoice_id)
    order, zone = session.get_one(Order, row.order_id), depot.zone_of(session)
    lines = [_from_json(line) for line in row.facts["lines"]]
    currency, payment = str(row.facts["currency"]), str(row.facts["payment"])
    amount, parts = invoice.total(lines), invoice.vat_parts(lines)
    due = row.issued_at.astimezone(zone) + timedelta(days=seller.terms_days)
    national = invoice.national_reference(int(row.number))
    creditor = invoice.creditor_reference(national)
    pays = payment in _PAID_LATER and amount > 0 and bool(seller.iban)
    place = order.address
    issued, placed = short_date(row.issued_at.astimezone(zone)), _day(order.placed_at, zone)
    shown = [
        (tr("Invoice number"), row.number),
        (tr("Invoice date"), issued),
        (tr("Delivered on"), _day(order.delivered_at or order.promise_start, zone)),
        (tr("Order"), ", ".join(part for part in (order.number, placed) if part)),
        (tr("Customer number"), str(order.customer_id)),
        (tr("Payment terms"), _terms(payment, seller)),
    ]
    if pays:
        shown += [
            (tr("Due date"), short_date(due)),
            (
                tr("Reference"),
                invoice.grouped_from_end(national) if seller.country == "FI" else invoice.spaced(creditor),
            ),
        ]
    return InvoiceFacts(
        seller=seller,
        document=document,
        number=row.number,
        facts=tuple((title, words) for title, words in shown if words),
        name=order.customer_name,
        street=" ".join(part for part in (place.line1, place.line2) if part),
        town=" ".join(part for part in (place.postcode, place.city) if part),
        currency=currency,
        lines=tuple(_shown(line, currency) for line in lines),
        totals=(
            (tr("Without VAT"), money(Money(sum(part.net for part in parts), currency))),
            *(
                (
                    tr(
                        "VAT {rate} % of {net}",
                        rate=decimal(part.permille / 10, 1),
                        net=money(Money(part.net, currency)),
                    ),
                    money(Money(part.vat, currency)),
                )
                for part in parts
            ),
        ),
        to_pay=money(Money(amount, currency)),
        to_pay_words=tr("Paid") if payment == Payment.PAID else tr("To pay"),
        note=_note(session, order),
        pays=pays,
        iban=invoice.spaced("".join(seller.iban.split())),
        reference=shown[-1][1] if pays else "",
        due=short_date(due),
        code=invoice.transfer_code(
            name=seller.name,
            iban=seller.iban,
            bic=seller.bic,
            amount=amount,
            currency=currency,
            reference=creditor,
        )
        if pays
        else "",
        print_number=print_number,
    )


def _note(session: Session, order: Order) -> str:
    later = rests.followed(session, order.id)
    if not later:
        return tr("Prices include VAT.")
    names = {line.sku: line.name for line in order.lines}
    items = listed([tr("{count} × {item}", count=count, item=names.get(sku, sku)) for sku, count in later.items()])
    return tr("Prices include VAT. {items} follow and are invoiced when they are sent.", items=items)


def _terms(payment: str, seller: Seller) -> str:
    if payment == Payment.PAID:
        return tr("paid with the order")
    if payment == Payment.ON_DELIVERY:
        return tr("cash to the driver")
    return tr("{days} days net", days=seller.terms_days)


def _shown(line: InvoiceLine, currency: str) -> tuple[str, str, str, str, str, str]:
    amounts = [money(Money(amount, currency)).rpartition(" ")[0] for amount in (line.price, line.amount)]
    rate = tr("{rate} %", rate=decimal(line.vat_permille / 10, 1))
    return line.sku, line.name, str(line.pieces), amounts[0], rate, amounts[1]


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return short_date(at.astimezone(zone)) if at is not None else ""


def _as_json(line: InvoiceLine) -> list[Any]:
    return [line.sku, line.name, line.pieces, line.price, line.vat_permille]


def _from_json(line: Sequence[Any]) -> InvoiceLine:
    sku, name, pieces, price, vat_permille = line
    return InvoiceLine(str(sku), str(name), int(pieces), int(price), int(vat_permille))
