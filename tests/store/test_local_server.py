"""The local server through its crashes. Everything here is a real server in a folder with spaces."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from dispatch_console.domain.errors import Unavailable
from dispatch_console.store.local_server import LocalServer, account, binaries, cluster

HOLDER = """
import sys, time
from pathlib import Path
from dispatch_console.store.local_server import LocalServer
server = LocalServer(Path(sys.argv[1]))
print(server.open(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "data of the station"
    yield place
    for file in place.rglob("postmaster.pid"):
        _kill_if_postgres(int(file.read_text().splitlines()[0]))
    server = LocalServer(place)
    if server._place().parent.parent == account.SHARED_ROOT:
        shutil.rmtree(server._place().parent, ignore_errors=True)


def _kill_if_postgres(pid: int) -> None:
    try:
        process = psutil.Process(pid)
        if "postgres" in process.name():
            process.kill()
            process.wait(10)
    except psutil.NoSuchProcess:
        pass


def answer(url: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute("select 42").fetchone()
        return row[0] if row else None


def postmaster(server: LocalServer) -> int:
    return int((server._cluster / "postmaster.pid").read_text().splitlines()[0])


def alive(pid: int) -> bool:
    """Require that a dead child that nobody has reaped does not count."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_the_last_one_out_stops_the_server(folder: Path) -> None:
    first, second = LocalServer(folder), LocalServer(folder)
    url = first.open()
    assert second.open() == url
    pid = postmaster(first)
    first.close()
    assert answer(url) == 42
    second.close()
    assert not alive(pid)


def test_strangers_need_the_password_and_cannot_read_it(folder: Path) -> None:
    server = LocalServer(folder)
    url = server.open()
    with pytest.raises(psycopg.OperationalError, match="password"):
        answer(url.replace(url.split(":")[2].split("@")[0], "wrong"))
    assert (folder / "postgres.secret").stat().st_mode & 0o077 == 0
    server.close()


def test_a_killed_program_leaves_a_server_that_the_next_one_uses(folder: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    url = holder.stdout.readline().strip()
    holder.kill()
    holder.wait()
    holder.stdout.close()
    server = LocalServer(folder)
    assert server.open() == url
    server.close()


def test_a_killed_postmaster_is_started_again_with_its_data(folder: Path) -> None:
    server = LocalServer(folder)
    server.open()
    url = server.owner_url
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("create table kept as select 7 as number")
    os.kill(postmaster(server), signal.SIGKILL)
    time.sleep(0.5)
    again = LocalServer(folder)
    again.open()
    with psycopg.connect(again.owner_url.replace("+psycopg", "")) as connection:
        assert connection.execute("select number from kept").fetchone() == (7,)
    again.close()
    server.close()


def _open_and_close(folder: str) -> object:
    server = LocalServer(Path(folder))
    found = answer(server.open())
    time.sleep(0.2)
    server.close()
    return found


def test_four_cold_starts_at_once_share_one_server(folder: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.map(_open_and_close, [str(folder)] * 4) == [42] * 4


def test_an_interrupted_initdb_leaves_nothing_in_the_way(folder: Path) -> None:
    folder.mkdir(parents=True)
    server = LocalServer(folder)
    half = server._place().with_name("postgres.new-dead")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert answer(server.open()) == 42
    assert not half.exists()
    server.close()


def test_a_pid_file_that_names_a_stranger_is_cleared_and_the_stranger_lives(folder: Path) -> None:
    server = LocalServer(folder)
    server.open()
    file = server._cluster / "postmaster.pid"
    kept = file.read_text().splitlines()
    server.close()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    file.write_text("\n".join([str(stranger.pid), *kept[1:]]) + "\n")
    account.choose().own(file)
    assert answer(server.open()) == 42
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
    server.close()


def test_a_failing_initdb_says_so_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True)
    broken = tmp_path / "broken"
    (broken / "bin").mkdir(parents=True)
    program = binaries.program(broken, "initdb")
    program.write_text("#!/bin/sh\necho disk full >&2; exit 1\n")
    program.chmod(0o755)
    with pytest.raises(Unavailable) as failure:
        cluster.create(folder / "postgres", "secret", account.Account(), broken)
    assert failure.value.facts["detail"] == "disk full"
    assert list(folder.iterdir()) == []


def test_a_server_that_does_not_start_says_why_and_nothing_of_other_starts(folder: Path) -> None:
    server = LocalServer(folder)
    server.open()
    server.close()
    settings = server._cluster / "postgresql.conf"
    whole = settings.read_text(encoding="utf-8")
    settings.write_text(whole + "\nno_such_setting = 1\n", encoding="utf-8")
    with pytest.raises(Unavailable, match=r"postgres\.start") as refused:
        LocalServer(folder).open()
    detail = str(refused.value.facts["detail"])
    assert "no_such_setting" in detail and "shut down" not in detail
    settings.write_text(whole, encoding="utf-8")
    again = LocalServer(folder)
    assert answer(again.open()) == 42
    again.close()


def test_a_server_whose_log_stays_silent_names_the_folder_that_is_not_its_own(folder: Path) -> None:
    server = LocalServer(folder)
    server.open()
    server.close()
    log = server._cluster / "server.log"
    before = log.stat().st_size
    assert server._why_not(log, before) == f"it gave no reason in {log}"
    if os.name != "nt" and os.geteuid() == 0:
        os.chown(server._cluster, 0, 0)
        assert "belongs to another account" in server._why_not(log, before)
        server._account.own(server._cluster)
