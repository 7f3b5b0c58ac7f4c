"""Pieces that cannot be packed: what was found, what becomes of them, and the order that brings them later."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import writing
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.packing import scanning
from dispatch_console.application.packing.progress import findings, open_pieces
from dispatch_console.application.packing.starting import require_on_my_bench
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.packing import condition
from dispatch_console.domain.packing.condition import Condition, Decision, Found
from dispatch_console.domain.packing.scan_match import Match
from dispatch_console.domain.packing.scanned import Scanned
from dispatch_console.language import listed, tr
from dispatch_console.store.entities import CheckMark, Finding, Order, OrderLine
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# of a photo, bytes
MOST_BYTES = 10_000_000
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")
# the source of orders that bring the rest of another one: no shop is asked about them
REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPieces:
    """What was found wrong of an order. `decision` is empty until somebody decides."""

    id: int
    sku: str
    item: str
    pieces: int
    condition: str
    note: str
    decision: str
    at: datetime
    has_photo: bool

    @property
    def as_found(self) -> Found:
        return Found(self.sku, self.pieces, Decision(self.decision) if self.decision else None)


@reads(Kind.PACKING)
def found_of(session: Session, order_id: int) -> tuple[FoundPieces, ...]:
    """Return what was found wrong of an order and is not settled."""
    query = (
        select(Finding, Finding.photo.is_not(None))
        .where(Finding.order_id == order_id, Finding.settled_at.is_(None))
        .order_by(Finding.id)
    )
    return tuple(
        FoundPieces(
            id=row.id,
            sku=row.sku,
            item=row.item,
            pieces=row.pieces,
            condition=row.condition,
            note=row.note,
            decision=row.decision,
            at=row.at,
            has_photo=has_photo,
        )
        for row, has_photo in session.execute(query)
    )


@operation("report_pieces", roles.PACKING)
def report_pieces(
    tx: Transaction, order_id: int, line_id: int, pieces: int, found: Condition, note: str = "", photo: bytes = b""
) -> int:
    """Write down that pieces of a line are missing or damaged, and return the id of what was found.

    Errors: Refused `pack.too_many_found` for more pieces than are not packed; BadInput `line.unknown`,
    `photo.unreadable`.
    """
    order = require_on_my_bench(tx, order_id)
    line = next((line for line in order.delivery_lines if line.id == line_id), None)
    if line is None:
        raise BadInput("line.unknown", number=order.number)
    explained = sum(one.pieces for one in findings(tx.session, order_id) if one.sku == line.sku)
    if not 0 < pieces <= open_pieces(order).get(line.sku, 0) - explained:
        raise Refused("pack.too_many_found", item=line.name)
    row = _missing(tx, order, line, pieces)
    row.condition, row.note, row.photo = str(found), " ".join(note.split()), _photo(photo)
    tx.session.add(row)
    tx.session.flush()
    return row.id


@operation("take_out_damaged", roles.PACKING)
def take_out_damaged(tx: Transaction, order_id: int, code: str | Scanned) -> Match:
    """Take a scanned piece out of its box because it is damaged, and write that down. Errors: those of `take_out`."""
    match = scanning.take_out(tx, order_id, code)
    order = require_on_my_bench(tx, order_id)
    line = next(line for line in order.lines if line.id == match.line_id)
    row = _missing(tx, order, line, -match.pieces)
    row.condition = str(Condition.DAMAGED)
    tx.session.add(row)
    tx.session.flush()
    return match


def _missing(tx: Transaction, order: Order, line: OrderLine, pieces: int) -> Finding:
    return Finding(
        order_id=order.id,
        sku=line.sku,
        item=line.name,
        pieces=pieces,
        condition=str(Condition.MISSING),
        at=tx.now,
        by=tx.actor.name,
        station=tx.actor.station,
    )


@operation("report_open", roles.PACKING)
def report_open(tx: Transaction, order_id: int, sku: str) -> int:
    """Write down that the pieces of a product that are not packed are missing, and return how many were not explained
    before.
    """
    order = require_on_my_bench(tx, order_id)
    explained = sum(one.pieces for one in findings(tx.session, order_id) if one.sku == sku)
    pieces = open_pieces(order).get(sku, 0) - explained
    line = next((line for line in order.delivery_lines if line.sku == sku), None)
    if line is None or pieces <= 0:
        return 0
    tx.session.add(_missing(tx, order, line, pieces))
    return pieces


@operation("take_back_open", roles.PACKING)
def take_back_open(tx: Transaction, order_id: int) -> None:
    """Take back that pieces are missing of which nobody decided anything, nor said that they are damaged."""
    order = require_on_my_bench(tx, order_id)
    for row in _unsettled(tx, order.id):
        if not row.decision and row.condition == Condition.MISSING:
            tx.session.delete(row)


@operation("note_finding", roles.PACKING)
def note_finding(
    tx: Transaction, finding_id: int, *, found: Condition | None = None, note: str | None = None, photo: bytes = b""
) -> None:
    """Say more of what was found: damaged instead of missing, in words, with a photo. Errors: BadInput
    `photo.unreadable`.
    """
    row = _finding(tx, finding_id)
    row.condition = str(found) if found is not None else row.condition
    row.note = " ".join(note.split()) if note is not None else row.note
    row.photo = _photo(photo) or row.photo


@operation("decide_finding", roles.PACKING)
def decide_finding(tx: Transaction, finding_id: int, decision: Decision) -> None:
    """Decide what becomes of pieces that were found wrong."""
    _finding(tx, finding_id).decision = str(decision)


@operation("take_back_finding", roles.PACKING)
def take_back_finding(tx: Transaction, finding_id: int) -> None:
    """Take back that pieces were missing or damaged: they are there."""
    tx.session.delete(_finding(tx, finding_id))


def _finding(tx: Transaction, finding_id: int) -> Finding:
    """Return what was found of an order on this bench. Errors: BadInput `finding.unknown`, those of the bench."""
    row = tx.session.get(Finding, finding_id, with_for_update={"of": Finding})
    if row is None or row.settled_at is not None:
        raise BadInput("finding.unknown")
    require_on_my_bench(tx, row.order_id)
    return row


@operation("settle_found", roles.PACKING)
def settle_found(tx: Transaction, order_id: int) -> None:
    """Settle what was missing or damaged and is packed now: another piece was taken."""
    order = require_on_my_bench(tx, order_id)
    left = open_pieces(order)
    for row in reversed(_unsettled(tx, order_id)):
        still = min(row.pieces, left.get(row.sku, 0))
        left[row.sku] = left.get(row.sku, 0) - still
        if still:
            row.pieces = still
        else:
            row.settled_at, row.decision = tx.now, str(Decision.OTHER)


@operation("put_aside", roles.PACKING)
def put_aside(tx: Transaction, order_id: int) -> None:
    """Let the whole order wait for what was found wrong: it is held, with its boxes as they are.

    Errors: Refused `pack.nothing_to_wait_for`.
    """
    order = require_on_my_bench(tx, order_id)
    rows = [row for row in _unsettled(tx, order_id) if row.decision == Decision.WAIT]
    if not rows:
        raise Refused("pack.nothing_to_wait_for", number=order.number)
    for row in rows:
        row.settled_at = tx.now
    order.take("verification", "hold", tx.now)
    order.hold_reason = tr("Waits for {items}", items=_named(rows))
    order.held_by, order.held_at, order.held_since = "", "", None


def split_off(tx: Transaction, order: Order) -> Order | None:
    """Give the pieces that leave later to an order of their own, which is held until there are some.

    Returns it, None where all is in. Errors: Refused `pack.part_cash` where cash is due and a price is not known.
    """
    found = _unsettled(tx, order.id)
    later = _left(order, condition.follows([_as_found(row) for row in found]))
    for row in found:
        row.settled_at = tx.now
    if not later:
        return None
    rows = [row for row in found if row.decision in condition.LEAVES_LATER and row.sku in later]
    rest, value = _rest_of(tx, order, rows), 0
    for line in list(order.delivery_lines):
        pieces = min(later.get(line.sku, 0), line.quantity - line.packed)
        if not pieces:
            continue
        if line.unit_price is None and order.due_on_delivery:
            raise Refused("pack.part_cash", number=order.number, item=line.name)
        later[line.sku] -= pieces
        line.quantity -= pieces
        value += (line.unit_price or 0) * pieces
        rest.lines.append(_moved(line, pieces, len(rest.lines)))
    rest.pieces = sum(line.quantity for line in rest.lines)
    order.pieces -= rest.pieces
    _share_money(order, rest, value)
    tx.session.add(rest)
    # its axes begin with their columns
    tx.session.flush()
    rest.take("verification", "hold", tx.now)
    for row in rows:
        row.rest_id = rest.id
    writing.plan_notice(tx, order, MessageKind.PART, str(rest.id))
    return rest


def _left(order: Order, later: dict[str, int]) -> dict[str, int]:
    """Return what is still not packed of pieces that were to leave later: some may have been found since."""
    left = open_pieces(order)
    return {sku: min(pieces, left[sku]) for sku, pieces in later.items() if left.get(sku)}


def _as_found(row: Finding) -> Found:
    return Found(row.sku, row.pieces, Decision(row.decision) if row.decision else None)


def _share_money(order: Order, rest: Order, value: int) -> None:
    """Let each order collect what it brings."""
    priced = all(line.unit_price is not None for line in rest.lines)
    if order.total is not None and priced:
        # a total that is less than its lines, as after a discount, is shared no further than it goes
        rest.total = min(value, order.total)
        order.total -= rest.total
    if order.due_on_delivery:
        due = min(value, order.due_on_delivery)
        rest.due_on_delivery, order.due_on_delivery = due, order.due_on_delivery - due


def _moved(line: OrderLine, pieces: int, position: int) -> OrderLine:
    return OrderLine(
        position=position,
        sku=line.sku,
        name=line.name,
        quantity=pieces,
        unit_price=line.unit_price,
        needs_delivery=True,
        barcode=line.barcode,
        weight_g=line.weight_g,
        ref=line.ref,
    )


def _rest_of(tx: Transaction, order: Order, rows: list[Finding]) -> Order:
    before = tx.session.scalar(select(func.count()).select_from(Order).where(Order.parent_id == order.id)) or 0
    same = {
        name: getattr(order, name)
        for name in (
            "customer_id", "address_id", "customer_name", "phone", "email", "currency", "financial_status", "handover",
            "payment", "remarks", "instructions", "requirements", "attributes", "wish", "placed_at", "search_text",
        )
    }  # fmt: skip
    asks = any(row.decision == Decision.ASK for row in rows)
    waits = (
        tr("The customer chooses: {items}", items=_named(rows)) if asks else tr("Waits for {items}", items=_named(rows))
    )
    rest = Order(
        **same,
        number=f"{order.number}/{before + 2}",
        source=REST,
        source_ref=f"{order.id}/{before + 2}",
        imported_at=tx.now,
        step_since=tx.now,
        parent_id=order.id,
        wish_windows=[],
        hold_reason=waits,
    )
    for one in order.marks:
        if one.gate == "verify":
            rest.marks.append(
                CheckMark(
                    gate=one.gate,
                    key=one.key,
                    at=one.at,
                    by=one.by,
                    station=one.station,
                    evidence=one.evidence,
                    waived=one.waived,
                    reason=one.reason,
                )
            )
    return rest


def _named(rows: list[Finding]) -> str:
    return listed([tr("{count} × {item}", count=row.pieces, item=row.item) for row in rows])


def _unsettled(tx: Transaction, order_id: int) -> list[Finding]:
    query = select(Finding).where(Finding.order_id == order_id, Finding.settled_at.is_(None)).order_by(Finding.id)
    return list(tx.session.scalars(query.with_for_update()))


def _photo(photo: bytes) -> bytes | None:
    """Return a photo to be kept. Errors: BadInput `photo.unreadable`."""
    if not photo:
        return None
    if len(photo) > MOST_BYTES or not photo.startswith(_PICTURES):
        raise BadInput("photo.unreadable")
    return photo
