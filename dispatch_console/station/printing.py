"""Drawing papers into files and entering them in the ledger: manifests of a day, slip and proof of an order."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from dispatch_console import texts
from dispatch_console.adapters.documents.call_sheet import draw_call_sheet
from dispatch_console.adapters.documents.day_report import draw_day_report
from dispatch_console.adapters.documents.invoice import draw_invoice
from dispatch_console.adapters.documents.load_list import draw_load_list
from dispatch_console.adapters.documents.manifest import draw_manifest
from dispatch_console.adapters.documents.proof_of_delivery import draw_proof, draw_proofs
from dispatch_console.adapters.documents.slip import draw_slip
from dispatch_console.application.desk import Desk
from dispatch_console.application.papers import (
    invoicing,
    ledger,
    manifest_facts,
    paper_language,
    proof_facts,
    route_facts,
    slip_facts,
)
from dispatch_console.application.papers.ledger import NumberedSheet
from dispatch_console.application.phones import pairing
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.papers.day_report import DayReport
from dispatch_console.domain.planning.outing import Outing
from dispatch_console.domain.values import Coordinate
from dispatch_console.language import speaking
from dispatch_console.ports import TravelTimes
from dispatch_console.region_files.map_shapes import TileReader
from dispatch_console.settings import Settings
from dispatch_console.station import journal_heads, regions
from dispatch_console.station.letterhead import seller_of, sender_of

# bytes of an order's number in the name of its file
LONGEST_IN_A_FILE_NAME = 120


@dataclass(frozen=True, slots=True)
class PrintedFile:
    kind: str
    route: str
    revision: int
    path: Path
    pages: int
    stops: int


def print_manifests(
    desk: Desk,
    settings: Settings,
    day: date,
    folder: Path,
    route: str = "",
    *,
    waiting_only: bool = False,
    stale_only: bool = False,
) -> list[PrintedFile]:
    """Manifest, load list and call sheet of every published route, or of one: a PDF each.

    With `waiting_only` none of vans that have left; with `stale_only` nothing that is on paper and still true.
    Errors: Refused `manifest.not_published`; Unavailable `print.nowhere`.
    """
    with written_into(folder):
        with street_map(desk, settings) as tiles:
            printed = _manifests(
                desk=desk,
                settings=settings,
                day=day,
                folder=folder,
                route=route,
                waiting_only=waiting_only,
                stale_only=stale_only,
                tiles=tiles,
            )
        return printed + _others(desk, settings, day, folder, route, waiting_only, stale_only)


@contextmanager
def written_into(folder: Path) -> Iterator[None]:
    """Make the folder. Errors: Unavailable `print.nowhere` where it cannot be made or the disk is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise Unavailable("print.nowhere", folder=str(folder), detail=error.strerror or str(error)) from error


def _manifests(
    *,
    desk: Desk,
    settings: Settings,
    day: date,
    folder: Path,
    route: str,
    waiting_only: bool,
    stale_only: bool,
    tiles: TileReader | None,
) -> list[PrintedFile]:
    sheets = desk.do_now(
        ledger.number_route_sheets, day, "manifest", route, waiting_only=waiting_only, stale_only=stale_only
    )
    travel = regions.travel_times(desk, settings)
    printed = []
    for paper in desk.ask_now(manifest_facts.manifest_facts, day, sender_of(settings), _numbers(sheets)):
        facts = paper.facts
        file = folder / _file_name("manifest", day, paper.route_name, facts.head.revision)
        ways = () if facts.estimate else _ways(travel, facts.points, paper.outing)
        mark = journal_heads.note(desk, settings, "manifest")
        link = _driver_link(desk, settings, paper.route_id)
        pages, layout = draw_manifest(file, facts, tiles, ways, str(mark or ""), link)
        desk.do_now(ledger.file_route_sheet, "manifest", sheets[paper.route_id], facts, str(file), pages, layout)
        printed.append(PrintedFile("manifest", paper.route_name, facts.head.revision, file, pages, len(facts.stops)))
    return printed


def _driver_link(desk: Desk, settings: Settings, route_id: int) -> str:
    """Return the address of the driver's page of a route; empty where phones cannot come to the door."""
    if not settings.door_address:
        return ""
    token = desk.do_now(pairing.make_link_of_route, route_id)
    return f"{settings.door_address.rstrip('/')}/d/{token}"


def _numbers(sheets: Mapping[int, NumberedSheet]) -> dict[int, int]:
    return {route_id: numbered.sheet for route_id, numbered in sheets.items()}


def _ways(
    travel: TravelTimes, points: Sequence[tuple[float, float]], outing: Outing
) -> list[tuple[tuple[float, float], ...]]:
    """Return the streets from the depot over all stops and back."""
    places = [Coordinate(lat, lon) for lat, lon in (*points, points[0])]
    return [travel.path(start, end, outing).points for start, end in pairwise(places)]


def _others(
    desk: Desk, settings: Settings, day: date, folder: Path, route: str, waiting_only: bool, stale_only: bool
) -> list[PrintedFile]:
    """Print load lists and call sheets."""
    printed = []
    sheets = desk.do_now(
        ledger.number_route_sheets, day, "load_list", route, waiting_only=waiting_only, stale_only=stale_only
    )
    for load in desk.ask_now(route_facts.load_lists, day, sender_of(settings), _numbers(sheets)):
        file = folder / _file_name("load-list", day, load.route_name, load.facts.head.revision)
        pages = draw_load_list(file, load.facts)
        desk.do_now(ledger.file_route_sheet, "load_list", sheets[load.route_id], load.facts, str(file), pages)
        stops = len({row.stop for row in load.facts.rows})
        printed.append(PrintedFile("load_list", load.route_name, load.facts.head.revision, file, pages, stops))
    sheets = desk.do_now(
        ledger.number_route_sheets, day, "call_sheet", route, waiting_only=waiting_only, stale_only=stale_only
    )
    for call in desk.ask_now(route_facts.call_sheets, day, sender_of(settings), _numbers(sheets)):
        file = folder / _file_name("call-sheet", day, call.route_name, call.facts.head.revision)
        pages = draw_call_sheet(file, call.facts)
        desk.do_now(ledger.file_route_sheet, "call_sheet", sheets[call.route_id], call.facts, str(file), pages)
        stops = len(call.facts.calls) + len(call.facts.confirmed)
        printed.append(PrintedFile("call_sheet", call.route_name, call.facts.head.revision, file, pages, stops))
    return printed


def _file_name(kind: str, day: date, route: str, revision: int) -> str:
    return f"{kind}-{day}-{route.replace(' ', '-').replace(':', '')}-rev{revision}.pdf"


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """A paper of an order that was drawn; `print_number`: which print of its kind it is."""

    file: Path
    pages: int
    print_number: int


def print_slip(desk: Desk, settings: Settings, order_id: int, folder: Path) -> OrderPaper:
    """Print the packing slip of an order whose items are all in.

    Errors: Refused `slip.not_complete`; Unavailable `print.nowhere`.
    """
    number, prints = desk.do_now(ledger.number_order_sheet, order_id, "slip")
    with speaking(desk.ask_now(paper_language.language_for, order_id)):
        facts = desk.ask_now(slip_facts.slip_facts, order_id, sender_of(settings), number, prints, desk.clock())
        file = folder / _order_file_name("packing-slip", facts.order, number)
        with written_into(folder):
            pages = draw_slip(file, facts)
        desk.do_now(ledger.file_order_sheet, "slip", number, order_id, facts, str(file), pages)
    return OrderPaper(file, pages, prints)


def print_invoice(desk: Desk, settings: Settings, order_id: int, folder: Path) -> OrderPaper:
    """Issue and print the invoice of an order whose items are all in; printed again it has the same number.

    Errors: those of `invoicing.issue_invoice`; Unavailable `print.nowhere`.
    """
    seller = seller_of(settings)
    with speaking(desk.ask_now(paper_language.language_for, order_id)):
        invoice = desk.do_now(invoicing.issue_invoice, order_id, seller)
        number, prints = desk.do_now(ledger.number_order_sheet, order_id, "invoice")
        facts = desk.ask_now(invoicing.invoice_facts, invoice, seller, number, prints)
        file = folder / _order_file_name("invoice", facts.number, number)
        with written_into(folder):
            pages = draw_invoice(file, facts)
        desk.do_now(ledger.file_order_sheet, "invoice", number, order_id, facts, str(file), pages)
    return OrderPaper(file, pages, prints)


def print_proof(desk: Desk, settings: Settings, order_id: int, folder: Path) -> Path:
    """Print the proof of delivery of the last handoff. Errors: Refused `proof.none`; Unavailable `print.nowhere`."""
    number, _ = desk.do_now(ledger.number_order_sheet, order_id, "proof")
    facts = desk.ask_now(proof_facts.proof_facts, order_id, sender_of(settings), number, texts.milestone, desk.clock())
    file = folder / _order_file_name("proof-of-delivery", facts.order, number)
    with written_into(folder), street_map(desk, settings) as tiles:
        pages = draw_proof(file, facts, tiles)
    desk.do_now(ledger.file_order_sheet, "proof", number, order_id, facts, str(file), pages)
    return file


def print_proofs(desk: Desk, settings: Settings, orders: Sequence[int], folder: Path) -> Path:
    """Print the proofs of several orders as one PDF. Errors: Refused `proof.none`, `proof.none_of_day` for no order;
    Unavailable `print.nowhere`.
    """
    if not orders:
        raise Refused("proof.none_of_day")
    numbers = [desk.do_now(ledger.number_order_sheet, order_id, "proof")[0] for order_id in orders]
    sender, now = sender_of(settings), desk.clock()
    facts = [
        desk.ask_now(proof_facts.proof_facts, order_id, sender, number, texts.milestone, now)
        for order_id, number in zip(orders, numbers, strict=True)
    ]
    file = folder / f"proofs-of-delivery-{_made_at(desk)}.pdf"
    with written_into(folder), street_map(desk, settings) as tiles:
        pages = draw_proofs(file, facts, tiles)
    for order_id, number, told, count in zip(orders, numbers, facts, pages, strict=True):
        desk.do_now(ledger.file_order_sheet, "proof", number, order_id, told, str(file), count)
    return file


def zip_proofs(desk: Desk, settings: Settings, orders: Sequence[int], folder: Path) -> Path:
    """Print the proofs of several orders, a file each, into one zip. Errors: as `print_proofs`."""
    if not orders:
        raise Refused("proof.none_of_day")
    files = [print_proof(desk, settings, order_id, folder) for order_id in orders]
    packed = folder / f"proofs-of-delivery-{_made_at(desk)}.zip"
    with written_into(folder), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return packed


def print_day_report(desk: Desk, settings: Settings, report: DayReport, folder: Path) -> Path:
    """Print the report of a day. It is of the moment, and no paper that could become old: the ledger does not hold it.

    Errors: Unavailable `print.nowhere`.
    """
    file = folder / f"end-of-day-{_made_at(desk)}.pdf"
    with written_into(folder):
        draw_day_report(file, report, sender_of(settings).name)
    return file


def _made_at(desk: Desk) -> str:
    """Return now by the depot's clock, as a file name tells it."""
    return f"{desk.clock().astimezone(desk.ask_now(zone_of)):%Y%m%d-%H%M%S}"


@contextmanager
def street_map(desk: Desk, settings: Settings) -> Iterator[TileReader | None]:
    """Open the tiles of the station's region while a paper is drawn."""
    opened = regions.open_basemap(desk, settings)
    try:
        yield opened[1].tile if opened else None
    finally:
        if opened:
            opened[1].close()


def _order_file_name(kind: str, order: str, sheet: int) -> str:
    """Return a name that no other paper has: two shops may use one order number, and an order may have two slips."""
    plain = "".join(sign if sign.isalnum() or sign == "-" else "_" for sign in order)
    # file systems take 255 bytes
    shown = plain.encode()[:LONGEST_IN_A_FILE_NAME].decode(errors="ignore")
    return f"{kind}-{shown}-{sheet:08d}.pdf"
