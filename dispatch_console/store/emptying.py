"""Empty what names a person: in rows, and in the journal of what was done to them.

It goes around the flush on purpose: the flush would write into the journal what is to be forgotten. An operation of the
journal whose values were emptied gets a new hash of what is left, which the journal itself keeps. So the chain still
holds, nothing else of the operation can be changed unseen, and it is known of which operations something is gone.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, text, update
from sqlalchemy.orm import Session

from dispatch_console.store import journal
from dispatch_console.store.entities import Base, EmptiedOperation, JournalEntry, Operation, PromiseEntry
from dispatch_console.store.entities.base import Versioned
from dispatch_console.store.transaction import Transaction

# what stands where a value was; the database takes nothing else in its place
ERASED = "(erased)"
AT_ONCE = 2000
_EMPTY_ENTRIES = text(
    "select count(empty_entry(id, before, after)) "
    "from json_to_recordset(:rows) as (id integer, before jsonb, after jsonb)"
)


def empty_rows(session: Session, entity: type[Base], ids: Collection[int], values: Mapping[str, Any]) -> None:
    """Set columns of some rows, unseen by the journal. The screens hear of it."""
    if not ids:
        return
    table = entity.__table__
    more = {"version": table.c.version + 1} if issubclass(entity, Versioned) else {}
    session.execute(update(entity).where(table.c.id.in_(ids)).values({**values, **more}))
    for kind in entity.table_kinds():
        journal.note_kind(session, kind)


def empty_notes(session: Session, order_ids: Collection[int]) -> None:
    """Empty what people wrote into the promise ledger of some orders; its facts stay."""
    notes = select(func.count(func.empty_promise_note(PromiseEntry.id))).where(PromiseEntry.order_id.in_(order_ids))
    session.execute(notes)


def empty_journal(
    tx: Transaction,
    of_rows: Mapping[str, Collection[int]],
    orders: Collection[int],
    columns: Mapping[str, Sequence[str]],
) -> int:
    """Empty columns of all that the journal says of some rows and of what belongs to some orders.

    `of_rows`: ids by table. `columns`: what is emptied, by table. Returns how many operations have lost something.
    """
    session = tx.session
    which: list[ColumnElement[bool]] = [JournalEntry.order_id.in_(orders)]
    which += [(JournalEntry.entity == table) & JournalEntry.entity_id.in_(ids) for table, ids in of_rows.items() if ids]
    found = select(JournalEntry.operation_id).where(or_(*which), JournalEntry.entity.in_(columns)).distinct()
    emptied = journal.emptied(session)
    count = 0
    for operation_id in sorted(session.scalars(found)):
        count += _empty_operation(tx, operation_id, of_rows, orders, columns, emptied)
    return count


def _empty_operation(
    tx: Transaction,
    operation_id: int,
    of_rows: Mapping[str, Collection[int]],
    orders: Collection[int],
    columns: Mapping[str, Sequence[str]],
    emptied: Mapping[int, str],
) -> bool:
    session = tx.session
    query = select(JournalEntry).where(JournalEntry.operation_id == operation_id).order_by(JournalEntry.id)
    columns_of_entry = JournalEntry.id, *(getattr(JournalEntry, name) for name in journal.HASHED)
    rows = session.execute(query.with_only_columns(*columns_of_entry)).all()
    entries = [dict(zip(journal.HASHED, row[1:], strict=True)) for row in rows]
    operation = session.get_one(Operation, operation_id)
    # one that does not fit must not look whole afterwards
    fitted = journal.fits(operation, entries, emptied.get(operation_id))
    changed = []
    for row, entry in zip(rows, entries, strict=True):
        meant = entry["order_id"] in orders or entry["entity_id"] in of_rows.get(entry["entity"], ())
        if not meant or entry["entity"] not in columns:
            continue
        before, after = (_emptied(entry[side], columns[entry["entity"]]) for side in ("before", "after"))
        if (before, after) != (entry["before"], entry["after"]):
            entry["before"], entry["after"] = before, after
            changed.append({"id": row[0], "before": before, "after": after})
    for start in range(0, len(changed), AT_ONCE):
        said = json.dumps(changed[start : start + AT_ONCE], ensure_ascii=False)
        session.execute(_EMPTY_ENTRIES, {"rows": said})
    if changed and fitted:
        heading = operation.name, operation.actor, operation.station, operation.at, operation.key or ""
        left = journal.body_hash(*heading, entries)
        session.add(EmptiedOperation(operation_id=operation_id, body_hash=left, at=tx.now))
    return bool(changed)


def _emptied(values: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    return {
        key: ERASED if key in columns and value not in ("", None, [], {}) else value for key, value in values.items()
    }
