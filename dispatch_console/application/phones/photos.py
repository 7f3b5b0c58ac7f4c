"""Photos of a phone: looked at before they count as one, and kept without what a camera writes into its files."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.road import recording
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.orders import proof_levels
from dispatch_console.store.entities import Order, PhonePhoto
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture as it is kept, a JPEG without metadata; None with the reason where it is none."""

    picture: bytes | None
    wrong: str


@operation("take_phone_photo", roles.ROAD)
def take_photo(
    tx: Transaction, phone_id: int, photo_id: str, data: bytes, looked: Looked, order_id: int | None = None
) -> str:
    """Keep a photo. `order_id`: whose it is, where the phone says it before the act does.

    Returns the digest of what came, by which the phone knows that it arrived whole. Errors: Conflict
    `phone.other_version` for another picture under the same id.
    """
    digest = hashlib.sha256(data).hexdigest()
    known = tx.session.scalar(select(PhonePhoto).where(PhonePhoto.photo_id == photo_id).with_for_update())
    if known is not None:
        if known.digest != digest:
            raise Conflict("phone.other_version", counter=photo_id)
        return digest
    order = tx.session.scalar(select(Order.id).where(Order.id == order_id))
    tx.session.add(
        PhonePhoto(
            photo_id=photo_id, phone_id=phone_id, digest=digest, picture=looked.picture, wrong=looked.wrong,
            received_at=tx.now, order_id=order,
        )
    )  # fmt: skip
    if order is not None and looked.picture is not None:
        _supply(tx, order)
    return digest


def _supply(tx: Transaction, order_id: int) -> None:
    """Close the record that waited for a photo: it was taken at the door and comes only now."""
    record = recording.standing(tx, order_id)
    if record is not None and proof_levels.PHOTO in record.open_proofs:
        record.open_proofs = [code for code in record.open_proofs if code != proof_levels.PHOTO]


def photos_of(session: Session, order_id: int) -> tuple[bytes, ...]:
    """Return the pictures of an order, the first first."""
    query = select(PhonePhoto.picture).where(PhonePhoto.order_id == order_id, PhonePhoto.picture.is_not(None))
    return tuple(picture for picture in session.scalars(query.order_by(PhonePhoto.id)) if picture is not None)
