"""File what was read of signed sheets: each signature to its order, by the layout of the sheet that was printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.papers.ledger import departure_of
from dispatch_console.application.road import day_closings, goods_in
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers.sheet_reading import SURE, ReadPage, ReadRow, Unread
from dispatch_console.domain.road.proof import IDENTITY, is_on_sheet
from dispatch_console.language import tr
from dispatch_console.store.entities import Handoff, Order, Sheet, SheetRow, Stop
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A page as it was filed. `signed`, `empty` and `doubtful` are counted by row; `stale`: another revision replaced
    it before it came back; `again`: it was read before.
    """

    sheet: int
    page: int
    day: str
    route: str
    revision: int
    stale: bool
    signed: int
    empty: int
    doubtful: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class SheetsRead:
    """What came of files: pages as they were read and filed, those that a person has to look at, and pages of the same
    sheets of which nothing was read yet, as (sheet, page). `twice`: how many pages were there once more.
    """

    read: tuple[ReadPage, ...]
    filed: tuple[Filed, ...]
    unread: tuple[Unread, ...]
    missing: tuple[tuple[int, int], ...]
    twice: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """What was read of an order: `signed` is None where a person has to look, `ticked` that the identity box certainly
    is; `asks_identity`: the order needs it. `picture` is a PNG of all that was written at the door.
    """

    row_id: int
    sheet: int
    stop: int
    signed: bool | None
    decided_by: str
    stale: bool
    ticked: bool
    asks_identity: bool
    picture: bytes


@reads(Kind.ROAD)
def shown_row(session: Session, order_id: int) -> ShownRow | None:
    """Return what was read of an order; None where nothing was."""
    row = read_of(session, order_id)
    if row is None or row.crop is None:
        return None
    return ShownRow(
        row_id=row.id, sheet=row.sheet_id, stop=row.stop, signed=row.signed, decided_by=row.decided_by, stale=row.stale,
        ticked=row.ticked, asks_identity=_asks_identity(session, order_id), picture=row.written or row.crop,
    )  # fmt: skip


def _asks_identity(session: Session, order_id: int) -> bool:
    return bool({Requirement.ID_CHECK, Requirement.AGE_18} & set(session.get_one(Order, order_id).requirements))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """A page of a manifest that was printed. `is_read`: it came back and was read; `stale`: another revision replaced
    it.
    """

    sheet: int
    page: int
    pages: int
    route: str
    revision: int
    stops: tuple[int, ...]
    is_read: bool
    stale: bool


@reads(Kind.PAPERS, Kind.ROAD)
def printed_pages(session: Session, day: date) -> tuple[PrintedPage, ...]:
    """Return the pages of a day's manifests, those first that did not come back yet."""
    prefix = f"{day.isoformat()}/"
    sheets = session.scalars(
        select(Sheet).where(Sheet.kind_of == "manifest", Sheet.departure.startswith(prefix)).order_by(Sheet.id)
    ).all()
    return tuple(sorted(_pages_of(session, sheets), key=lambda one: (one.is_read, one.stale)))


@reads(Kind.PAPERS, Kind.ROAD)
def printed_page(session: Session, sheet_id: int, page: int) -> PrintedPage | None:
    """Return a page of a manifest by what its code says; None where it was never printed."""
    sheet = session.get(Sheet, sheet_id)
    if sheet is None or sheet.kind_of != "manifest":
        return None
    return next((one for one in _pages_of(session, [sheet]) if one.page == page), None)


def _pages_of(session: Session, sheets: Sequence[Sheet]) -> list[PrintedPage]:
    of_sheets = SheetRow.sheet_id.in_([sheet.id for sheet in sheets])
    read = {
        (row.sheet_id, row.page) for row in session.execute(select(SheetRow.sheet_id, SheetRow.page).where(of_sheets))
    }
    return [
        PrintedPage(
            sheet=sheet.id,
            page=number,
            pages=len(sheet.layout.get("pages", [])),
            route=_route(session, sheet),
            revision=sheet.revision,
            stops=tuple(int(row["stop"]) for row in rows),
            is_read=(sheet.id, number) in read,
            stale=_is_old(session, sheet),
        )
        for sheet in sheets
        for number, rows in enumerate(sheet.layout.get("pages", []), 1)
    ]


def _route(session: Session, sheet: Sheet) -> str:
    """Return which van a manifest is of, and when it left: `B 09:20`."""
    shift, leaves = departure_of(session, sheet.departure)
    return f"{shift.driver.letter} {leaves}".strip()


def layout_of(session: Session, sheet_id: int, page: int) -> list[Mapping[str, Any]] | None:
    """Return the rows of a printed page with their boxes; None for a sheet or a page that was never printed."""
    sheet = session.get(Sheet, sheet_id)
    pages = sheet.layout.get("pages", []) if sheet is not None and sheet.kind_of == "manifest" else []
    return list(pages[page - 1]) if 0 < page <= len(pages) else None


def pages_missing(session: Session, sheet_id: int) -> tuple[int, ...]:
    """Return the pages of a sheet of which nothing was read yet."""
    sheet = session.get_one(Sheet, sheet_id)
    read = set(session.scalars(select(SheetRow.page).where(SheetRow.sheet_id == sheet_id)))
    return tuple(number for number in range(1, len(sheet.layout.get("pages", [])) + 1) if number not in read)


@operation("file_sheet_page", roles.DISPATCH)
def file_page(tx: Transaction, read: ReadPage) -> Filed:
    """File a page. Read again, its rows are read anew, but for what a person decided. A signature that a record waits
    for is brought to it. Errors: BadInput `sheet.unknown`.
    """
    sheet = tx.session.get(Sheet, read.sheet)
    if sheet is None or sheet.kind_of != "manifest":
        raise BadInput("sheet.unknown", sheet=read.sheet)
    known = select(SheetRow.id).where(SheetRow.sheet_id == sheet.id, SheetRow.page == read.page)
    again = tx.session.scalar(known.limit(1)) is not None
    for row in read.rows:
        for number in row.orders:
            order = _order_of(tx.session, sheet, number)
            if order is not None:
                _keep(tx, sheet, read.page, row, order)
    certain = [row.signed if row.confidence >= SURE else None for row in read.rows]
    return Filed(
        sheet=read.sheet,
        page=read.page,
        day=sheet.departure.partition("/")[0],
        route=_route(tx.session, sheet),
        revision=sheet.revision,
        stale=_is_old(tx.session, sheet),
        signed=certain.count(True),
        empty=certain.count(False),
        doubtful=certain.count(None),
        again=again,
    )


@operation("decide_sheet_row", roles.DISPATCH)
def decide(tx: Transaction, row_id: int, *, signed: bool) -> None:
    """Say whether a row is signed, as a person sees it. Said to be empty, a record that was signed on paper loses this
    signature and waits for one, and its van and day are open again. Errors: Refused `sheet.row`.
    """
    row = tx.session.get(SheetRow, row_id, with_for_update=True)
    if row is None:
        raise Refused("sheet.row")
    row.signed, row.confidence, row.decided_by = signed, 1.0, tx.actor.name
    if signed:
        _bring(tx, row)
    else:
        _take_back(tx, row)


def read_of(session: Session, order_id: int) -> SheetRow | None:
    """Return what was read of an order, of the newest sheet."""
    query = select(SheetRow).where(SheetRow.order_id == order_id).order_by(SheetRow.sheet_id.desc(), SheetRow.id.desc())
    return session.scalar(query.limit(1))


def picture_of(session: Session, order_id: int) -> bytes | None:
    """Return the signature that was read for an order and that nobody doubts."""
    row = read_of(session, order_id)
    return row.crop if row is not None and row.signed and row.confidence >= SURE else None


def _order_of(session: Session, sheet: Sheet, number: str) -> Order | None:
    """Return the order that a row of a sheet names: two shops may use one number, a day's route has it once."""
    day = sheet.departure.partition("/")[0]
    orders = session.scalars(select(Order).where(Order.number == number).order_by(Order.id)).all()
    if len(orders) <= 1:
        return orders[0] if orders else None
    promised = [order for order in orders if order.promise_start is not None and day in str(order.promise_start.date())]
    return promised[0] if len(promised) == 1 else None


def _keep(tx: Transaction, sheet: Sheet, page: int, read: ReadRow, order: Order) -> None:
    is_old = _is_old(tx.session, sheet)
    query = select(SheetRow).where(SheetRow.sheet_id == sheet.id, SheetRow.order_id == order.id)
    row = tx.session.scalar(query.with_for_update())
    if row is None:
        row = SheetRow(sheet_id=sheet.id, order_id=order.id)
        tx.session.add(row)
    elif row.decided_by:
        return
    row.page, row.stop = page, read.stop
    row.signed, row.confidence = (read.signed if read.confidence >= SURE else None), read.confidence
    row.name_written, row.time_written, row.ticked = read.name_written, read.time_written, read.ticked is True
    row.crop, row.written, row.stale = read.crop, read.written, is_old
    row.read_at, row.read_by = tx.now, tx.actor.name
    tx.session.flush()
    _bring(tx, row)


def _is_old(session: Session, sheet: Sheet) -> bool:
    """Return whether the route changed since a sheet was printed. A second print of the same revision replaces nothing
    that a driver reads.
    """
    if sheet.stale_since is None or sheet.stale_reason != "printed_again":
        return sheet.stale_since is not None
    same = Sheet.kind_of == sheet.kind_of, Sheet.departure == sheet.departure
    newer = select(Sheet.id).where(*same, Sheet.revision > sheet.revision)
    return session.scalar(newer.limit(1)) is not None


def _take_back(tx: Transaction, row: SheetRow) -> None:
    """Let a record wait for its signature again: its box on the sheet is empty, as somebody sees who looked."""
    standing = select(Handoff).where(Handoff.order_id == row.order_id, Handoff.replaced_at.is_(None))
    record = tx.session.scalar(standing.order_by(Handoff.attempt.desc()).limit(1).with_for_update())
    if record is None or not record.on_paper or SIGNATURE in record.open_proofs:
        return
    if record.signature in (None, row.crop):
        record.signature = None
        record.open_proofs = [SIGNATURE, *record.open_proofs]
        stop = tx.session.get(Stop, record.stop_id) if record.stop_id is not None else None
        day_closings.reopen_for(tx, record.acted_at, "corrected", stop.route.shift_id if stop is not None else None)


def _is_of_its_day(session: Session, row: SheetRow, record: Handoff) -> bool:
    """Return whether a sheet is of the day of a record: what was signed for one attempt proves no other."""
    stop = session.get(Stop, record.stop_id) if record.stop_id is not None else None
    departure = session.get_one(Sheet, row.sheet_id).departure
    return stop is None or departure.partition("/")[0] == stop.route.shift.day.isoformat()


def bring_read(tx: Transaction, order_id: int) -> None:
    """Bring what was read before its record was made."""
    row = read_of(tx.session, order_id)
    if row is not None:
        _bring(tx, row)


def _bring(tx: Transaction, row: SheetRow) -> None:
    """Bring a signature and a ticked identity box to the record that waits for them, or that only somebody's word
    stands for.
    """
    standing = select(Handoff).where(Handoff.order_id == row.order_id, Handoff.replaced_at.is_(None))
    record = tx.session.scalar(standing.order_by(Handoff.attempt.desc()).limit(1))
    if record is None or row.crop is None or not _is_of_its_day(tx.session, row, record):
        return
    # of what was told by telephone a tick alone is no proof: a person vouches for it
    shows = partial(is_on_sheet, through=record.reported_through, on_paper=record.on_paper)
    identity = [code for code in record.open_proofs if code in IDENTITY and shows(code)] if row.ticked else []
    if identity:
        words = tr("identity box ticked on sheet {sheet}, row {stop}", sheet=row.sheet_id, stop=row.stop)
        goods_in.supply_proof(tx, record.id, identity, words=words)
    if not row.signed or row.confidence < SURE:
        return
    if SIGNATURE in record.open_proofs:
        words = tr("signature of sheet {sheet}, row {stop}", sheet=row.sheet_id, stop=row.stop)
        goods_in.supply_proof(tx, record.id, (SIGNATURE,), signature=row.crop, words=words)
    elif record.on_paper and record.signature is None:
        record.signature = row.crop
