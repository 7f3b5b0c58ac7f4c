"""A connection that is given up when nothing answers: a frozen one looks open to everybody else."""

import socket
import threading
import weakref
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg import errors
from psycopg.abc import RV, PQGen

# longer than the server lets a statement run, so that the server's own answer comes first
PATIENCE_S = 75.0
# a server that died without a word is noticed by the system's own signs of life
SIGNS_OF_LIFE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class Backend(NamedTuple):
    """A process of the server that serves one line."""

    pid: int
    since: datetime


class NoAnswer(psycopg.OperationalError):
    """The connection stands, and nothing comes over it."""


class Line(psycopg.Connection[Any]):
    """A connection whose waits end after `patience` seconds, with `NoAnswer`; None waits for ever."""

    patience: float | None = PATIENCE_S
    # the server's process behind this line, with its beginning: numbers are given again
    backend: Backend | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if timeout is not None or self.patience is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.patience)
        except errors.OperationalError as error:
            # psycopg has no public name for "it took too long"
            if error.sqlstate is None and self.pgconn.status == psycopg.pq.ConnStatus.OK:
                self.pgconn.finish()
                raise NoAnswer(f"no answer for {self.patience:g} seconds") from error
            raise


class Lines:
    """The open lines of one program. `cut` ends every wait on them at once."""

    def __init__(self) -> None:
        self._open: weakref.WeakSet[Line] = weakref.WeakSet()
        self._lock = threading.Lock()

    def open(self, *arguments: Any, **options: Any) -> Line:
        line = Line.connect(*arguments, **options)
        with self._lock:
            self._open.add(line)
        return line

    def cut(self) -> None:
        """End every wait on these connections now; the waiting ones get the error of a lost connection."""
        with self._lock:
            lines = list(self._open)
        for line in lines:
            # a line that is closed already has no socket; the number may be another's by now only after `finish`
            with suppress(psycopg.Error, OSError):
                twin = socket.socket(fileno=socket.dup(line.pgconn.socket))
                twin.shutdown(socket.SHUT_RDWR)
                twin.close()
