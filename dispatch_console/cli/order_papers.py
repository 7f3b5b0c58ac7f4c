"""`labels`, `slip`, `invoice`: the papers of one order as files."""

import argparse
from pathlib import Path
from typing import Any

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import detail
from dispatch_console.application.papers import label_facts
from dispatch_console.cli.answer import Answer
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    folder = chosen.out or settings.papers_dir
    with open_desk(settings) as desk:
        files = _PRINTS[chosen.command](desk, settings, chosen, folder)
    lines = tuple(tr("{path}, {pages} pages", path=file["path"], pages=file["pages"]) for file in files)
    return Answer({"files": files}, lines)


def _labels(desk: Desk, settings: Settings, chosen: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    # reportlab and its fonts are needed by no other command
    from dispatch_console.station import label_printing

    if chosen.number:
        orders: tuple[tuple[int, str], ...] = ((desk.ask_now(detail.id_of, chosen.number), chosen.number),)
    else:
        orders = desk.ask_now(label_facts.sealed_of_day, chosen.day, chosen.route)
    files = []
    for order_id, number in orders:
        printed = label_printing.write_labels(desk, settings, order_id, folder, as_zpl=chosen.format == "zpl")
        files.append(_file("label", number, printed.print_number, printed.file, printed.pages))
    return files


def _slip(desk: Desk, settings: Settings, chosen: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    from dispatch_console.station import printing

    order_id = desk.ask_now(detail.id_of, chosen.number)
    paper = printing.print_slip(desk, settings, order_id, folder)
    return [_file("slip", chosen.number, paper.print_number, paper.file, paper.pages)]


def _invoice(desk: Desk, settings: Settings, chosen: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    from dispatch_console.station import printing

    order_id = desk.ask_now(detail.id_of, chosen.number)
    paper = printing.print_invoice(desk, settings, order_id, folder)
    return [_file("invoice", chosen.number, paper.print_number, paper.file, paper.pages)]


def _file(kind: str, order: str, revision: int, path: Path, pages: int) -> dict[str, Any]:
    return {"kind": kind, "order": order, "revision": revision, "path": str(path), "pages": pages}


_PRINTS = {"labels": _labels, "slip": _slip, "invoice": _invoice}
