"""Drawing papers into files and entering them in the ledger: manifests of a day, labels of an order."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dispatch_console.adapters.documents.label import draw_label
from dispatch_console.adapters.documents.manifest import draw_manifest
from dispatch_console.application import paper
from dispatch_console.application.desk import Desk
from dispatch_console.domain.papers import Sender
from dispatch_console.settings import Settings


@dataclass(frozen=True, slots=True)
class PrintedFile:
    kind: str
    route: str
    revision: int
    path: Path
    pages: int
    stops: int


def sender_of(settings: Settings) -> Sender:
    return Sender(settings.sender_name, settings.sender_address, settings.sender_phone)


def print_manifests(desk: Desk, settings: Settings, day: date, folder: Path, route: str = "") -> list[PrintedFile]:
    """One PDF per published route, or of one. Errors: Refused `manifest.not_published`."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = desk.do_now(paper.reserve_sheets, day)
    printed = []
    for found in desk.ask_now(paper.manifest_facts, day, sender_of(settings), sheets):
        if route and found.route_name.replace(" ", "") != route.replace(" ", ""):
            continue
        facts = found.facts
        name = f"manifest-{day}-{found.route_name.replace(' ', '-').replace(':', '')}-rev{facts.revision}.pdf"
        pages, layout = draw_manifest(folder / name, facts)
        desk.do_now(paper.file_sheet, facts.sheet, facts, str(folder / name), pages, layout)
        printed.append(
            PrintedFile("manifest", found.route_name, facts.revision, folder / name, pages, len(facts.stops))
        )
    return printed


def print_labels(desk: Desk, settings: Settings, order_id: int, folder: Path) -> Path:
    """All labels of an order in one PDF, a page a parcel. Errors: Refused `label.not_sealed`."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = desk.ask_now(paper.label_facts, order_id, sender_of(settings))
    file = folder / f"label-{labels[0].code}.pdf"
    draw_label(file, labels)
    desk.do_now(paper.file_labels, order_id, labels, str(file))
    return file
