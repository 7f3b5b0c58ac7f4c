"""Take goods in that come back: parcels by their code, pieces by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from dispatch_console import texts
from dispatch_console.application.customers import inbox
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.orders.holding import locked
from dispatch_console.application.road import day_end, recording
from dispatch_console.application.routes import unloading
from dispatch_console.application.site.depot import zone_of
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.road import goods_back, handed, proof
from dispatch_console.domain.road.day_end import require_vouched
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.language import tr
from dispatch_console.store.entities import GoodsBack, Handoff, Order, Parcel, SheetRow, Shift
from dispatch_console.store.transaction import Transaction


class BackResult(StrEnum):
    """`other_van`: taken in, though another van was to bring it; `no_record`: its stop has no outcome yet;
    `with_customer`: its record says that somebody took it.
    """

    BACK = "back"
    ALREADY = "already"
    OTHER_VAN = "other_van"
    NO_RECORD = "no_record"
    WITH_CUSTOMER = "with_customer"
    NOT_EXPECTED = "not_expected"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class BackScan:
    """What a scan at the return desk meant."""

    result: BackResult
    order_id: int | None = None
    number: str = ""
    who: str = ""
    goods_id: int | None = None


@operation("scan_back", roles.LOADING)
def scan_back(tx: Transaction, shift_id: int | None, text: str) -> BackScan:
    """Scan a parcel in that a van brought back. `shift_id`: the van that is at the desk. Errors: BadInput
    `code.damaged`.
    """
    code = codes.parse_typed(CodeKind.PARCEL, text)
    parcel = tx.session.get(Parcel, code.number) if code is not None and code.kind is CodeKind.PARCEL else None
    if parcel is None:
        return BackScan(BackResult.NOT_OURS)
    order = locked(tx, parcel.order_id)
    query = select(GoodsBack).where(GoodsBack.parcel_id == parcel.id, GoodsBack.void_at.is_(None))
    row = tx.session.scalar(query.order_by(GoodsBack.id.desc()).limit(1).with_for_update())
    carried = unloading.gone(tx, parcel.id)
    if row is None:
        return _unexpected(tx, order, parcel, shift_id, carried=carried)
    if row.seen_at is not None:
        return BackScan(BackResult.ALREADY, order.id, order.number, row.seen_by, row.id)
    _see(tx, row)
    _tell_of_next_attempt(tx, row)
    if row.shift_id != shift_id:
        shift = tx.session.get(Shift, row.shift_id) if row.shift_id is not None else None
        who = shift.driver.name if shift is not None else ""
        return BackScan(BackResult.OTHER_VAN, order.id, order.number, who, row.id)
    return BackScan(BackResult.BACK, order.id, order.number, "", row.id)


def _unexpected(tx: Transaction, order: Order, parcel: Parcel, shift_id: int | None, *, carried: bool) -> BackScan:
    record = recording.standing(tx, order.id)
    if carried:
        return BackScan(BackResult.BACK, order.id, order.number)
    if order.outcome in ("delivered", "picked_up"):
        who = record.recipient if record is not None else ""
        here = None
        if record is not None:
            # it lies on the desk all the same: the day stays open until somebody says which of the two is so
            here = GoodsBack(
                handoff_id=record.id, order_id=order.id, shift_id=_shift_of(tx, record, shift_id), parcel_id=parcel.id,
                name="", pieces=1, damaged=0, expected_at=record.acted_at,
            )  # fmt: skip
            tx.session.add(here)
            tx.session.flush()
            _see(tx, here)
        return BackScan(BackResult.WITH_CUSTOMER, order.id, order.number, who, here.id if here is not None else None)
    if order.dispatch in ("out", "at_door"):
        return BackScan(BackResult.NO_RECORD, order.id, order.number)
    return BackScan(BackResult.NOT_EXPECTED, order.id, order.number)


def _shift_of(tx: Transaction, record: Handoff, at_desk: int | None) -> int | None:
    stop = recording.stop_of(tx, record)
    return stop.route.shift_id if stop is not None else at_desk


@operation("count_back", roles.LOADING)
def count_back(tx: Transaction, goods_id: int, goes_to: Destination | None = None) -> None:
    """Take pieces or a parcel in by hand: their code cannot be read. Errors: BadInput `goods.gone`; Conflict
    `goods.here`.
    """
    row = _row(tx, goods_id)
    if row.seen_at is not None:
        raise Conflict("goods.here", by=row.seen_by)
    _see(tx, row)
    row.goes_to = (goes_to or Destination(row.goes_to)).value
    _tell_of_next_attempt(tx, row)


@operation("undo_back", roles.LOADING)
def undo_back(tx: Transaction, goods_id: int) -> None:
    """Undo a scan: the goods are not here. Errors: BadInput `goods.gone`."""
    row = _row(tx, goods_id)
    row.seen_at, row.seen_by, row.goes_to = None, "", ""
    record = tx.session.get(Handoff, row.handoff_id) if row.handoff_id is not None else None
    if row.parcel_id is not None and record is not None and handed.is_delivered(record.outcome_code):
        # nobody expects it: it was never more than this scan
        row.void_at = tx.now


@operation("send_goods", roles.DISPATCH)
def send_goods(tx: Transaction, goods_id: int, goes_to: Destination) -> None:
    """Set where goods go; those that are not here may only be `lost`. Customer service hears of a parcel that stays
    though its order is to be tried again.

    Errors: BadInput `goods.gone`, `goods.not_here`.
    """
    row = _row(tx, goods_id)
    if row.seen_at is None and goes_to is not Destination.LOST:
        raise BadInput("goods.not_here")
    if row.seen_at is None:
        row.seen_at, row.seen_by = tx.now, tx.actor.name
    was_told = row.goes_to in goods_back.STAYS
    row.goes_to = goes_to.value
    if not was_told:
        _tell_of_next_attempt(tx, row)


def _tell_of_next_attempt(tx: Transaction, row: GoodsBack) -> None:
    """Tell customer service of a parcel that does not go out again, though its order is to be tried again."""
    if row.parcel_id is None or row.goes_to not in goods_back.STAYS:
        return
    order = tx.session.get_one(Order, row.order_id)
    record = tx.session.get(Handoff, row.handoff_id) if row.handoff_id is not None else None
    if record is None or order.outcome != "none" or order.attempt <= record.attempt:
        return
    words = tr(
        "Parcel {what} does not go out again: {where}. Another attempt was decided before.",
        what=day_end.goods_words(tx.session, [row])[row.id],
        where=texts.plain(row.goes_to),
    )
    inbox.open_item(tx, ItemKind.WRONG, order, words, reason="goods_gone")


def seen_by_loading(tx: Transaction, parcel_id: int) -> None:
    """Take a parcel in that is scanned into its next van: it is here, whoever forgot to say so."""
    query = select(GoodsBack).where(
        GoodsBack.parcel_id == parcel_id, GoodsBack.void_at.is_(None), GoodsBack.seen_at.is_(None)
    )
    for row in tx.session.scalars(query.with_for_update()):
        _see(tx, row)
        row.goes_to = Destination.REBOOK.value


def _row(tx: Transaction, goods_id: int) -> GoodsBack:
    known = tx.session.get(GoodsBack, goods_id)
    if known is None:
        raise BadInput("goods.gone")
    # the order first, as a scan does: two that wait for each other would both be refused
    locked(tx, known.order_id)
    row = tx.session.get_one(GoodsBack, goods_id, with_for_update=True)
    if row.void_at is not None:
        raise BadInput("goods.gone")
    return row


def _see(tx: Transaction, row: GoodsBack) -> None:
    row.seen_at, row.seen_by = tx.now, tx.actor.name
    record = tx.session.get(Handoff, row.handoff_id) if row.handoff_id is not None else None
    outcome = record.outcome_code if record is not None else ""
    # it may have been decided before its parcel was seen that it comes back for good
    goes_again = tx.session.get_one(Order, row.order_id).closure == "open"
    guess = goods_back.first_guess(
        damaged=row.damaged, whole_parcel=row.parcel_id is not None, outcome=outcome, goes_again=goes_again
    )
    row.goes_to = guess.value


@operation("supply_proof", roles.DISPATCH)
def supply_proof(
    tx: Transaction, record_id: int, codes: Sequence[str], *, signature: bytes | None = None, words: str = ""
) -> None:
    """Bring proofs that were still to come: the signature of the sheet, as a picture or as seen by whoever says so.

    Errors: BadInput `proof.unknown`; Refused `sheet.reads_empty`; Conflict `correct.replaced`, `proof.there`; those of
    `require_vouched`. What was paid is put right by a correction.
    """
    record = tx.session.get_one(Handoff, record_id, with_for_update=True)
    if record.replaced_at is not None:
        number = tx.session.get_one(Order, record.order_id).number
        at = f"{record.replaced_at.astimezone(zone_of(tx.session)):%H:%M}"
        raise Conflict("correct.replaced", number=number, at=at)
    if not set(codes) <= set(record.open_proofs):
        raise Conflict("proof.there")
    if "cash" in codes:
        raise BadInput("proof.unknown")
    if signature is None:
        if "signature" in codes and _reads_empty(tx, record.order_id):
            raise Refused("sheet.reads_empty")
        for code in codes:
            on_sheet = proof.is_on_sheet(code, record.reported_through, on_paper=record.on_paper)
            require_vouched(words, on_sheet=on_sheet, recorded_by=record.recorded_by, actor=tx.actor.name)
            if not on_sheet:
                # a reason is somebody's
                words = tr("{words} (vouched for by {who})", words=words.strip(), who=tx.actor.name)
    if "signature" in codes and signature is not None:
        record.signature = signature
    record.open_proofs = [open_code for open_code in record.open_proofs if open_code not in codes]
    if words.strip():
        # read once more, a sheet says nothing new
        said = "" if words.strip() in record.note else words.strip()
        record.note = "; ".join(part for part in (record.note, said) if part)


def _reads_empty(tx: Transaction, order_id: int) -> bool:
    """Return whether the box of an order was read as empty on its newest sheet."""
    query = select(SheetRow.signed).where(SheetRow.order_id == order_id)
    return tx.session.scalar(query.order_by(SheetRow.sheet_id.desc(), SheetRow.id.desc()).limit(1)) is False
