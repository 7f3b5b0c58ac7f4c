"""The photos that prove an attempt."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dispatch_console.store.entities import Handoff, PhoneAct, PhonePhoto


def photos_of_attempt(session: Session, order_id: int, attempt: int) -> Select[PhonePhoto]:
    """Return the query of an order's photos, the first first, without those that a phone took at another attempt: the
    closed door of Monday proves nothing of Tuesday.
    """
    elsewhere = select(PhoneAct.said).join(Handoff, PhoneAct.record_id == Handoff.id)
    elsewhere = elsewhere.where(Handoff.order_id == order_id, Handoff.attempt != attempt)
    others = {photo for said in session.scalars(elsewhere) for photo in said.get("data", {}).get("photos", [])}
    query = select(PhonePhoto).where(PhonePhoto.order_id == order_id, PhonePhoto.photo_id.not_in(others))
    return query.order_by(PhonePhoto.id)


def pictures_of_attempt(session: Session, order_id: int, attempt: int) -> tuple[int, ...]:
    """Return the row ids of the photos of an attempt that show something."""
    query = photos_of_attempt(session, order_id, attempt).where(PhonePhoto.picture.is_not(None))
    return tuple(session.scalars(query.with_only_columns(PhonePhoto.id)))


def picture(session: Session, photo: int) -> bytes | None:
    """Return one picture by its row id, None where there is none."""
    return session.scalar(select(PhonePhoto.picture).where(PhonePhoto.id == photo))
