"""Backup, restore and the audit log by the command line, on a shared server and on the embedded one."""

import json
import multiprocessing
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, make_url, text

from dispatch_console.cli.main import run
from dispatch_console.domain.errors import Refused
from dispatch_console.settings import Settings
from dispatch_console.station import backups
from dispatch_console.station.program import open_desk
from dispatch_console.store import backup, migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.local_server import LocalServer
from tests.conftest import DATA, NOW, Cluster

SHOPIFY, WOOCOMMERCE = str(DATA / "shopify_orders_export.csv"), str(DATA / "woocommerce_rest_v3_orders.json")


class Station:
    """One data directory, asked by the command line."""

    def __init__(self, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._url, self._capsys = folder, url, capsys
        self.said = ""

    def __call__(self, *words: str) -> tuple[int, dict[str, Any]]:
        where = ["--data-dir", str(self.folder), *(["--database", self._url] if self._url else [])]
        code = run([*where, *words, "--json"])
        captured = self._capsys.readouterr()
        self.said = captured.err
        return code, json.loads(captured.out)

    def orders(self) -> int:
        return int(self("orders", "--limit", "0")[1]["total"])


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """Return a database on a shared server, of an account that may make others there and is no superuser."""
    administration = create_engine(cluster.administration, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        if not connection.scalar(text("select 1 from pg_roles where rolname = 'site'")):
            connection.execute(text("create role site login createdb password 'of the site'"))
    administration.dispose()
    with cluster.database(account=cluster.app.set(username="site", password="of the site")) as url:
        yield url


@pytest.fixture
def station(tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Station:
    return Station(tmp_path / "a b", database_url, capsys)


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(station: Station, tmp_path: Path) -> None:
    station("import", SHOPIFY)
    file = tmp_path / "evening backup.dump"
    code, made = station("backup", "--out", str(file))
    assert (code, made["orders"], made["schema"]) == (0, 20, migrate.head())
    assert made["bytes"] == file.stat().st_size
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
    assert [entry.name for entry in tmp_path.iterdir() if "evening" in entry.name] == [file.name]
    station("import", WOOCOMMERCE)
    later = station.orders()
    code, back = station("restore", str(file))
    assert (code, back["orders"], station.orders()) == (0, 20, 20)
    assert station("audit", "verify")[1]["intact"] is True
    assert station("restore", str(back["kept"]))[0] == 0
    assert station.orders() == later != 20


def test_the_embedded_database_is_backed_up_into_its_own_folder_and_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (Station(tmp_path / name, "", capsys) for name in ("one", "other"))
    assert one("backup")[1]["error"] == {
        "code": "backup.nothing",
        "message": "There is nothing to back up: the database is still empty.",
    }
    one("import", SHOPIFY)
    file = Path(str(one("backup")[1]["path"]))
    assert file.parent == one.folder / "backups"
    code, back = other("restore", str(file))
    assert (code, back["orders"], back["kept"], other.orders()) == (0, 20, None, 20)


def test_a_local_database_is_backed_up_before_its_schema_changes(tmp_path: Path) -> None:
    before = migrate.revisions()[-2]
    server = LocalServer(tmp_path / "old")
    server.open()
    engine = connect(server.owner_url)
    with engine.begin() as connection:
        command.upgrade(migrate.configuration(connection), before)
    engine.dispose()
    server.close()
    for _ in range(2):
        with open_desk(Settings(tmp_path / "old")) as desk:
            assert desk.ask_now(lambda session: migrate.current(session.connection())) == migrate.head()
    kept = list((tmp_path / "old" / "backups").iterdir())
    assert [file.name for file in kept] == [f"before-{migrate.head()}.dump"]
    restored = backups.restore(Settings(tmp_path / "old"), kept[0], NOW)
    assert (restored.schema, restored.orders) == (migrate.head(), 0)


def test_a_broken_or_foreign_file_leaves_everything_as_it_is(
    station: Station, tmp_path: Path, database_url: str
) -> None:
    station("import", SHOPIFY)
    whole = tmp_path / "whole.dump"
    station("backup", "--out", str(whole))
    broken = tmp_path / "half.dump"
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    foreign = tmp_path / "orders.dump"
    foreign.write_bytes(Path(SHOPIFY).read_bytes())
    for file, code in ((broken, "restore.file"), (foreign, "restore.file"), (tmp_path / "none", "file.missing")):
        done, answer = station("restore", str(file))
        assert (done, answer["error"]["code"]) == (1, code)
        assert file.name in station.said
    assert station.orders() == 20
    assert beside(database_url) == []


def test_nothing_is_restored_under_an_open_console(station: Station, tmp_path: Path, database_url: str) -> None:
    station("import", SHOPIFY)
    file = tmp_path / "b.dump"
    station("backup", "--out", str(file))
    engine = create_engine(database_url)
    with engine.connect() as connection:
        connection.execute(text("select 1"))
        assert station("restore", str(file))[1]["error"]["code"] == "restore.in_use"
    engine.dispose()
    assert station.orders() == 20


def test_a_backup_of_a_newer_program_is_refused(station: Station, tmp_path: Path, database_url: str) -> None:
    station("import", SHOPIFY)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    file = tmp_path / "b.dump"
    assert station("backup", "--out", str(file))[1]["schema"] == "9999"
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :head"), {"head": migrate.head()})
    engine.dispose()
    assert station("restore", str(file))[1]["error"]["code"] == "schema.newer"
    assert station.orders() == 20


def test_a_server_that_is_away_is_a_sentence(
    station: Station, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station("import", SHOPIFY)
    file = tmp_path / "b.dump"
    station("backup", "--out", str(file))
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        away = Station(tmp_path / "c", f"postgresql://x@127.0.0.1:{held.getsockname()[1]}/x", capsys)
        for words in (("restore", str(file)), ("backup",)):
            assert away(*words)[1]["error"]["code"] == "database.away"


def test_a_backup_that_cannot_be_written_says_where(station: Station, tmp_path: Path) -> None:
    station("import", SHOPIFY)
    (tmp_path / "file").write_text("")
    code, answer = station("backup", "--out", str(tmp_path / "file" / "b.dump"))
    assert (code, answer["error"]["code"]) == (1, "backup.folder")


def test_another_site_s_backup_is_not_taken_without_a_yes(
    station: Station, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Station(tmp_path / "other", "", capsys)
    other("import", WOOCOMMERCE)
    file = Path(str(other("backup")[1]["path"]))
    theirs = other.orders()
    # a database without orders is nobody's yet
    assert station("restore", str(file))[0] == 0
    fresh = Station(tmp_path / "third", "", capsys)
    fresh("import", SHOPIFY)
    code, answer = fresh("restore", str(file))
    assert (code, answer["error"]["code"]) == (1, "restore.other_site") and "--other-site" in fresh.said
    assert fresh.orders() == 20
    assert fresh("restore", str(file), "--other-site")[0] == 0
    assert fresh.orders() == theirs
    # from now on it is that site
    assert fresh("restore", str(file))[0] == 0


@pytest.mark.parametrize("option", ("--schema-only", "--exclude-table-data=orders", "--exclude-table-data=operations"))
def test_a_hollow_backup_is_a_sentence(station: Station, tmp_path: Path, database_url: str, option: str) -> None:
    station("import", SHOPIFY)
    file = tmp_path / "hollow.dump"
    backup._run("pg_dump", make_url(database_url), "--format=custom", option, f"--file={file}")
    code, answer = station("restore", str(file))
    assert (code, answer["error"]["code"]) == (1, "restore.file") and "the rows of" in station.said
    assert station.orders() == 20


def _restore_and_die(folder: str, url: str, file: str) -> None:
    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    pytest.MonkeyPatch().setattr(backups, "_contents", die)
    run(["--data-dir", folder, "--database", url, "restore", file])


def test_a_killed_restore_leaves_neither_database_nor_half_a_file_behind_the_next(
    station: Station, tmp_path: Path, database_url: str
) -> None:
    station("import", SHOPIFY)
    file = tmp_path / "b.dump"
    station("backup", "--out", str(file))
    process = multiprocessing.get_context("spawn").Process(
        target=_restore_and_die, args=(str(tmp_path / "dies"), database_url, str(file))
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert len(beside(database_url)) == 1 and station.orders() == 20
    half = tmp_path / f"b.dump.{backup._HOST}-{process.pid}-01234567{backup.HALF}"
    half.write_bytes(b"PGDMP")
    living = tmp_path / f"b.dump.{backup._HOST}-{os.getpid()}-01234567{backup.HALF}"
    living.write_bytes(b"PGDMP")
    assert station("restore", str(file))[0] == 0
    assert beside(database_url) == []
    station("backup", "--out", str(file))
    assert not half.exists() and living.exists()


def beside(url: str) -> list[str]:
    """Databases with the name of this one before theirs."""
    engine = create_engine(url)
    with engine.connect() as connection:
        name = connection.scalar(text("select current_database()"))
        names = connection.scalars(text("select datname from pg_database where datname like :n"), {"n": f"{name}\\_%"})
        found = list(names)
    engine.dispose()
    return found


def test_two_restores_at_once_are_one_and_a_sentence(station: Station, tmp_path: Path, database_url: str) -> None:
    station("import", SHOPIFY)
    file = tmp_path / "b.dump"
    station("backup", "--out", str(file))
    url = make_url(database_url)
    with backup.restored(url, file), pytest.raises(Refused, match=r"restore\.running"), backup.restored(url, file):
        pass
    assert station.orders() == 20 and beside(database_url) == []


def test_the_audit_log_says_where_it_was_tampered_with(station: Station, database_url: str) -> None:
    station("import", SHOPIFY)
    code, answer = station("audit", "verify")
    entries = answer["entries"]
    assert (code, answer["first_broken"]) == (0, None) and isinstance(entries, int) and entries > 20
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("alter table journal disable trigger user"))
        connection.execute(text("update journal set after = '{}' where id = (select max(id) from journal)"))
        last = connection.scalar(text("select operation_id from journal order by id desc limit 1"))
    engine.dispose()
    code, answer = station("audit", "verify")
    assert (code, answer["intact"], answer["entries"], answer["first_broken"]) == (1, False, entries, last)
