"""Owner, program and reader are three roles; none is a superuser, whatever a backup would have it do."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import queue
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.settings import Settings
from dispatch_console.station import backups
from dispatch_console.station.program import open_desk
from dispatch_console.store import backup, journal, migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.grants import APP, OWNER, READER, journal_is_guarded
from dispatch_console.store.local_server import LocalServer, binaries, roles
from tests.builders.sample_orders import import_sample
from tests.conftest import NOW

SCRIPT = Path(__file__).parents[2] / "installer" / "shared_roles.sql"


def rights(url: str) -> tuple[object, ...]:
    """Name, superuser, makes databases, makes roles, owns tables."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(
            text("select rolname, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user")
        ).one()
        owned = connection.scalar(text("select count(*) from pg_tables where tableowner = current_user"))
    engine.dispose()
    return (*found, bool(owned))


def test_the_program_is_no_superuser_and_owns_nothing(database_url: str, owner_url: str) -> None:
    assert rights(database_url) == (APP, False, False, False, False)
    assert rights(owner_url) == (OWNER, False, False, False, True)


@pytest.mark.parametrize(
    "statement",
    (
        "copy (select 1) to program 'true'",
        "create database other",
        "create role other superuser",
        "select pg_read_file('/etc/passwd')",
        "alter role dispatch_app superuser",
        "create function shell(text) returns int language c as 'libc.so.6', 'system'",
        "create table mine (id int)",
        "set role dispatch_owner",
    ),
)
def test_what_it_may_not_do(database_url: str, statement: str) -> None:
    assert refused(database_url, statement) == "42501"


@pytest.mark.parametrize(
    "statement",
    (
        "delete from operations where place > 1",
        "update operations set actor = 'nobody'",
        "truncate operations cascade",
        "insert into operations select 9, 'x', 'x', 'x', now(), '', '', 9",
        "update journal set after = '{}'",
        "delete from journal",
        "delete from promise_entries",
        "alter table operations disable trigger all",
        "drop trigger operations_append_only on operations",
        "alter table journal owner to dispatch_app",
        "update site set id = gen_random_uuid()",
        "update alembic_version set version_num = '0001'",
    ),
)
def test_history_can_be_added_to_and_not_changed(desk: Desk, database_url: str, statement: str) -> None:
    import_sample(desk)
    assert refused(database_url, statement) == "42501"
    assert desk.ask_now(lambda session: list(journal.broken_links(session))) == []


def test_the_reader_sees_everything_and_writes_nothing(tmp_path: Path) -> None:
    station = Settings(tmp_path / "station")
    with open_desk(station) as desk:
        password = (station.data_dir / f"{READER}.secret").read_text()
        url = desk.engine.url.set(username=READER, password=password, drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        with psycopg.connect(address) as connection:
            tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
            assert len(tables) > 25
            for (name,) in tables:
                connection.execute(f'select count(*) from "{name}"'.encode())
        assert refused(address, "delete from orders") == refused(address, "insert into site default values") == "42501"


def refused(url: str, statement: str) -> str | None:
    """Return the code with which the server refuses a statement."""
    address = url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection, pytest.raises(psycopg.Error) as error:
        connection.execute(statement.encode())
    return error.value.sqlstate


def as_superuser(server: LocalServer) -> str:
    """Return the database as the program of an earlier version saw it."""
    address = make_url(server.administration_url).set(database=roles.DATABASE)
    return address.render_as_string(hide_password=False)


@pytest.mark.parametrize("earlier", ("superuser", "program"))
def test_a_database_of_an_earlier_version_becomes_the_owner_s(tmp_path: Path, earlier: str) -> None:
    folder = tmp_path / "old station"
    server = LocalServer(folder)
    url = server.open()
    administration = create_engine(server.administration_url, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("drop database dispatch"))
        for name in (OWNER, READER):
            connection.execute(text(f"drop role {name}"))
        owner = "" if earlier == "superuser" else f"owner {APP}"
        connection.execute(text(f"create database dispatch {owner}"))
    administration.dispose()
    old = connect(as_superuser(server) if earlier == "superuser" else url)
    migrate.upgrade(old)
    old.dispose()
    server.close()
    with open_desk(Settings(folder)) as desk:
        assert desk.ask_now(queue.total, queue.OrderFilter()) == 0
        owned = text("select count(*) from pg_tables where tableowner = :role")
        assert (desk.ask_now(lambda session: session.scalar(owned, {"role": OWNER})) or 0) > 25
        import_sample(desk)
        guarded = desk.ask_now(lambda session: journal_is_guarded(session.connection()))
    assert guarded


def hostile_backup(folder: Path, escaped: Path) -> Path:
    """Return a backup whose restoring calls a function of its own, for an index of its own."""
    server = LocalServer(folder / "hostile station")
    server.open()
    engine = connect(server.owner_url)
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
        desk.ask_now(queue.total, queue.OrderFilter())
    with pytest.raises(BadInput, match=r"restore\.file"):
        backups.restore(victim, file, NOW)
    assert not escaped.exists()
    with open_desk(victim) as desk:
        assert desk.ask_now(queue.total, queue.OrderFilter()) == 0


def test_a_shared_server_is_prepared_by_the_script(tmp_path: Path) -> None:
    server = LocalServer(tmp_path / "server")
    server.open()
    address = make_url(server.administration_url)
    administration = create_engine(address, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("drop database dispatch"))
        for name in (OWNER, APP, READER):
            connection.execute(text(f"drop role {name}"))
    administration.dispose()
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    passwords = [f"--set={role}_password=its own '{role}'" for role in ("owner", "app", "reader")]
    psql = [str(binaries.program(binaries.find(), "psql")), "--no-psqlrc", "--set=ON_ERROR_STOP=1", *passwords]
    done = subprocess.run([*psql, f"--file={SCRIPT}", plain], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    def as_role(role: str, name: str) -> str:
        url = address.set(username=name, password=f"its own '{role}'", database="dispatch")
        return url.render_as_string(hide_password=False)

    office = Settings(tmp_path / "office", as_role("app", APP), database_owner_url=as_role("owner", OWNER))
    station = Settings(tmp_path / "station", as_role("app", APP))
    with pytest.raises(Refused, match=r"schema\.older"), open_desk(station):
        pass
    with open_desk(office) as desk:
        import_sample(desk)
    with open_desk(station) as desk:
        assert desk.ask_now(queue.total, queue.OrderFilter()) == 20
        assert desk.ask_now(lambda session: journal_is_guarded(session.connection()))
    server.close()
