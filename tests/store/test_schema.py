"""The tables of the program and of the migrations are the same, and history cannot be rewritten."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import Refused
from dispatch_console.store import migrate
from dispatch_console.store.entities import Base


def test_models_and_migrations_agree(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@pytest.mark.parametrize("table", ["operations", "journal", "promise_entries"])
def test_history_is_append_only_even_for_the_owner(desk: Desk, table: str) -> None:
    with desk.engine.connect() as connection, pytest.raises(ProgrammingError, match="append-only"):
        connection.execute(text(f"delete from {table}"))


def test_a_newer_database_is_refused(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Refused) as refusal:
        migrate.upgrade(desk.engine)
    assert refusal.value.code == "schema.newer"
