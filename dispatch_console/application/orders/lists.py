"""The lists beside the queue: which van takes what, who holds what, and lists that somebody saved under a name."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.domain import moments, roles
from dispatch_console.domain.errors import BadInput
from dispatch_console.store.entities import Order, SavedList
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

# departures that are listed, the next first
MOST_VANS = 6
MOST_SAVED = 20


@dataclass(frozen=True, slots=True)
class VanList:
    """Orders that somebody has to work on before a departure."""

    leaves_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class HeldList:
    """Orders that one person holds at one station."""

    by: str
    at: str
    count: int


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A saved list. `count` is None where it searches for words, which is asked when it is opened."""

    id: int
    name: str
    wanted: OrderFilter
    count: int | None


@dataclass(frozen=True, slots=True)
class Lists:
    vans: tuple[VanList, ...]
    held: tuple[HeldList, ...]
    saved: tuple[SavedFilter, ...]


@reads(*queue.KINDS, Kind.SITE)
def lists(session: Session) -> Lists:
    """Return every list with how many orders are in it."""
    work = queue.conditions(session, OrderFilter(work=True))
    number = func.count()
    vans = (
        select(Order.leaves_at, number)
        .where(*work, Order.leaves_at.is_not(None))
        .group_by(Order.leaves_at)
        .order_by(Order.leaves_at)
        .limit(MOST_VANS)
    )
    held = (
        select(Order.held_by, Order.held_at, number)
        .where(*work, Order.held_by != "")
        .group_by(Order.held_by, Order.held_at)
        .order_by(Order.held_by, Order.held_at)
    )
    saved = session.scalars(select(SavedList).order_by(SavedList.name).limit(MOST_SAVED))
    return Lists(
        tuple(VanList(at, count) for at, count in session.execute(vans) if at is not None),
        tuple(HeldList(by, at, count) for by, at, count in session.execute(held)),
        tuple(_saved(session, one) for one in saved),
    )


def _saved(session: Session, one: SavedList) -> SavedFilter:
    wanted = _wanted(one.wanted)
    return SavedFilter(one.id, one.name, wanted, None if wanted.text else queue.total(session, wanted))


def _wanted(values: dict[str, Any]) -> OrderFilter:
    """Return a filter as it was saved; a field that a later version dropped does not filter."""
    known = {field.name for field in fields(OrderFilter)}
    typed = {name: value for name, value in values.items() if name in known}
    if typed.get("leaves_at"):
        typed["leaves_at"] = moments.from_text(typed["leaves_at"])
    return OrderFilter(**typed)


@operation("save_list", roles.OFFICE)
def save(tx: Transaction, name: str, wanted: OrderFilter) -> None:
    """Save a list under a name; one that has the name is replaced. Errors: BadInput `list.no_name`."""
    if not name.strip():
        raise BadInput("list.no_name")
    known = select(SavedList).where(SavedList.name == name.strip()).with_for_update()
    one = tx.session.scalar(known)
    if one is None:
        one = SavedList(name=name.strip())
        tx.session.add(one)
    values = {key: value for key, value in asdict(wanted).items() if value}
    if wanted.leaves_at is not None:
        values["leaves_at"] = wanted.leaves_at.isoformat()
    # a day would be the past tomorrow
    values.pop("day", None)
    one.wanted, one.made_by = values, tx.actor.name


@operation("forget_list", roles.OFFICE)
def forget(tx: Transaction, list_id: int) -> None:
    """Forget a saved list. One that is gone already is passed over."""
    one = tx.session.get(SavedList, list_id, with_for_update=True)
    if one is not None:
        tx.session.delete(one)
