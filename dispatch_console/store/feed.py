"""Listen to the change feed: which kinds of things changed, as a hint to read again."""

import logging
import threading
import time
from collections.abc import Callable

import psycopg
from psycopg import conninfo
from sqlalchemy import URL, Engine

from dispatch_console.store.engine import cut
from dispatch_console.store.kinds import Kind
from dispatch_console.store.line import SIGNS_OF_LIFE, Line, NoAnswer
from dispatch_console.store.notices import CHANNEL, Notice, parse

log = logging.getLogger(__name__)
# how often the server is asked whether it is there, and how long it may think about it
ASK_S, ANSWER_S = 5.0, 5.0


def listening_address(url: URL) -> str:
    """Return the address as libpq reads it, with every option of ours, such as `sslmode`."""
    ours: dict[str, str | int | None] = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "password": url.password,
        "dbname": url.database,
        **SIGNS_OF_LIFE,
    }
    # several hosts stand as several values of one name
    options = {name: ",".join(value) if isinstance(value, tuple) else value for name, value in url.query.items()}
    kept = {name: value for name, value in {**ours, **options}.items() if value is not None}
    return conninfo.make_conninfo("", **{**kept, "application_name": "dispatch-console feed"})


class Feed:
    """LISTEN on a thread of its own. `on_change` gets what was announced, `Kind.EVERYTHING` after a reconnect.

    `on_state` gets True when the connection stands and False when it is lost.
    """

    def __init__(self, engine: Engine, on_change: Callable[[Notice], None], on_state: Callable[[bool], None]) -> None:
        self._engine, self._conninfo = engine, listening_address(engine.url)
        self._on_change, self._on_state = on_change, on_state
        self._stopping = threading.Event()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="change feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_until_listening(self, timeout: float = 10.0) -> bool:
        return self._listening.wait(timeout)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        lost = False
        while not self._stopping.is_set():
            try:
                with Line.connect(self._conninfo, autocommit=True) as connection:
                    connection.patience = ANSWER_S
                    connection.execute(f"listen {CHANNEL}")
                    self._listening.set()
                    self._on_state(True)
                    if lost:
                        self._on_change(Notice(frozenset({Kind.EVERYTHING})))
                    self._listen(connection)
            except psycopg.Error as error:
                if isinstance(error, NoAnswer):
                    # whoever waits on another line of this station would wait as long as its patience
                    cut(self._engine)
                if not lost:
                    self._on_state(False)
                lost = True
                self._listening.clear()
                self._stopping.wait(1.0)
            except Exception:
                # a console without news would show what is no longer so, and say nothing
                log.exception("the change feed stumbled")
                self._on_state(False)
                lost = True
                self._stopping.wait(1.0)

    def _listen(self, connection: Line) -> None:
        checked = time.monotonic()
        while not self._stopping.is_set():
            news = Notice(frozenset())
            for notice in connection.notifies(timeout=0.25, stop_after=1):
                news |= parse(notice.payload)
            if news.kinds:
                self._on_change(news)
            elif time.monotonic() - checked > ASK_S:
                connection.execute("select 1")
                checked = time.monotonic()
