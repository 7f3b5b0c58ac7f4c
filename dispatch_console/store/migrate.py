"""Bring a database to this program's schema, under a lock, and refuse one that is newer.

Alembic is loaded only when there is something to do: a console that is up to date asks one question and goes on.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from dispatch_console.domain.errors import Refused
from dispatch_console.paths import MIGRATIONS
from dispatch_console.store import grants
from dispatch_console.store.engine import take_time

if TYPE_CHECKING:
    from alembic.config import Config

LOCK_KEY = 7_204_511


def configuration(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revisions() -> tuple[str, ...]:
    """Return all revisions that this program knows, oldest first."""
    return tuple(sorted(file.stem.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def head() -> str:
    return revisions()[-1]


def current(connection: Connection) -> str | None:
    """Return the database's revision, None for an empty one."""
    if connection.scalar(text("select to_regclass('alembic_version')")) is None:
        return None
    revision: str | None = connection.scalar(text("select version_num from alembic_version"))
    return revision


def outdated(engine: Engine) -> bool:
    """Return whether the database has the schema of an older program."""
    with engine.connect() as connection:
        return current(connection) in revisions()[:-1]


def upgrade(engine: Engine) -> str:
    """Run the missing migrations; of four programs at once only one does it. Returns the revision.

    Errors: Refused `schema.newer` when the database belongs to a newer program.
    """
    with engine.connect() as connection:
        if current(connection) == head():
            return head()
    with engine.begin() as connection:
        take_time(connection)
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        revision = current(connection)
        if revision is not None and revision not in revisions():
            raise Refused("schema.newer", found=revision, ours=head())
        if revision != head():
            from alembic import command

            command.upgrade(configuration(connection), "head")
            grants.give(connection)
    return head()


def require_current(engine: Engine) -> None:
    """Require the present schema, for an account that may not change tables. Errors: Refused `schema.older`,
    `schema.newer`.
    """
    with engine.connect() as connection:
        revision = current(connection)
    if revision is not None and revision not in revisions():
        raise Refused("schema.newer", found=revision, ours=head())
    if revision != head():
        raise Refused("schema.older", found=revision or "empty", ours=head())


def may_change_tables(engine: Engine) -> bool:
    """Return whether the account of this engine can bring the schema up to date."""
    with engine.connect() as connection:
        query = "select coalesce((select pg_has_role(relowner, 'member') from pg_class where oid = to_regclass("
        query += "'alembic_version')), has_schema_privilege('public', 'create'))"
        return bool(connection.scalar(text(query)))
