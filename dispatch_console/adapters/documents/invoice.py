"""The invoice, A4: who pays what for which goods, and below a payment part with the code for the bank's app."""

from pathlib import Path

from dispatch_console.adapters.documents.sheet import (
    BOLD,
    CODE,
    EXTRABOLD,
    REGULAR,
    SEMIBOLD,
    Sheet,
    fitted,
    shortened,
    wrapped,
)
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import InvoiceFacts
from dispatch_console.language import tr

LEFT, RIGHT = 20.0, 190.0
# lines of goods on a page with the payment part, on one without, and on those that follow
WITH_PAYMENT, WITHOUT, FOLLOWING = 9, 18, 28
# where the columns end: pieces, price, VAT, sum
COLUMNS = (120.0, 146.0, 164.0, RIGHT)
PAYMENT = 202.0
MODULE = 0.38


def draw_invoice(file: Path, facts: InvoiceFacts) -> int:
    """Write the PDF. Returns the number of pages."""
    sheet = Sheet(file, 210, 297, tr("Invoice {number}", number=facts.number))
    pages = _pages(facts)
    for number, (first, last) in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        y = _head(sheet, facts) if number == 1 else 30.0
        y = _table(sheet, facts, first, last, y)
        if number == len(pages):
            _totals(sheet, facts, y)
            if facts.pays:
                _payment(sheet, facts)
        _foot(sheet, facts, number, len(pages))
    sheet.save()
    return len(pages)


def _pages(facts: InvoiceFacts) -> list[tuple[int, int]]:
    """Return first and last line of each page: the payment part stays on the last one."""
    count, room = len(facts.lines), WITH_PAYMENT if facts.pays else WITHOUT
    if count <= room:
        return [(0, count)]
    first = min(count, WITHOUT)
    pages, at = [(0, first)], first
    while count - at > room:
        pages.append((at, min(count, at + FOLLOWING)))
        at = pages[-1][1]
    pages.append((at, count))
    return pages


def _head(sheet: Sheet, facts: InvoiceFacts) -> float:
    seller = facts.seller
    sheet.text(LEFT, 19, seller.name, 15, EXTRABOLD)
    sheet.text(LEFT, 24.8, seller.address, 8.5)
    sheet.text(110, 20, tr("Invoice"), 22, EXTRABOLD)
    y = 29.0
    for number, (title, words) in enumerate(facts.facts):
        strong = number == 0 or title in (tr("Due date"), tr("Reference"))
        sheet.text(110, y, title, 8.5)
        sheet.text(145, y, shortened(words, RIGHT - 145, BOLD, 10), 10, BOLD if strong else REGULAR)
        y += 5.6
    at = 47.5
    for part in wrapped(facts.name, 80, BOLD, 11, 2):
        sheet.text(LEFT, at, part, 11, BOLD)
        at += 5.4
    for part in (facts.street, facts.town):
        sheet.text(LEFT, at, shortened(part, 84, REGULAR, 11), 11)
        at += 5.4
    return max(y, at) + 12


def _table(sheet: Sheet, facts: InvoiceFacts, first: int, last: int, y: float) -> float:
    sheet.text(LEFT, y, tr("Article"), 8, SEMIBOLD)
    sheet.text(LEFT + 24, y, tr("Item"), 8, SEMIBOLD)
    titles = (
        tr("Pieces"),
        tr("Price, {currency}", currency=facts.currency),
        tr("VAT"),
        tr("Sum, {currency}", currency=facts.currency),
    )
    for x, title in zip(COLUMNS, titles, strict=True):
        sheet.text(x, y, title, 8, SEMIBOLD, align="right")
    y += 2.4
    sheet.line(LEFT, y, RIGHT, y, 0.3)
    for sku, name, pieces, price, vat, amount in facts.lines[first:last]:
        parts = wrapped(name, 62, REGULAR, 9.5, 2)
        words, size = fitted(sku, 22, CODE, (9.5, 8, 6.5))
        sheet.text(LEFT, y + 5, words, size, CODE)
        for number, part in enumerate(parts):
            sheet.text(LEFT + 24, y + 5 + number * 4.4, part, 9.5)
        for x, words, font in zip(
            COLUMNS, (pieces, price, vat, amount), (REGULAR, REGULAR, REGULAR, BOLD), strict=True
        ):
            sheet.text(x, y + 5, words, 9.5, font, align="right")
        y += 3.6 + 4.4 * len(parts)
        sheet.line(LEFT, y, RIGHT, y, 0.15)
    return y


def _totals(sheet: Sheet, facts: InvoiceFacts, y: float) -> None:
    at = y
    for part in wrapped(facts.note, 84, REGULAR, 8.5, 4):
        at += 5
        sheet.text(LEFT, at, part, 8.5)
    for title, amount in facts.totals:
        y += 5.4
        sheet.text(118, y, title, 9.5)
        sheet.text(RIGHT, y, amount, 9.5, align="right")
    y += 2.2
    sheet.line(118, y, RIGHT, y, 0.3)
    y += 6.6
    sheet.text(118, y, facts.to_pay_words, 14, EXTRABOLD)
    sheet.text(RIGHT, y, facts.to_pay, 14, EXTRABOLD, align="right")
    y = max(y, at) + 10
    if facts.seller.phone:
        phone = facts.seller.phone
        said = tr(
            "You may return anything unused within 30 days: see the packing slip. Questions: {phone}", phone=phone
        )
        sheet.text(LEFT, min(y, PAYMENT - 8), said, 8.5)


def _payment(sheet: Sheet, facts: InvoiceFacts) -> None:
    sheet.canvas.saveState()
    sheet.canvas.setDash(3, 2)
    sheet.line(0, PAYMENT, 210, PAYMENT, 0.25)
    sheet.canvas.restoreState()
    sheet.text(LEFT, PAYMENT + 9, tr("Payment"), 14, EXTRABOLD)
    if facts.code:
        sheet.text(RIGHT, PAYMENT + 9, tr("Scan with your bank's app, or type the details."), 8.5, align="right")
        sheet.qr_medium(LEFT, PAYMENT + 13.5, 40, facts.code)
    left, middle = 66.0, 148.0
    rows = (
        (tr("Receiver"), facts.seller.name, "", ""),
        ("IBAN", facts.iban, tr("Invoice"), facts.number),
        (tr("Reference"), facts.reference, tr("Due date"), facts.due),
        (tr("Payer"), facts.name, tr("Amount"), facts.to_pay),
    )
    y = PAYMENT + 15
    for title, words, other, said in rows:
        sheet.box(left, y, RIGHT - left, 10, line=0.3)
        sheet.text(left + 1.8, y + 2.8, title, 6)
        sheet.text(
            left + 1.8, y + 7.8, shortened(words, (middle if other else RIGHT) - left - 4, SEMIBOLD, 11), 11, SEMIBOLD
        )
        if other:
            sheet.line(middle, y, middle, y + 10, 0.3)
            sheet.text(middle + 1.8, y + 2.8, other, 6)
            words, size = fitted(said, RIGHT - middle - 3.6, BOLD, (13, 11, 9))
            sheet.text(middle + 1.8, y + 8, words, size if other == tr("Amount") else min(size, 11), BOLD)
        y += 10


def _foot(sheet: Sheet, facts: InvoiceFacts, number: int, pages: int) -> None:
    seller = facts.seller
    code = Code(CodeKind.DOCUMENT, facts.document)
    # so that the bench hears that it lies in the box
    bars = sheet.code128(LEFT + 3.8, 268, 6, MODULE, str(code))
    sheet.text(LEFT + 3.8 + bars / 2, 277.6, f"{code.kind} {code.spaced}", 7, CODE, align="centre")
    sheet.line(LEFT, 281, RIGHT, 281, 0.2)
    ids = [seller.name]
    ids += [tr("Business ID {id}", id=seller.business_id)] if seller.business_id else []
    ids += [tr("VAT {id}", id=seller.vat_id)] if seller.vat_id else []
    sheet.text(LEFT, 285.4, shortened(" · ".join(ids), 105, REGULAR, 7.5), 7.5)
    printed = tr("Invoice {number}, print {print_number}", number=facts.number, print_number=facts.print_number)
    page = tr("Page {number} of {pages}", number=number, pages=pages)
    sheet.text(RIGHT, 285.4, f"{printed} · {page}", 7.5, align="right")
