"""Copy the rows of a test's database and put them back: much faster than making them anew."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from dispatch_console.application.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")

# the account that may put rows back behind the triggers, by the server's host and port
ADMINISTRATIONS: dict[tuple[str | None, int | None], URL] = {}

_SEQUENCES = "select sequencename, start_value, last_value from pg_sequences where schemaname = 'public' order by 1"
_TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"
# what changes a table, a function, a right or a setting of the database writes a row of one of these anew
_CATALOGS = (
    "pg_class", "pg_sequence", "pg_rewrite", "pg_attribute", "pg_attrdef", "pg_index", "pg_constraint", "pg_trigger",
    "pg_proc", "pg_type", "pg_namespace", "pg_policy", "pg_extension", "pg_default_acl", "pg_largeobject_metadata",
    "pg_event_trigger",
)  # fmt: skip
_SHAPE = " union all ".join(f"select '{name}', count(*), sum(xmin::text::bigint) from {name}" for name in _CATALOGS)
_SETTINGS = (
    "select 'settings', count(*), sum(xmin::text::bigint) from pg_db_role_setting"
    " where setdatabase = (select oid from pg_database where datname = current_database())"
)


@dataclass(frozen=True)
class Rows:
    """Every table that has rows, in their order on the disk, and how far each sequence is: start and last value."""

    tables: tuple[tuple[str, bytes], ...]
    sequences: tuple[tuple[str, int, int | None], ...]

    @property
    def digest(self) -> str:
        """Return a hash of all rows and sequences."""
        held = hashlib.sha256(repr(self.sequences).encode())
        for name, rows in self.tables:
            held.update(name.encode() + len(rows).to_bytes(8) + rows)
        return held.hexdigest()


class Contents:
    """What a database holds. It is asked as an account that may do everything."""

    def __init__(self, administration: URL, name: str) -> None:
        host, port = administration.host, administration.port
        user, password = administration.username, administration.password
        self._line = psycopg.connect(host=host, port=port, user=user, password=password, dbname=name, autocommit=True)
        self._line.execute("set search_path = public")
        self._tables = [str(row[0]) for row in self._line.execute(_TABLES)]

    def __enter__(self) -> "Contents":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def shape(self) -> tuple[tuple[object, ...], ...]:
        """Return a fingerprint of tables, functions, rights and settings. Rows do not change it."""
        return tuple(self._line.execute(f"{_SHAPE} union all {_SETTINGS}"))

    def is_listened_to(self) -> bool:
        """Return whether a console waits for news. It would not hear of rows that are put back."""
        query = "select 1 from pg_stat_activity where datname = current_database() and application_name = %s"
        return self._line.execute(query, ("dispatch-console feed",)).fetchone() is not None

    def take(self) -> Rows:
        """Return the rows as they are."""
        with self._line.transaction():
            self._line.execute("set transaction isolation level repeatable read")
            tables = tuple((name, self._copied(name)) for name in self._filled())
            return Rows(tables, self._sequences())

    def put(self, rows: Rows) -> int:
        """Let the database hold these rows and no others. Returns how many were taken out."""
        gone = 0
        with self._line.transaction():
            self._line.execute("set local session_replication_role = replica")
            for name in self._filled():
                gone += self._line.execute(sql.SQL("delete from {}").format(sql.Identifier(name))).rowcount
            with self._line.cursor() as cursor:
                for name, held in rows.tables:
                    into = sql.SQL("copy {} from stdin (format binary)").format(sql.Identifier(name))
                    with cursor.copy(into) as copy:
                        copy.write(held)
            now = {name: last for name, _, last in self._sequences()}
            for name, start, last in rows.sequences:
                if now.get(name) != last:
                    set_to = (name, last if last is not None else start, last is not None)
                    self._line.execute("select setval(quote_ident(%s)::regclass, %s, %s)", set_to)
        return gone

    def _filled(self) -> list[str]:
        asked = sql.SQL(" union all ").join(
            sql.SQL("select {} where exists (select from {})").format(sql.Literal(name), sql.Identifier(name))
            for name in self._tables
        )
        return [str(row[0]) for row in self._line.execute(asked)]

    def _copied(self, name: str) -> bytes:
        with self._line.cursor() as cursor:
            out = sql.SQL("copy {} to stdout (format binary)").format(sql.Identifier(name))
            with cursor.copy(out) as copy:
                return b"".join(bytes(part) for part in copy)

    def _sequences(self) -> tuple[tuple[str, int, int | None], ...]:
        return tuple((str(name), int(start), last) for name, start, last in self._line.execute(_SEQUENCES))


def kept(build: Callable[Concatenate[Desk, P], T]) -> Callable[Concatenate[Desk, P], T]:
    """Decorate a builder: called again with the same rows, clock, person and arguments, it puts back the rows that it
    made the first time.

    The builder may write nothing but rows, and read nothing but rows and the desk's clock.
    """
    made: dict[object, tuple[Rows, T]] = {}

    def builds(desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> T:
        url = desk.engine.url
        administration = ADMINISTRATIONS.get((url.host, url.port))
        # a desk that is watched has everything done to it
        if administration is None or url.database is None or type(desk) is not Desk:
            return build(desk, *args, **kwargs)
        with Contents(administration, url.database) as contents:
            if contents.is_listened_to():
                return build(desk, *args, **kwargs)
            begun = contents.take().digest, desk.clock(), desk.actor, desk.zone, args, tuple(sorted(kwargs.items()))
            if begun in made:
                rows, given_back = made[begun]
                contents.put(rows)
                return given_back
            given_back = build(desk, *args, **kwargs)
            assert desk.clock() == begun[1]
            made[begun] = contents.take(), given_back
            return given_back

    update_wrapper(builds, build)
    return builds
