"""Insert many rows at once past the session's flush, and tell journal and feed of them.

The only way around the flush: a plain `INSERT`, `UPDATE` or `DELETE` leaves no trace of who changed what.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from sqlalchemy import ARRAY, ColumnDefault, ColumnElement, Text, any_, delete, func, literal, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from dispatch_console.store import journal
from dispatch_console.store.entities.base import Base, Versioned

# rows in one statement
AT_ONCE = 2000


def among(column: InstrumentedAttribute[Any], wanted: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of many values, as one parameter; `IN` takes 65,000."""
    return column == any_(literal(list(wanted), ARRAY(Text)))


def take_ids(session: Session, entity: type[Base], count: int) -> list[int]:
    """Return so many ids that no other row has or will get."""
    sequence = func.nextval(f"{entity.__tablename__}_id_seq")
    return list(session.scalars(select(sequence).select_from(func.generate_series(1, count)))) if count else []


def add_new(session: Session, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have ids, journaled and announced. A column that a row leaves out gets its default."""
    _insert(session, entity, rows, "")


def add_missing(session: Session, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, without ids, whose unique key is not there yet.

    Two stations that bring the same row insert it once.
    """
    ids = take_ids(session, entity, len(rows))
    _insert(session, entity, [{**row, "id": id_} for row, id_ in zip(rows, ids, strict=True)], "on conflict do nothing")


def _insert(session: Session, entity: type[Base], rows: Sequence[Mapping[str, Any]], conflict: str) -> None:
    # rows travel as one text of JSON, which the journal stores too: one statement for thousands
    table, defaults, changes = entity.__tablename__, _defaults(entity), journal.changes_of(session)
    columns = ", ".join(f'"{name}"' for name in defaults)
    statement = text(
        f"insert into {table} ({columns}) select {columns} from json_populate_recordset(null::{table}, :rows) "
        f"{conflict} returning id"
    )
    for start in range(0, len(rows), AT_ONCE):
        said = {
            row["id"]: journal.NewRow(
                table,
                row["id"],
                row["id"] if table == "orders" else row.get("order_id"),
                journal.as_json({name: row[name] if name in row else default() for name, default in defaults.items()}),
            )
            for row in rows[start : start + AT_ONCE]
        }
        added = session.scalars(statement, {"rows": f"[{', '.join(row.values for row in said.values())}]"})
        new = [said[id_] for id_ in added]
        if new:
            changes.kinds |= entity.table_kinds()
        if entity.journaled:
            journal.note_rows(session, new)


@cache
def _defaults(entity: type[Base]) -> dict[str, Callable[[], Any]]:
    """Return what each column of a new row holds unless it is said otherwise."""
    defaults: dict[str, Callable[[], Any]] = {}
    for column in entity.__table__.columns:
        default = column.default.arg if isinstance(column.default, ColumnDefault) else None
        # what SQLAlchemy calls with its context, `list` among them
        made = partial(default, None) if callable(default) else partial(_same, default)
        defaults[column.name] = made
    if issubclass(entity, Versioned):
        defaults["version"] = partial(_same, 1)
    return defaults


def _same(value: Any) -> Any:
    return value


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
