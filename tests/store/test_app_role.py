"""The program works as a role that owns its database and may do no more, whatever a backup would have it do."""

import os
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from dispatch_console import backups
from dispatch_console.application import orders
from dispatch_console.domain.errors import BadInput
from dispatch_console.program import open_desk
from dispatch_console.settings import Settings
from dispatch_console.store import backup, migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.local_server import LocalServer, app_role
from tests.conftest import NOW, Cluster


def test_the_program_is_no_superuser_and_owns_all_that_it_needs(cluster: Cluster, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rights = connection.execute(
            text("select rolname, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user")
        ).one()
        others = connection.scalars(
            text(
                "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') "
                "and pg_get_userbyid(relowner) <> current_user"
            )
        ).all()
    engine.dispose()
    assert tuple(rights) == (app_role.NAME, False, False, False)
    assert others == []


@pytest.mark.parametrize(
    "statement",
    (
        "copy (select 1) to program 'true'",
        "create database other",
        "create role other superuser",
        "select pg_read_file('/etc/passwd')",
        "alter role dispatch_app superuser",
        "create function shell(text) returns int language c as 'libc.so.6', 'system'",
    ),
)
def test_what_it_may_not_do(database_url: str, statement: str) -> None:
    address = database_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(statement)
    assert refused.value.sqlstate == "42501"


def as_superuser(server: LocalServer) -> str:
    """The database as the program of an earlier version saw it."""
    address = make_url(server.administration_url).set(database=app_role.DATABASE)
    return address.render_as_string(hide_password=False)


def test_a_database_of_an_earlier_version_becomes_the_role_s(tmp_path: Path) -> None:
    folder = tmp_path / "old station"
    server = LocalServer(folder)
    server.open()
    administration = create_engine(server.administration_url, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("drop database dispatch"))
        connection.execute(text("create database dispatch"))
    old = connect(as_superuser(server))
    migrate.upgrade(old)
    old.dispose()
    with administration.connect() as connection:
        connection.execute(text(f"drop role {app_role.NAME}"))
    administration.dispose()
    server.close()
    with open_desk(Settings(folder)) as desk:
        assert desk.ask_now(orders.total, orders.OrderFilter()) == 0
        owned = text("select count(*) from pg_tables where tableowner = current_user and tableowner = :role")
        assert (desk.ask_now(lambda session: session.scalar(owned, {"role": app_role.NAME})) or 0) > 25


def hostile_backup(folder: Path, escaped: Path) -> Path:
    """A backup whose restoring calls a function of its own, for an index of its own."""
    server = LocalServer(folder / "hostile station")
    engine = connect(server.open())
    migrate.upgrade(engine)
    engine.dispose()
    superuser = connect(as_superuser(server))
    harmless = (
        "create or replace function run(t text) returns text language plpgsql immutable as $$ begin {} return t; end $$"
    )
    with superuser.begin() as connection:
        connection.execute(text(harmless.format("")))
        connection.execute(text("create table bait (t text)"))
        connection.execute(text("insert into bait values ('x')"))
        connection.execute(text("create index on bait (run(t))"))
        command = f"execute $q$copy (select 1) to program 'touch {escaped}'$q$;"
        connection.execute(text(harmless.format(command)))
    superuser.dispose()
    file = folder / "hostile.dump"
    backup.dump(make_url(as_superuser(server)), file)
    server.close()
    return file


@pytest.mark.skipif(os.name != "posix", reason="the bait is a command of the shell")
def test_a_hostile_backup_runs_no_program(tmp_path: Path) -> None:
    escaped = tmp_path / "escaped"
    file = hostile_backup(tmp_path, escaped)
    victim = Settings(tmp_path / "victim")
    with open_desk(victim) as desk:
        desk.ask_now(orders.total, orders.OrderFilter())
    with pytest.raises(BadInput, match=r"restore\.file"):
        backups.restore(victim, file, NOW)
    assert not escaped.exists()
    with open_desk(victim) as desk:
        assert desk.ask_now(orders.total, orders.OrderFilter()) == 0
