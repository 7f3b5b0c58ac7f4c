"""Record a row of a signed sheet as a person reads it."""

from datetime import datetime

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.road import doorstep, goods_in, sheet_filing
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import DISPATCH
from dispatch_console.domain.road.proof import SHEET, HandoffFacts
from dispatch_console.store.entities import Handoff
from dispatch_console.store.transaction import Transaction


@operation("record_row", DISPATCH.roles["finish"])
def record_row(tx: Transaction, order_id: int, facts: HandoffFacts, acted_at: datetime | None, seen: str) -> int:
    """Record what a row of the sheet says. `seen`: the words of whoever sees the signature there, empty where the box
    is empty. Returns the record's id. Errors: as `doorstep.hand_over`; Refused `sheet.reads_empty`.
    """
    read = sheet_filing.read_of(tx.session, order_id)
    if seen and read is not None and read.signed is False:
        raise Refused("sheet.reads_empty")
    record = doorstep.hand_over(tx, order_id, facts, through=SHEET, signature=None, acted_at=acted_at)
    if seen and "signature" in tx.session.get_one(Handoff, record).open_proofs:
        goods_in.supply_proof(tx, record, ("signature",), words=seen)
    return record
