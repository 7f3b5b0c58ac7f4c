"""Sentences of errors of papers and printers."""

from dispatch_console.language import mark

PAPERS = {
    "invoice.not_complete": mark("The invoice of order {number} is issued once all its items are in."),
    "invoice.gift": mark("Order {number} is a gift: its invoice does not go into the box. The shop sends it."),
    "invoice.no_currency": mark("The shop names no currency for order {number}: its invoice comes from the shop."),
    "invoice.no_price": mark("The shop gave no price for {item} in order {number}: its invoice comes from the shop."),
    "invoice.no_vat": mark("No VAT is known for {item}. Settings, Products or This station says it."),
    "invoice.other_goods": mark(
        "Invoice {invoice} of order {number} was issued for other goods. The books have to credit it first."
    ),
    "label.not_sealed": mark("Order {number} is not sealed yet; its labels print after that."),
    "label.printed_meanwhile": mark(
        "Another station printed labels of order {number} just now. Take those, or print again."
    ),
    "paper.gone": mark("The sheet {paper} is kept no more. Settings, Papers in the box names another."),
    "paper.unreadable": mark("That is no sheet: a PDF of up to 10 MB is."),
    "papers.address": mark("{address} is not an e-mail address. Write it as name@example.com."),
    "papers.gone": mark("These files are not in the folder any more: {files}. M draws papers anew."),
    "papers.stale": mark("Some of these papers are no longer true. M draws them anew."),
    "print.nowhere": mark(
        "The papers could not be written to {folder}: {detail}. Free some room or choose another folder."
    ),
    "printer.away": mark(
        "The label printer {printer} cannot be reached: {detail}. Nothing was sent. Look at its power and cable."
    ),
    "printer.setting": mark("“{printer}” names no label printer. Write it as zpl:192.168.1.40 or zpl:host:9100."),
    "printer.paper_out": mark("The label printer has no labels left. Nothing was sent. Put a roll in, then F10."),
    "printer.ribbon_out": mark("The label printer has no ribbon left. Nothing was sent. Put one in, then F10."),
    "printer.head_open": mark("The label printer is open. Nothing was sent. Close its head, then F10."),
    "printer.paused": mark("The label printer is paused. Nothing was sent. Press its pause key, then F10."),
    "slip.not_complete": mark("Order {number} is not complete yet; its packing slip is printed when every item is in."),
}
