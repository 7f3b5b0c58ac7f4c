"""Insert many rows at once past the session's flush, and tell journal and feed of them.

The only way around the flush: a plain `INSERT`, `UPDATE` or `DELETE` leaves no trace of who changed what.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, any_, delete, literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from dispatch_console.store import journal
from dispatch_console.store.entities.base import Base


def among(column: InstrumentedAttribute[Any], wanted: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of many values, as one parameter; `IN` takes 65,000."""
    return column == any_(literal(list(wanted), ARRAY(Text)))


def add_missing(session: Session, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows whose unique key is not there yet; two stations that bring the same row insert it once."""
    if rows:
        added = session.scalars(insert(entity).on_conflict_do_nothing().returning(entity), list(rows))
        journal.note_added(session, added.all())


def replace_all(session: Session, entity: type[Base], condition: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Delete what meets the condition and insert the rows. Only for what is copied from a file and not journaled."""
    assert not entity.journaled
    session.execute(delete(entity).where(condition))
    add_rows(session, entity, rows)


def add_rows(session: Session, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of an entity that is copied from a file and not journaled."""
    assert not entity.journaled
    if rows:
        session.execute(insert(entity), list(rows))
    journal.note_kind(session, entity.kind)
