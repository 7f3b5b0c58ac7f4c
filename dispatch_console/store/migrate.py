"""Bringing a database to this program's schema, under a lock, and refusing one that is newer."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from dispatch_console.domain.errors import Refused
from dispatch_console.paths import MIGRATIONS

LOCK_KEY = 7_204_511


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    found = ScriptDirectory.from_config(configuration()).get_current_head()
    assert found is not None
    return found


def current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> str:
    """Run what is missing; four programs at once do it once. Returns the revision.

    Errors: Refused `schema.newer` when the database belongs to a newer program.
    """
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        found = current(connection)
        known = {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
        if found is not None and found not in known:
            raise Refused("schema.newer", found=found, ours=head())
        if found != head():
            command.upgrade(configuration(connection), "head")
    return head()
