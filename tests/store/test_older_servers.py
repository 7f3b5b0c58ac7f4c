"""Backup and restore on shared servers older than the programs that come with us. They run where such a server is
installed: by Debian, or in the folders that `DISPATCH_CONSOLE_TEST_POSTGRES` lists.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from dispatch_console.application.orders import queue
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.domain.errors import BadInput
from dispatch_console.settings import Settings
from dispatch_console.station import backups
from dispatch_console.station.program import open_desk
from dispatch_console.store import backup, journal, migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.local_server import LocalServer
from tests.builders.fleet import set_up_fleet
from tests.builders.sample_orders import import_sample
from tests.conftest import NOW

OURS = "18"
GIVEN = [Path(folder) for folder in os.environ.get("DISPATCH_CONSOLE_TEST_POSTGRES", "").split(os.pathsep) if folder]
FOUND = [folder for folder in (*GIVEN, *Path("/usr/lib/postgresql").glob("1[567]")) if (folder / "bin/initdb").exists()]


@pytest.fixture(params=FOUND or [Path()], ids=str)
def shared(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Settings, Settings]]:
    """Return a station on a site's database of an older server, and one that owns it and may make others."""
    if not FOUND:
        pytest.skip("no older Postgres is installed here")
    server = LocalServer(tmp_path / "older")
    with monkeypatch.context() as older:
        older.setenv("DISPATCH_CONSOLE_POSTGRES", str(request.param))
        url = server.open()
        owner = connect(server.owner_url)
        migrate.upgrade(owner)
        with owner.connect() as connection:
            version = connection.exec_driver_sql("show server_version").scalar_one()
        owner.dispose()
        assert not version.startswith(OURS), version
        administration = connect(server.administration_url)
        with administration.begin() as connection:
            connection.exec_driver_sql("alter role dispatch_owner createdb")
        administration.dispose()
    station = Settings(tmp_path / "station", database_url=url, given=frozenset({"zone"}))
    yield station, Settings(tmp_path / "office", database_url=url, database_owner_url=server.owner_url)
    server.close()


def total(settings: Settings) -> int:
    with open_desk(settings) as desk:
        return desk.ask_now(queue.total, OrderFilter())


def test_what_was_backed_up_comes_back(shared: tuple[Settings, Settings], tmp_path: Path) -> None:
    station, office = shared
    with open_desk(station) as desk:
        import_sample(desk)
    made = backups.back_up(station, NOW, tmp_path / "b.dump")
    assert made.orders == 20
    back = backups.restore(office, made.path, NOW)
    assert (back.orders, total(station)) == (20, 20)
    with open_desk(station) as desk:
        set_up_fleet(desk)
        assert list(desk.ask_now(lambda session: list(journal.broken_links(session)))) == []


def test_a_backup_of_the_embedded_server_is_taken_there(shared: tuple[Settings, Settings], tmp_path: Path) -> None:
    station, office = shared
    own = Settings(tmp_path / "own", given=frozenset({"zone"}))
    with open_desk(own) as desk:
        import_sample(desk)
    made = backups.back_up(own, NOW, tmp_path / "own.dump")
    assert backups.restore(office, made.path, NOW).orders == total(station) == 20


def test_only_the_option_that_is_not_known_there_is_passed_over(
    shared: tuple[Settings, Settings], tmp_path: Path
) -> None:
    station, _ = shared
    with open_desk(station) as desk:
        import_sample(desk)
    file = tmp_path / "b.dump"
    backup.dump(make_url(station.database_url), file)
    broken = tmp_path / "half.dump"
    broken.write_bytes(file.read_bytes()[: file.stat().st_size * 3 // 4])
    with pytest.raises(BadInput, match=r"restore\.file"):
        backups.restore(shared[1], broken, NOW)
    assert total(station) == 20
