"""Write the journal from the session's flush: who changed what, before and after, chained by hash."""

import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import event, exists, func, inspect, select, text
from sqlalchemy.orm import Session

from dispatch_console.domain.errors import BadInput
from dispatch_console.store.entities.base import Base
from dispatch_console.store.entities.history import EmptiedOperation, JournalEntry, Operation

# of a hash on paper: nobody finds another log with the same
HEAD_SIGNS = 12
# entries read at once when the chain is walked
AT_ONCE = 2000
_CHANGES = "changes"
# what of an entry its operation's hash covers
HASHED = ("entity", "entity_id", "order_id", "change", "before", "after")


class Entry(NamedTuple):
    """One change: the entity, `created`, `changed` or `deleted`, and its values before and after."""

    entity: Base
    change: str
    before: dict[str, Any]
    after: dict[str, Any]

    def as_json(self) -> str:
        """Return what the journal stores of the change, as the text that its hash covers."""
        after = snapshot(self.entity) if self.change == "created" else self.after
        return as_json(
            {
                "entity": self.entity.__tablename__,
                "entity_id": _identity(self.entity),
                "order_id": _order_of(self.entity),
                "change": self.change,
                "before": self.before,
                "after": after,
            }
        )


class NewRow(NamedTuple):
    """A row that was inserted past the flush. `values`: its columns as `as_json` writes them."""

    table: str
    id: int
    order_id: int | None
    values: str

    def as_json(self) -> str:
        order_id = "null" if self.order_id is None else self.order_id
        return (
            f'{{"after": {self.values}, "before": {{}}, "change": "created", "entity": "{self.table}", '
            f'"entity_id": {self.id}, "order_id": {order_id}}}'
        )


@dataclass
class Changes:
    """What a transaction has changed so far. `kinds` go to the feed."""

    kinds: set[str] = field(default_factory=set)
    entries: list[Entry | NewRow] = field(default_factory=list)


def watch(session: Session) -> Changes:
    """Collect every flushed change of a session."""
    changes = Changes()

    def before_flush(_session: Session, _context: object, _instances: object) -> None:
        for entity in session.new:
            if isinstance(entity, Base):
                changes.kinds |= entity.every_kind()
                if entity.journaled:
                    changes.entries.append(Entry(entity, "created", {}, {}))
        for entity in session.deleted:
            if isinstance(entity, Base):
                changes.kinds |= entity.every_kind()
                if entity.journaled:
                    changes.entries.append(Entry(entity, "deleted", snapshot(entity), {}))
        for entity in session.dirty:
            if isinstance(entity, Base) and (difference := _difference(entity)):
                changes.kinds |= entity.kinds_of(difference[1])
                if entity.journaled:
                    changes.entries.append(Entry(entity, "changed", *difference))

    event.listen(session, "before_flush", before_flush)
    session.info[_CHANGES] = changes
    return changes


def changes_of(session: Session) -> Changes:
    """Return the changes that a session has flushed so far."""
    changes: Changes = session.info[_CHANGES]
    return changes


def note_rows(session: Session, rows: Iterable[NewRow]) -> None:
    """Add rows to the journal that were inserted past the flush."""
    changes_of(session).entries.extend(rows)


def note_kind(session: Session, kind: str) -> None:
    """Announce a kind that changed past the flush, without a journal entry."""
    changes_of(session).kinds.add(kind)


def write(
    session: Session, changes: Changes, *, name: str, actor: str, station: str, at: datetime, key: str = ""
) -> int | None:
    """Store the collected changes as one operation. Returns its id, None when nothing changed.

    An act that changed only rows that are history themselves has no entries; it is written all the same: its key says
    that it was done. Entries come first: the operation's own row takes the lock that orders operations, so the lock
    is held for one statement only.
    """
    if not (changes.entries or changes.kinds):
        return None
    entries = [entry.as_json() for entry in changes.entries]
    body = _hash_of(_heading(name, actor, station, at, key), entries)
    operation_id: int = session.scalars(select(func.nextval("operations_id_seq"))).one()
    for start in range(0, len(entries), AT_ONCE):
        rows = f"[{', '.join(entries[start : start + AT_ONCE])}]"
        session.execute(_INSERT, {"operation": operation_id, "rows": rows})
    values = {"id": operation_id, "name": name, "actor": actor, "station": station, "at": at, "key": key or None}
    session.execute(_APPEND, {**values, "body": body})
    return operation_id


# in the order of the entries, which their hash covers
_INSERT = text("""
insert into journal (operation_id, entity, entity_id, order_id, change, before, after)
select :operation, entity, entity_id, order_id, change, before, after
from rows from (json_to_recordset(:rows) as (
    entity text, entity_id integer, order_id integer, change text, before jsonb, after jsonb
)) with ordinality as entries (entity, entity_id, order_id, change, before, after, place)
order by place
""")
_APPEND = text("select append_operation(:id, :name, :actor, :station, :at, :key, :body)")


def is_written(session: Session, key: str) -> bool:
    """Return whether the act with this key was committed."""
    return bool(session.scalar(select(exists().where(Operation.key == key))))


def body_hash(name: str, actor: str, station: str, at: datetime, key: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of an operation's content, which is the same before it is stored and after."""
    return _hash_of(_heading(name, actor, station, at, key), map(as_json, entries))


def _heading(name: str, actor: str, station: str, at: datetime, key: str) -> str:
    # the moment, however the station's clock or the server's time zone writes it
    return as_json([name, actor, station, at.astimezone(UTC).isoformat(), key])


def _hash_of(heading: str, entries: Iterable[str]) -> str:
    """Return the hash of `[heading, [entry, …]]`, without that text standing in memory."""
    digest = hashlib.sha256(f"[{heading}, [".encode())
    for number, entry in enumerate(entries):
        digest.update((f", {entry}" if number else entry).encode())
    digest.update(b"]]")
    return digest.hexdigest()


def as_json(value: Any) -> str:
    """Return a value as the text that is hashed and stored: numbers as the database returns them, keys in order."""
    said = _plain_json(value)
    return _plain_json(_stored(value)) if _UNLIKE_STORED.search(said) else said


def _plain_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)


# a whole number with a point, or one with an exponent; a text that looks like it costs a second look only
_UNLIKE_STORED = re.compile(r"(?:^|[ \[])-?\d+(?:\.0(?!\d)|(?:\.\d+)?e)")


def _stored(value: Any) -> Any:
    """Return numbers as the database returns them: -0.0 is 0, and a whole number has no point."""
    if isinstance(value, Mapping):
        return {key: _stored(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_stored(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def link(previous_hash: str, body: str) -> str:
    """Return the hash that links an operation to its predecessor, as `append_operation` computes it."""
    return hashlib.sha256((previous_hash + body).encode()).hexdigest()


def _fits_without_body(operation: Operation, entries: list[dict[str, Any]]) -> bool:
    """Check an operation of versions before 2026-11-28: one hash over the predecessor and the whole operation.

    They also hashed the -0.0 of a pin on the meridian, which the database gives back as 0.0.
    """
    at = operation.at.astimezone(UTC).isoformat()
    head = [operation.previous_hash, operation.name, operation.actor, operation.station, at]
    body = json.dumps([head, entries], sort_keys=True, ensure_ascii=False, default=_plain)
    south, west = ('"lat": 0.0', '"lat": -0.0'), ('"lon": 0.0', '"lon": -0.0')
    bodies = (body, body.replace(*south), body.replace(*west), body.replace(*south).replace(*west))
    return any(operation.hash == hashlib.sha256(said.encode()).hexdigest() for said in bodies)


def emptied(session: Session) -> dict[int, str]:
    """Return the operations of which values were emptied, with the hash of what is left of each."""
    query = select(JournalEntry.after).where(JournalEntry.entity == EmptiedOperation.__tablename__)
    # a later one was computed after an earlier one
    return {int(row["operation_id"]): str(row["body_hash"]) for row in session.scalars(query.order_by(JournalEntry.id))}


def broken_links(session: Session) -> Iterator[int]:
    """Yield the ids of operations that do not fit their content, their place or their predecessor."""
    query = (
        select(Operation, JournalEntry)
        .outerjoin(JournalEntry, JournalEntry.operation_id == Operation.id)
        .order_by(Operation.place, JournalEntry.id)
        .execution_options(yield_per=AT_ONCE)
    )
    left = emptied(session)
    previous, place = "", 0
    # whoever stops at the first must not leave the cursor open
    with session.execute(query) as rows:
        for operation, pairs in itertools.groupby(rows, key=lambda row: row[0]):
            entries = [{name: getattr(entry, name) for name in HASHED} for _, entry in pairs if entry is not None]
            follows = operation.previous_hash == previous and operation.place == place + 1
            if not (follows and fits(operation, entries, left.get(operation.id))):
                yield operation.id
            previous, place = operation.hash, operation.place


def fits(operation: Operation, entries: list[dict[str, Any]], left: str | None = None) -> bool:
    """Return whether an operation says what it said when it was written. `left`: the hash of what is left of one of
    which values were emptied.
    """
    heading = operation.name, operation.actor, operation.station, operation.at, operation.key or ""
    linked = operation.body_hash is None or operation.hash == link(operation.previous_hash, operation.body_hash)
    if left is not None:
        return linked and body_hash(*heading, entries) == left
    if operation.body_hash is None:
        return _fits_without_body(operation, entries)
    return linked and operation.body_hash == body_hash(*heading, entries)


@dataclass(frozen=True, slots=True)
class Head:
    """The last operation: how many there are, and the hash that depends on all of them.

    Kept outside the database, it shows afterwards whether the log is still the one that it was.
    """

    place: int
    hash: str

    def __str__(self) -> str:
        """Return the mark for the foot of a sheet: `1423-9f3a1b2c4d5e`."""
        return f"{self.place}-{self.hash[:HEAD_SIGNS]}"


def head(session: Session) -> Head | None:
    """Return the last operation; None while there is none."""
    row = session.execute(select(Operation.place, Operation.hash).order_by(Operation.place.desc()).limit(1)).first()
    return Head(row.place, row.hash) if row else None


def parse_head(text: str) -> Head:
    """Read a mark as `str(head)` writes it, or with the whole hash. Errors: BadInput `audit.head`."""
    match = re.fullmatch(rf"(\d{{1,15}})-([0-9a-f]{{{HEAD_SIGNS},64}})", text.strip().lower())
    if match is None:
        raise BadInput("audit.head", text=text)
    return Head(int(match[1]), match[2])


def knows(session: Session, wanted: Head) -> bool:
    """Return whether the log holds this operation at this place."""
    query = select(Operation.hash).where(Operation.place == wanted.place)
    return (session.scalar(query) or "").startswith(wanted.hash)


def count(session: Session) -> int:
    """Count the entries of the journal."""
    return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def snapshot(entity: Base) -> dict[str, Any]:
    """Return all columns of an entity as JSON values; pictures only as their fingerprint."""
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
    order_id = getattr(entity, "order_id", None)
    return int(order_id) if order_id is not None else None


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    return value
