"""Run operations and queries on worker threads, with transaction, actor, clock, journal and announcement.

An operation is `f(tx, …)` and a query `f(session, …)`; `ParamSpec` keeps the calls typed.
"""

import asyncio
import copy
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dispatch_console.application.operations.acts import Act, Settled, UnsettledActs, settled
from dispatch_console.application.operations.bounds import require_storable
from dispatch_console.application.operations.rights import name_of, require_right
from dispatch_console.application.orders.last_move import with_who
from dispatch_console.application.papers.truth import make_untrue_papers_stale
from dispatch_console.domain.errors import Conflict, DispatchError, Refused, Unavailable
from dispatch_console.language import tr
from dispatch_console.store import holders, journal, settling
from dispatch_console.store.failures import HELD, WORTH_ANOTHER_TRY
from dispatch_console.store.transaction import (
    UTC_ZONE,
    Actor,
    Clock,
    Transaction,
    Unsettled,
    reading,
    rehearsal,
    system_clock,
    transaction,
)

P = ParamSpec("P")
T = TypeVar("T")
# another station's act in the way is over in moments
TRIES = 5
# how long a station asks what became of an act before it says that it does not know
SETTLE_S, SETTLE_PAUSE_S = 20.0, 0.5


class Desk:
    """One per program. `do_now` and `ask_now` block; `do` and `ask` are awaited from the screens."""

    def __init__(
        self,
        engine: Engine,
        actor: Actor,
        clock: Clock = system_clock,
        revive: Callable[[], None] | None = None,
        zone: ZoneInfo = UTC_ZONE,
    ) -> None:
        """Keep what every act needs: `revive` starts the database again where it is this station's own; `zone` serves
        while there is no depot.
        """
        self.engine, self.actor, self.clock, self.revive, self.zone = engine, actor, clock, revive, zone
        self._workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="desk")
        self._unsettled = UnsettledActs()
        # called on a worker's thread with the key of each act that stations are told of
        self.on_written: Callable[[str], None] = lambda key: None

    def do_now(self, operation: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an operation.

        Errors: Refused `right.missing`; BadInput `field.characters`, `field.long`; those of the operation; Conflict,
        Unavailable.
        """
        require_right(self.actor, operation)
        require_storable(operation, args, kwargs)
        act = self._unsettled.take_repeated(operation, args, kwargs) or Act(uuid4().hex, operation, args, kwargs)
        return cast(T, self._until_written(act))

    def _until_written(self, act: Act) -> Any:
        """Do the act until it is written, and return what it gave back. It is tried again where another station was in
        its way, or where the answer was lost and the server has not written it; by its key it is never written
        twice.
        """
        unsure, tries, until = bool(act.done), 0, time.monotonic() + SETTLE_S
        while True:
            try:
                if unsure:
                    # nothing may come of the first try any more, else it could be written after the second
                    self.ask_now(settling.end, act.backend)
                    if self.ask_now(journal.is_written, act.key):
                        return act.done[0]
                    unsure, act = False, replace(act, done=(), backend=None)
                with transaction(self.engine, self.actor, name_of(act.operation), self.clock, self.zone, act.key) as tx:
                    done = act.operation(tx, *act.args, **act.kwargs)
                    make_untrue_papers_stale(tx)
                if tx.is_announced:
                    self.on_written(act.key)
                return done
            except Unsettled as lost:
                unsure, act = True, replace(act, done=(done,), backend=lost.backend)
            except Conflict as conflict:
                tries += 1
                if conflict.code not in WORTH_ANOTHER_TRY or tries == TRIES:
                    raise
                time.sleep(random.uniform(0.02, 0.1) * tries)
            except Unavailable as unavailable:
                if not unsure:
                    raise self._with_holder(unavailable) from unavailable
                if time.monotonic() > until:
                    self._unsettled.remember(act)
                    raise Unavailable("database.unsettled") from unavailable
                time.sleep(SETTLE_PAUSE_S)
            except Refused as refused:
                if refused.code != "lifecycle.illegal":
                    raise
                raise self.ask_now(with_who, refused) from refused

    def _with_holder(self, unavailable: Unavailable) -> Unavailable:
        """Return the same error, with the station that holds the lock where that can be seen."""
        if unavailable.code != HELD:
            return unavailable
        try:
            holder = self.ask_now(holders.longest)
        except DispatchError:
            holder = None
        if holder is None:
            return Unavailable("database.slow")
        return Unavailable(HELD, station=holder.station or tr("another program"), seconds=holder.seconds)

    @property
    def is_unsure(self) -> bool:
        """Return whether this station does not know of some acts whether they were written."""
        return bool(self._unsettled)

    def settle(self) -> tuple[Settled, ...]:
        """Find out what became of the acts whose answer was lost, and forget them. Errors: Unavailable."""
        acts = self._unsettled.known
        for act in acts:
            self.ask_now(settling.end, act.backend)
        settled_acts = self.ask_now(settled, acts) if acts else ()
        self._unsettled.forget(acts)
        return settled_acts

    def ask_now(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query. Errors: those of the query, Unavailable."""
        with reading(self.engine, self.zone, self.clock) as session:
            return query(session, *args, **kwargs)

    def rehearse_now(
        self,
        query: Callable[[Session], T],
        operation: Callable[Concatenate[Transaction, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Return what a query would say after an operation that is not done.

        Errors: Refused `right.missing`; those of the operation and of the query; Conflict, Unavailable.
        """
        require_right(self.actor, operation)
        with rehearsal(self.engine, self.actor, self.clock, self.zone) as tx:
            operation(tx, *args, **kwargs)
            make_untrue_papers_stale(tx)
            tx.session.flush()
            return query(tx.session)

    async def do(self, operation: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(self._workers, lambda: self.do_now(operation, *args, **kwargs))

    async def rehearse(
        self,
        query: Callable[[Session], T],
        operation: Callable[Concatenate[Transaction, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(self._workers, lambda: self.rehearse_now(query, operation, *args, **kwargs))

    async def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(self._workers, lambda: self.ask_now(query, *args, **kwargs))

    def acting_as(self, actor: Actor) -> "Desk":
        """Return this desk with somebody else at it: database, workers and clock are the same."""
        other = copy.copy(self)
        other.actor = actor
        return other

    def close(self) -> None:
        """Wait for running work; start nothing new."""
        self._workers.shutdown(wait=True, cancel_futures=True)
        self.engine.dispose()
