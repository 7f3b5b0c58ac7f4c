"""The journal, written from the flush: who changed what, before and after, chained so that tampering shows."""

import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import event, func, inspect, select, text
from sqlalchemy.orm import Session

from dispatch_console.store.entities.base import Base
from dispatch_console.store.entities.history import JournalEntry, Operation

CHAIN_LOCK = 7_204_512
# entries read at once when the chain is walked
AT_ONCE = 2000
_CHANGES = "changes"


class Entry(NamedTuple):
    """One change: the entity, `created`, `changed` or `deleted`, and its values before and after."""

    entity: Base
    change: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass
class Changes:
    """What a transaction has changed so far. `kinds` go to the feed."""

    kinds: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)


def watch(session: Session) -> Changes:
    """Collect every flushed change of this session."""
    changes = Changes()

    def before_flush(_session: Session, _context: object, _instances: object) -> None:
        for entity in session.new:
            if isinstance(entity, Base):
                changes.kinds.add(entity.kind)
                if entity.journaled:
                    changes.entries.append(Entry(entity, "created", {}, {}))
        for entity in session.deleted:
            if isinstance(entity, Base):
                changes.kinds.add(entity.kind)
                if entity.journaled:
                    changes.entries.append(Entry(entity, "deleted", snapshot(entity), {}))
        for entity in session.dirty:
            if isinstance(entity, Base) and (difference := _difference(entity)):
                changes.kinds.add(entity.kind)
                if entity.journaled:
                    changes.entries.append(Entry(entity, "changed", *difference))

    event.listen(session, "before_flush", before_flush)
    session.info[_CHANGES] = changes
    return changes


def changes_of(session: Session) -> Changes:
    """What this session has flushed so far."""
    found: Changes = session.info[_CHANGES]
    return found


def note_added(session: Session, added: Sequence[Base]) -> None:
    """Rows that were inserted past the flush."""
    changes = changes_of(session)
    for entity in added:
        changes.kinds.add(entity.kind)
        if entity.journaled:
            changes.entries.append(Entry(entity, "created", {}, {}))


def note_kind(session: Session, kind: str) -> None:
    """Things of this kind changed past the flush, without a journal."""
    changes_of(session).kinds.add(kind)


def write(session: Session, changes: Changes, *, name: str, actor: str, station: str, at: datetime) -> int | None:
    """Store the collected changes as one operation. Returns its id, None when nothing changed."""
    if not changes.entries:
        return None
    entries = [
        {
            "entity": entity.__tablename__,
            "entity_id": _identity(entity),
            "order_id": _order_of(entity),
            "change": change,
            "before": before,
            "after": snapshot(entity) if change == "created" else after,
        }
        for entity, change, before, after in changes.entries
    ]
    session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    previous = session.scalar(select(Operation.hash).order_by(Operation.id.desc()).limit(1)) or ""
    operation = Operation(name=name, actor=actor, station=station, at=at, previous_hash=previous, hash="")
    operation.hash = chain_hash(operation, entries)
    session.add(operation)
    session.flush()
    table = Base.metadata.tables[JournalEntry.__tablename__]
    session.execute(table.insert(), [{"operation_id": operation.id, **entry} for entry in entries])
    return operation.id


def chain_hash(operation: Operation, entries: list[dict[str, Any]]) -> str:
    # the moment, however the station's clock or the server's time zone writes it
    at = operation.at.astimezone(UTC).isoformat()
    head = [operation.previous_hash, operation.name, operation.actor, operation.station, at]
    body = json.dumps([head, entries], sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(body.encode()).hexdigest()


def broken_links(session: Session) -> Iterator[int]:
    """Ids of operations whose hash does not fit their content or their predecessor."""
    rows = session.execute(
        select(Operation, JournalEntry)
        .outerjoin(JournalEntry, JournalEntry.operation_id == Operation.id)
        .order_by(Operation.id, JournalEntry.id)
        .execution_options(yield_per=AT_ONCE)
    )
    previous = ""
    for operation, pairs in itertools.groupby(rows, key=lambda row: row[0]):
        entries = [
            {
                "entity": entry.entity,
                "entity_id": entry.entity_id,
                "order_id": entry.order_id,
                "change": entry.change,
                "before": entry.before,
                "after": entry.after,
            }
            for _, entry in pairs
            if entry is not None
        ]
        if operation.previous_hash != previous or operation.hash != chain_hash(operation, entries):
            yield operation.id
        previous = operation.hash


def count(session: Session) -> int:
    """Changes that are written down."""
    return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def snapshot(entity: Base) -> dict[str, Any]:
    """All columns of an entity as JSON values; pictures only as their fingerprint."""
    mapper = inspect(type(entity))
    return {attribute.key: _plain(getattr(entity, attribute.key)) for attribute in mapper.column_attrs}


def _difference(entity: Base) -> tuple[dict[str, Any], dict[str, Any]] | None:
    state = inspect(entity)
    before, after = {}, {}
    for attribute in inspect(type(entity)).column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes():
            before[attribute.key] = _plain(history.deleted[0] if history.deleted else None)
            after[attribute.key] = _plain(history.added[0] if history.added else None)
    return (before, after) if after else None


def _identity(entity: Base) -> int:
    identity = inspect(entity).identity
    return int(identity[0]) if identity else 0


def _order_of(entity: Base) -> int | None:
    if entity.__tablename__ == "orders":
        return _identity(entity)
    found = getattr(entity, "order_id", None)
    return int(found) if found is not None else None


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    return value
