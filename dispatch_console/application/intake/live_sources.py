"""Live order systems of a site: set up, paused, read, away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from dispatch_console.application.intake import importing
from dispatch_console.application.intake.comparing import ImportCount
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import content
from dispatch_console.application.shops import asking, watching
from dispatch_console.application.shops.listing import last_told, open_counts, untold
from dispatch_console.application.shops.noting import give_up
from dispatch_console.domain import fleet_text, roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.admission import LeftOut
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.language import tr
from dispatch_console.store.entities import LiveSource, Order, SourceWatch
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# orders that were placed before the source was set up are read from this far back
BEFORE = timedelta(days=14)
# fields of an order that a shop's own field may hold
OWN_FIELDS = ("delivery_day", "window", "gate_code", "collects", "instructions")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSourceView:
    """A live system. `away_why` and `away_facts`: the error's code and facts; `waiting` and `refused` write-backs."""

    id: int
    name: str
    kind: str
    address: str
    options: dict[str, str]
    own_fields: dict[str, str]
    read_from: datetime
    last_read_at: datetime | None = None
    away_since: datetime | None = None
    away_why: str = ""
    away_facts: dict[str, Any] = field(default_factory=dict)
    next_at: datetime | None = None
    is_paused: bool = False
    open_to: str = ""
    rang_at: datetime | None = None
    falsely_rung_at: datetime | None = None
    waiting: int = 0
    refused: int = 0
    told_at: datetime | None = None


@reads(Kind.SOURCES, Kind.WRITE_BACKS)
def live_sources(session: Session) -> tuple[LiveSourceView, ...]:
    """Return the systems in use by name."""
    counts, told = open_counts(session), last_told(session)
    query = select(LiveSource).where(LiveSource.retired_at.is_(None)).order_by(LiveSource.name)
    return tuple(_view(row, *counts.get(row.id, (0, 0)), told.get(row.id)) for row in session.scalars(query))


def _view(row: LiveSource, waiting: int, refused: int, told_at: datetime | None) -> LiveSourceView:
    return LiveSourceView(
        id=row.id,
        name=row.name,
        kind=row.kind_of,
        address=row.address,
        options=dict(row.options),
        own_fields=dict(row.own_fields),
        read_from=row.read_to or row.since,
        last_read_at=row.last_read_at,
        away_since=row.away_since,
        away_why=row.away_why,
        away_facts=dict(row.away_facts),
        next_at=row.next_at,
        is_paused=row.is_paused,
        open_to=row.open_to,
        rang_at=row.rang_at,
        falsely_rung_at=row.falsely_rung_at,
        waiting=waiting,
        refused=refused,
        told_at=told_at,
    )


@operation("keep_live_source", roles.SUPERVISOR)
def keep_source(
    tx: Transaction,
    record: int | None,
    *,
    name: str,
    kind: str,
    address: str,
    options: Mapping[str, str],
    own_fields: Mapping[str, str],
) -> int:
    """Add or change a live system, and return its id. Its name stays once it has orders: they are filed under it.

    Errors: BadInput `field.empty`, `field.taken`, `source.renamed`, `source.field`.
    """
    name = fleet_text.words(tr("Name"), name, most=60)
    other = tx.session.scalar(select(LiveSource).where(LiveSource.name == name, LiveSource.id != (record or 0)))
    if other is not None and (other.retired_at is None or record is not None):
        raise BadInput("field.taken", name=name)
    for ours in own_fields.values():
        if ours not in OWN_FIELDS:
            raise BadInput("source.field", field=ours, known=OWN_FIELDS)
    row = tx.session.get_one(LiveSource, record, with_for_update=True) if record else other
    if row is None:
        row = LiveSource(name=name, since=tx.now - BEFORE, away_why="", away_facts={}, is_paused=False)
        tx.session.add(row)
    if row.name != name and tx.session.scalar(select(Order.id).where(Order.source == row.name).limit(1)) is not None:
        raise BadInput("source.renamed", name=row.name)
    row.name, row.kind_of, row.address, row.retired_at = name, kind, address.strip(), None
    row.options, row.own_fields = dict(options), dict(own_fields)
    row.next_at = None
    tx.session.flush()
    return row.id


@operation("retire_live_source", roles.SUPERVISOR)
def retire_source(tx: Transaction, record: int, *, drop: bool = False) -> None:
    """Read a system no more. Its orders stay; what it was not told yet is not told, which `drop` agrees to.

    Errors: Refused `source.untold` with how many there are.
    """
    row = tx.session.get_one(LiveSource, record, with_for_update=True)
    waiting = untold(tx.session, record)
    if waiting and not drop:
        raise Refused("source.untold", name=row.name, count=len(waiting))
    for entry in waiting:
        give_up(tx, entry, tr("{name} was taken out of use", name=row.name))
    row.retired_at = tx.now


@operation("pause_live_source", roles.OFFICE)
def pause_source(tx: Transaction, record: int, paused: bool) -> None:
    """Leave a system alone until somebody says otherwise, or read it again from where it was left."""
    row = tx.session.get_one(LiveSource, record, with_for_update=True)
    row.is_paused, row.next_at = paused, None


@operation("take_page", roles.EVERYBODY)
def take_page(
    tx: Transaction,
    record: int,
    reading: Reading,
    read_to: datetime | None,
    missing: Collection[str] = (),
    *,
    open_to: str | None = None,
    hints: asking.Hints | None = None,
) -> ImportCount:
    """Write a page of orders and how far the system is read, both or neither: no crash leaves a gap or a double.

    `missing`: references of orders that are there no more; they end here as an order does that was deleted. `open_to`:
    how far its open orders were read again, None where that stays. `hints`: those that the page follows.
    """
    row = tx.session.get_one(LiveSource, record, with_for_update=True)
    ended = [
        replace(content.as_incoming(order), left_out=LeftOut.TRASHED)
        for order in tx.session.scalars(
            select(Order).where(Order.source == row.name, Order.source_ref.in_(missing), Order.closure == "open")
        )
    ]
    whole = replace(reading, source=row.name, orders=(*reading.orders, *ended), is_live=True)
    count = importing.take_reading(tx, whole, row.name)
    if read_to is not None and (row.read_to is None or read_to > row.read_to):
        row.read_to = read_to
    if open_to is not None:
        row.open_to = open_to
    if hints is not None:
        asking.forget(tx, record, hints)
    watching.watch(tx, record, reading.orders)
    return count


@operation("note_read", roles.EVERYBODY)
def note_read(tx: Transaction, record: int) -> None:
    """Note that a system was read to its end."""
    row = tx.session.get_one(LiveSource, record, with_for_update=True)
    row.last_read_at, row.next_at = tx.now, None
    row.away_since, row.away_why, row.away_facts = None, "", {}


@operation("note_away", roles.EVERYBODY)
def note_away(tx: Transaction, record: int, why: str, facts: Mapping[str, str], next_at: datetime) -> None:
    """Note that a system could not be read, why, and when it is tried again. Since when it is away stays."""
    row = tx.session.get_one(LiveSource, record, with_for_update=True)
    row.away_since = row.away_since or tx.now
    row.away_why, row.away_facts, row.next_at = why, dict(facts), next_at


def open_refs(session: Session, source: str, now: datetime, after: str, most: int) -> tuple[str, ...]:
    """Return references of a system's open orders and of those that may become work, in their order, behind one."""
    work = select(Order.source_ref.label("ref")).where(
        Order.source == source, Order.closure == "open", Order.outcome == "none", Order.source_ref > after
    )
    watched = (
        select(SourceWatch.ref)
        .join(LiveSource, LiveSource.id == SourceWatch.source_id)
        .where(LiveSource.name == source, SourceWatch.until > now, SourceWatch.ref > after)
    )
    every = union(work.order_by("ref").limit(most), watched.order_by(SourceWatch.ref).limit(most)).subquery()
    return tuple(session.scalars(select(every.c.ref).order_by(every.c.ref).limit(most)))
