"""A desk that proves of each act that the kinds it announced lead every screen to the fresh state."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from dispatch_console import application
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.rights import name_of
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.store.entities import (
    Base,
    Customer,
    Handoff,
    InboxItem,
    LiveSource,
    Message,
    Order,
    Route,
    Sheet,
    Shift,
)
from dispatch_console.store.notices import parse
from tests.builders.days import PROMISE

LOCKS = re.compile(r"\bfor (no key )?update\b", re.IGNORECASE)
FROM = re.compile(r"\bfrom (\w+)", re.IGNORECASE)
WRITES = re.compile(r"\b(?:insert into|update|(delete) from)\s+(\w+)", re.IGNORECASE)
TABLES = re.compile(rf"\b({'|'.join(sorted(Base.metadata.tables, key=len, reverse=True))})\b")
Query = Callable[..., Any]
Asked = tuple[Query, tuple[Any, ...]]


def queries() -> tuple[Query, ...]:
    """Every query of the application that names what it reads."""
    found: dict[str, Query] = {}
    for module in pkgutil.walk_packages(application.__path__, application.__name__ + "."):
        for _, member in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if hasattr(member, "query_kinds"):
                found[f"{member.__module__}.{member.__name__}"] = member
    return tuple(found.values())


class WatchedDesk(Desk):
    """Holds what every query said, as the screens do, and reads again what an act announced, and only that.

    `played` are the names of the operations that were done, each with the tables of which it locked rows; `stale` the
    queries that an act should have announced. A query is read again where an act wrote to a table that it named: what
    it reads says the same as before otherwise.
    """

    def watch(self, day: date, numbers: Sequence[str]) -> None:
        """From now on; queries of a day are asked for this one, queries of an order for those with these numbers."""
        self._numbers = tuple(numbers)
        self._day, self._kinds = day, set[str]()
        self._locked, self.played, self.stale = set[str](), dict[str, set[str]](), set[str]()
        self._queries = queries()
        self._written, self._named = set[str](), set[str]()
        self._tables: dict[Asked, frozenset[str]] = {}
        event.listen(self.engine, "before_cursor_execute", self._listen)
        self.shown: dict[Asked, Any] = {}
        self._read(self._every())

    def _listen(self, _connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "pg_notify" in statement:
            self._kinds |= parse(parameters["notice"]).kinds
        if LOCKS.search(statement):
            self._locked.add(str(FROM.findall(statement)[0]))
        self._named.update(TABLES.findall(statement))
        for is_delete, table in WRITES.findall(statement):
            # rows of other tables may go with it
            self._written |= set(Base.metadata.tables) if is_delete else {table}

    def do_now(self, operation: Any, *args: Any, **kwargs: Any) -> Any:
        if not hasattr(self, "shown"):
            return super().do_now(operation, *args, **kwargs)
        for kept in (self._kinds, self._locked, self._written):
            kept.clear()
        done = super().do_now(operation, *args, **kwargs)
        name = name_of(operation)
        self.played.setdefault(name, set()).update(self._locked)
        before, self.shown = self.shown, {}
        every = self._every()
        for asked in every:
            if asked in before and not self._tables[asked] & self._written:
                self.shown[asked] = before[asked]
        self._read([asked for asked in every if asked not in self.shown])
        for asked in every:
            query = asked[0]
            read_again = self._kinds & kinds_of(query)
            if asked in before and not read_again and before[asked] != self.shown[asked]:
                self.stale.add(f"{query.__name__} after {name}, which announced {sorted(self._kinds)}")
        return done

    def _read(self, every: Sequence[Asked]) -> None:
        def look(session: Session) -> None:
            for query, given in every:
                self._named.clear()
                self.shown[query, given] = query(session, *given)
                self._tables[query, given] = frozenset(self._named)
                # the next one reads for itself, as on another screen
                session.expunge_all()

        self.ask_now(look)

    def _every(self) -> list[Asked]:
        """Each query with each of the things that there are to ask for."""
        return self.ask_now(lambda session: list(self._asked(session)))

    def _asked(self, session: Session) -> Iterator[Asked]:
        orders = tuple(session.scalars(select(Order.id).where(Order.number.in_(self._numbers)).order_by(Order.id)))
        given: dict[str, tuple[Any, ...]] = {
            "order_id": orders,
            "order_ids": (orders,),
            "route_id": tuple(session.scalars(select(Route.id))),
            "source_id": tuple(session.scalars(select(LiveSource.id))),
            "day": (self._day,),
            "first": (self._day,),
            "days": (3,),
            "now": (self.clock(),),
            "since": (datetime.fromisoformat("2000-01-01T00:00:00+00:00"),),
            "customer_id": tuple(session.scalars(select(Customer.id).order_by(Customer.id.desc()).limit(1))),
            "item_id": tuple(session.scalars(select(InboxItem.id).order_by(InboxItem.id).limit(1))),
            "sheet_id": tuple(session.scalars(select(Sheet.id).order_by(Sheet.id).limit(1))),
            "page": (1,),
            "message_id": tuple(session.scalars(select(Message.id).order_by(Message.id).limit(1))),
            "keep_id": tuple(session.scalars(select(Customer.id).order_by(Customer.id).limit(1))),
            "other_id": tuple(session.scalars(select(Customer.id).order_by(Customer.id).offset(1).limit(1))),
            "record_id": tuple(session.scalars(select(Handoff.id).order_by(Handoff.id).limit(2))),
            "driver_shift_id": tuple(session.scalars(select(Shift.id).order_by(Shift.id).limit(1))),
            "shift_id": (None, *session.scalars(select(Shift.id).order_by(Shift.id).limit(1))),
            "channel": ("sms",),
            "kind": ("survey",),
            "begins": ("14:00",),
            "ends": ("16:00",),
            "language": ("en",),
            "wanted": (OrderFilter(),),
            "sort": ("leaves",),
            "descending": (False,),
            "actor": (self.actor,),
            "windows": ((PROMISE,),),
            "paths": (tuple(Path(path) for path in session.scalars(select(Sheet.path))),),
        }
        for query in self._queries:
            ways: list[tuple[Any, ...]] = [()]
            for parameter in list(inspect.signature(query).parameters.values())[1:]:
                if parameter.name not in given:
                    assert parameter.default is not parameter.empty, f"{query.__name__}: {parameter.name}"
                    break
                ways = [(*way, value) for way in ways for value in given[parameter.name]]
            for way in ways:
                yield query, way
