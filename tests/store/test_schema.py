"""The tables of the program and of the migrations are the same, and history cannot be rewritten."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import Refused
from dispatch_console.store import migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Base


@pytest.fixture
def owner(owner_url: str) -> Iterator[Engine]:
    engine = connect(owner_url)
    yield engine
    engine.dispose()


def test_models_and_migrations_agree(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@pytest.mark.parametrize("table", ["operations", "journal", "promise_entries"])
def test_history_is_append_only_even_for_the_owner(owner: Engine, table: str) -> None:
    with owner.connect() as connection, pytest.raises(ProgrammingError, match="append-only"):
        connection.execute(text(f"delete from {table}"))


@pytest.mark.parametrize(("found", "code"), (("9999", "schema.newer"), ("0011", "schema.older")))
def test_another_schema_is_refused_where_it_may_not_be_changed(
    owner: Engine, desk: Desk, found: str, code: str
) -> None:
    with owner.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :found"), {"found": found})
    assert migrate.may_change_tables(owner) and not migrate.may_change_tables(desk.engine)
    with pytest.raises(Refused) as refusal:
        migrate.require_current(desk.engine)
    assert refusal.value.code == code
    if code == "schema.newer":
        with pytest.raises(Refused, match=r"schema\.newer"):
            migrate.upgrade(owner)
