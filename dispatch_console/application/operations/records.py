"""Support records that people edit in forms: fields as texts, and a check that nobody changed them meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dispatch_console.domain.errors import Conflict
from dispatch_console.language import tr
from dispatch_console.store.entities import Base
from dispatch_console.store.transaction import Transaction

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its id, what it is called, what is said below, and every field as text."""

    id: int
    title: str
    under: str
    fields: Texts


def require_as_seen(
    tx: Transaction,
    kind: type[Base],
    record: int | None,
    read: Callable[[Session], Sequence[Record]],
    seen: Texts | None,
) -> None:
    """Lock a record and require that it still says what the form showed.

    Without `seen` nothing is compared. Errors: Conflict `record.gone`, `record.changed` with both texts of each
    field.
    """
    if record is None or seen is None:
        return
    row = tx.session.get(kind, record, with_for_update=True)
    now = next((entry for entry in read(tx.session) if entry.id == record), None)
    if row is None or now is None:
        raise Conflict("record.gone")
    require_unchanged(now, seen)


def require_unchanged(now: Record, seen: Texts | None) -> None:
    """Require that a record still says what a form showed. Errors: Conflict `record.changed` with both texts."""
    changes = [
        tr("{name} was “{before}”, is now “{now}”", name=name, before=text, now=now.fields[name])
        for name, text in (seen or {}).items()
        if name in now.fields and text != now.fields[name]
    ]
    if changes:
        raise Conflict("record.changed", title=now.title, changes="; ".join(changes))
