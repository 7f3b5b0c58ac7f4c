"""Keep bad rows of files until their order is read correctly or a person puts them away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.orders.incoming import FileChoices, Problem, Reading
from dispatch_console.store import bulk
from dispatch_console.store.entities import QuarantinedRow
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A bad cell as it was read. `problem.row` is its line in the file.

    `header` and `choices`: how its file was read. `cells`: the rows of its order, by number; empty where the format
    keeps none, or too many for them to be kept whole.
    """

    id: int
    source: str
    file: str
    problem: Problem
    seen_at: datetime
    header: tuple[str, ...]
    choices: FileChoices
    cells: tuple[tuple[int, dict[str, str]], ...]


@reads(Kind.QUARANTINE)
def waiting_rows(session: Session) -> tuple[WaitingRow, ...]:
    """Return the rows that wait, newest file first, in the order of their lines."""
    rows = session.scalars(
        select(QuarantinedRow).order_by(QuarantinedRow.seen_at.desc(), QuarantinedRow.file, QuarantinedRow.row)
    )
    return tuple(
        WaitingRow(
            id=row.id,
            source=row.source,
            file=row.file,
            problem=_problem(row),
            seen_at=row.seen_at,
            header=tuple(row.facts.get("header", ())),
            choices=FileChoices(**row.facts.get("choices", {})),
            cells=() if row.facts.get("cut") else _cells(row),
        )
        for row in rows
    )


def _cells(row: QuarantinedRow) -> tuple[tuple[int, dict[str, str]], ...]:
    return tuple((int(part["row"]), dict(part["cells"])) for part in row.facts.get("rows", ()))


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """A row of a file that waits, with what is wrong with it. `cells`: the rows of its order as they came."""

    id: int
    source: str
    file: str
    row: int
    order_number: str | None
    problems: tuple[Problem, ...]
    since: datetime
    cells: tuple[tuple[int, dict[str, str]], ...]


@reads(Kind.QUARANTINE)
def waiting_entries(session: Session, source: str = "") -> tuple[WaitingEntry, ...]:
    """Return the rows that wait, oldest first, each once."""
    query = select(QuarantinedRow).order_by(
        QuarantinedRow.seen_at, QuarantinedRow.file, QuarantinedRow.row, QuarantinedRow.id
    )
    rows = session.scalars(query.where(QuarantinedRow.source == source) if source else query).all()
    by_row: dict[tuple[str, str, int], list[QuarantinedRow]] = {}
    for row in rows:
        by_row.setdefault((row.source, row.file, row.row), []).append(row)
    return tuple(
        WaitingEntry(
            id=some[0].id,
            source=some[0].source,
            file=some[0].file,
            row=some[0].row,
            order_number=some[0].order_number,
            problems=tuple(map(_problem, some)),
            since=some[0].seen_at,
            cells=_cells(some[0]),
        )
        for some in by_row.values()
    )


def _problem(row: QuarantinedRow) -> Problem:
    return Problem(row.row, row.column_name, row.value, row.code, row.order_number, True, dict(row.facts))


@reads(Kind.QUARANTINE)
def count_waiting(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(QuarantinedRow)) or 0


@operation("put_away_row", roles.OFFICE)
def put_away(tx: Transaction, ids: Collection[int]) -> None:
    """Mark rows as dealt with: they are no orders, or were handled elsewhere. A row that is gone already is passed
    over.
    """
    for row in tx.session.scalars(select(QuarantinedRow).where(QuarantinedRow.id.in_(ids))):
        tx.session.delete(row)


def keep_bad_rows(tx: Transaction, reading: Reading, file: str, *, whole: bool) -> None:
    """Store the bad rows of a reading with their reason, and drop those whose order was read now.

    A row without an order number is known by its file alone: it goes when the file is read again, `whole` and not a
    few rows of it.
    """
    numbers = {order.number for order in reading.orders} | {
        problem.order_number for problem in reading.problems if problem.order_number
    }
    mine = bulk.among(QuarantinedRow.order_number, numbers)
    if whole:
        mine = or_(mine, QuarantinedRow.order_number.is_(None) & (QuarantinedRow.file == file))
    for row in tx.session.scalars(select(QuarantinedRow).where(QuarantinedRow.source == reading.source, mine)):
        tx.session.delete(row)
    tx.session.flush()
    seen = set()
    header, choices = [column.column for column in reading.account], reading.choices.as_json()
    for problem in reading.problems:
        key = (problem.row, problem.column, problem.code)
        if not problem.blocks or key in seen:
            continue
        seen.add(key)
        tx.session.add(
            QuarantinedRow(
                source=reading.source,
                file=file,
                row=problem.row,
                column_name=problem.column,
                value=problem.value,
                code=problem.code,
                facts={**problem.facts, "header": header, "choices": choices},
                order_number=problem.order_number or None,
                seen_at=tx.now,
            )
        )
