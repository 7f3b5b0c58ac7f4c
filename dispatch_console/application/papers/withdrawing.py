"""Take a photo back that should not have been taken: an identity card, a child, the inside of a home."""

from sqlalchemy import select

from dispatch_console.application.operations.rights import operation
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Conflict, Refused
from dispatch_console.domain.orders import gates
from dispatch_console.store.entities import PhonePhoto, Sheet
from dispatch_console.store.transaction import Transaction

WITHDRAWN = "withdrawn"


@operation("withdraw_photo", roles.DISPATCH)
def withdraw_photo(tx: Transaction, photo: int, why: str) -> None:
    """Withdraw a photo: its picture is gone, that there was one and why it went stays.

    Printed proofs that may show it are deleted by the stations that drew them (`station.erased_papers`). `why` must not
    describe the picture. Errors: Refused `correct.words`; Conflict `photo.gone`.
    """
    if not gates.is_reason(why.strip()):
        raise Refused("correct.words")
    row = tx.session.get_one(PhonePhoto, photo, with_for_update=True)
    if row.picture is None:
        raise Conflict("photo.gone")
    proofs = select(Sheet.path).where(Sheet.kind_of == "proof", Sheet.order_id == row.order_id, Sheet.path != "")
    row.picture, row.wrong = None, WITHDRAWN
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_for = tx.now, tx.actor.name, why.strip()
    row.withdrawn_files = sorted(set(tx.session.scalars(proofs)))
