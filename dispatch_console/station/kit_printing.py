"""The papers of a box that are printed here: slip, invoice, sheets of the site."""

from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import bench, kit
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.papers.printed import PrintedKit
from dispatch_console.settings import Settings
from dispatch_console.station.printing import print_invoice, print_slip, written_into


def print_kit(desk: Desk, settings: Settings, order_id: int, folder: Path) -> PrintedKit:
    """Print what goes into the box of an order whose items are all in, but what lies in it already.

    Errors: Refused `slip.not_complete`; Unavailable `print.nowhere`.
    """
    papers = desk.ask_now(bench.open_order, order_id, desk.clock()).state.papers
    slip = print_slip(desk, settings, order_id, folder)
    files, refused = [slip.file], []
    for paper in papers:
        if paper.is_in or not paper.is_printed or paper.key == kit.SLIP:
            continue
        try:
            if paper.key == kit.INVOICE:
                files.append(print_invoice(desk, settings, order_id, folder).file)
            else:
                files.append(_sheet_of_site(desk, paper.key, folder))
        except Refused as error:
            refused.append(error)
    return PrintedKit(tuple(files), tuple(refused), slip.print_number > 1)


def _sheet_of_site(desk: Desk, key: str, folder: Path) -> Path:
    name, pdf = desk.ask_now(kit.sheet_of, key)
    file = folder / name
    with written_into(folder):
        file.write_bytes(pdf)
    return file
