"""The desk runs operations and queries on worker threads: transaction, actor, clock, journal, announcement.

An operation is `f(tx, …)` and a query `f(session, …)`; `ParamSpec` keeps the calls typed.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dispatch_console.application.last_move import with_who
from dispatch_console.application.paper_truth import make_untrue_papers_stale
from dispatch_console.application.rights import require_right
from dispatch_console.domain.errors import Refused
from dispatch_console.store.transaction import UTC_ZONE, Actor, Clock, Transaction, reading, system_clock, transaction

P = ParamSpec("P")
T = TypeVar("T")


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
        """`revive` starts the database again where it is this station's own; `zone` serves while there is no depot."""
        self.engine, self.actor, self.clock, self.revive, self.zone = engine, actor, clock, revive, zone
        self._workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="desk")

    def do_now(self, operation: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an operation. Errors: Refused `right.missing`; those of the operation; Conflict, Unavailable."""
        require_right(self.actor, operation)
        try:
            with transaction(self.engine, self.actor, operation.__name__, self.clock, self.zone) as tx:
                done = operation(tx, *args, **kwargs)
                make_untrue_papers_stale(tx)
                return done
        except Refused as refused:
            if refused.code != "lifecycle.illegal":
                raise
            raise self.ask_now(with_who, refused) from refused

    def ask_now(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query. Errors: those of the query, Unavailable."""
        with reading(self.engine, self.zone) as session:
            return query(session, *args, **kwargs)

    async def do(self, operation: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(self._workers, lambda: self.do_now(operation, *args, **kwargs))

    async def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_event_loop()
        return await loop.run_in_executor(self._workers, lambda: self.ask_now(query, *args, **kwargs))

    def close(self) -> None:
        """Wait for what runs; nothing new starts."""
        self._workers.shutdown(wait=True, cancel_futures=True)
        self.engine.dispose()
