"""End an act whose answer was lost, so that it can be looked up for good."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from dispatch_console.domain.errors import Unavailable
from dispatch_console.store.line import Backend

# how long the server may take to end a process
END_MS = 5000


def end(session: Session, backend: Backend | None) -> None:
    """End the server's process that was asked to write, if it is still there. After that the act is written or it never
    will be. To be asked in a look of its own, before the one that reads. Errors: Unavailable `database.slow`.
    """
    if backend is None:
        return
    ended = session.scalar(
        text(
            "select bool_and(pg_terminate_backend(pid, :patience)) from pg_stat_activity "
            "where pid = :pid and backend_start = :since"
        ),
        {"pid": backend.pid, "since": backend.since, "patience": END_MS},
    )
    if ended is False:
        raise Unavailable("database.slow")
