"""Labels of an order: drawn into a file, and sent to the station's label printer where it has one."""

from dataclasses import replace
from pathlib import Path

from dispatch_console import plugins
from dispatch_console.adapters.documents.label import draw_label, label_zpl
from dispatch_console.application.desk import Desk
from dispatch_console.application.papers import label_facts, ledger
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.papers.label_printer import STOPPED, PrintedLabels, PrinterState
from dispatch_console.ports import LabelPrinter
from dispatch_console.settings import Settings
from dispatch_console.station.letterhead import sender_of
from dispatch_console.station.printing import print_slip, written_into


def label_printer(named: str) -> LabelPrinter:
    """Return the printer that a setting names, `zpl:host:port`.

    Errors: BadInput `printer.setting`, `plugin.unknown`.
    """
    kind, colon, where = named.partition(":")
    if not colon or not where:
        raise BadInput("printer.setting", printer=named)
    printer: LabelPrinter = plugins.load("printers", kind)(where)
    return printer


def print_labels(
    desk: Desk, settings: Settings, order_id: int, folder: Path, *, second: bool = False, only: int | None = None
) -> PrintedLabels:
    """Print all labels of an order, or `only` that of its parcel so and so: a PDF, and on the station's label printer
    where it has one.

    `second`: on its second printer. Errors: Refused `label.not_sealed`, `printer.paper_out` and so on, and then no
    label was made; Unavailable `print.nowhere`, `printer.away`.
    """
    named = settings.label_printer_second if second else settings.label_printer
    printer = label_printer(named) if named else None
    if printer is not None:
        # before a label gets its code: one that was never printed would make the true one look old
        require_ready(printer.look(), named)
    every = desk.ask_now(label_facts.label_facts, order_id, sender_of(settings))
    facts = tuple(label for label in every if only is None or label.position == only)
    file = folder / f"label-{facts[0].code}.pdf"
    with written_into(folder):
        draw_label(file, facts)
    desk.do_now(ledger.file_labels, order_id, facts, str(file), named)
    printed = PrintedLabels(file, len(facts), facts[0].print_number)
    if printer is None:
        return printed
    sent = printer.send(label_zpl(facts))
    desk.do_now(ledger.settle_labels, order_id, sent.delivery)
    return replace(printed, printer=named, sent=sent)


def write_labels(desk: Desk, settings: Settings, order_id: int, folder: Path, *, as_zpl: bool = False) -> PrintedLabels:
    """Write all labels of an order into a file, PDF or ZPL II, that somebody else prints; it counts as a print.

    Errors: Refused `label.not_sealed`; Unavailable `print.nowhere`.
    """
    facts = desk.ask_now(label_facts.label_facts, order_id, sender_of(settings))
    file = folder / f"label-{facts[0].code}.{'zpl' if as_zpl else 'pdf'}"
    with written_into(folder):
        if as_zpl:
            file.write_bytes(label_zpl(facts))
        else:
            draw_label(file, facts)
    desk.do_now(ledger.file_labels, order_id, facts, str(file))
    return PrintedLabels(file, len(facts), facts[0].print_number)


def print_again(
    desk: Desk, settings: Settings, order_id: int, folder: Path, *, second: bool = False, only: int | None = None
) -> PrintedLabels:
    """Print the labels of an order that is packed, and its slip where the one in the box is no longer true.

    `only`: that of one parcel.

    Errors: as `print_labels`.
    """
    printed = print_labels(desk, settings, order_id, folder, second=second, only=only)
    if not desk.ask_now(ledger.is_stale, order_id, "slip"):
        return printed
    return replace(printed, slip=print_slip(desk, settings, order_id, folder).file)


def require_ready(state: PrinterState, named: str) -> None:
    """Require that a printer can print as far as it says. Errors: Refused `printer.paper_out` and so on."""
    if state in STOPPED:
        raise Refused(f"printer.{state}", printer=named)
