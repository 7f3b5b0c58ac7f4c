"""Let one station per database send, and one read its live sources: a lock that it keeps while it is awake, on a
connection of its own.
"""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

KEY = 7_204_513
READER_KEY = 7_204_515
# a station that was closed over its lid lets go after this long; a living one asks more often
SILENCE = "5min"


def somebody_sends(session: Session) -> bool:
    """Return whether any station of this database holds the lock now."""
    query = text(
        "select exists (select from pg_locks join pg_database d on d.oid = database where locktype = 'advisory' "
        "and classid = 0 and objid = :key and granted and d.datname = current_database())"
    )
    return bool(session.scalar(query, {"key": KEY}))


class StationLock:
    """Ask before every run; whoever has it keeps it until it is let go, the line is cut or the station sleeps."""

    def __init__(self, engine: Engine, key: int = KEY) -> None:
        self._engine, self._key = engine, key
        self._connection: Connection | None = None

    def mine(self) -> bool:
        """Return whether this station has the lock; False also while the database is away."""
        try:
            if self._connection is None:
                self._connection = self._open()
            is_mine = self._connection.scalar(
                text(
                    "select exists (select from pg_locks where locktype = 'advisory' and classid = 0 and objid = :key "
                    "and pid = pg_backend_pid()) or pg_try_advisory_lock(:key)"
                ),
                {"key": self._key},
            )
        except DBAPIError:
            is_mine = False
        if not is_mine:
            self.release()
        return bool(is_mine)

    def release(self) -> None:
        """Let go, so that another station may send."""
        connection, self._connection = self._connection, None
        if connection is not None:
            # the session ends with its connection, and the lock with it: it must not go back to the pool
            connection.detach()
            connection.close()

    def _open(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text(f"set idle_session_timeout = '{SILENCE}'"))
        return connection
