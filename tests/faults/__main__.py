"""`make test-faults`: six stations on one Postgres while lines are cut, frozen and slowed, stations and the server are
killed and put to sleep, clocks jump and a disk is full. Says what was lost (0), doubled (0) and unsaid (0).
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pypdfium2
from sqlalchemy import func, make_url, select, text

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import detail
from dispatch_console.application.packing import starting
from dispatch_console.domain.orders.incoming import IncomingLine
from dispatch_console.store import journal, migrate
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Order, OrderLine, PromiseEntry
from dispatch_console.store.local_server import LocalServer
from dispatch_console.store.transaction import Actor
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import pack_whole, verify_whole
from tests.faults import ledger
from tests.faults.small_disk import small_disk
from tests.faults.station import PIECES
from tests.forwarder import Forwarder

STATIONS = 6
ROOT = Path(__file__).resolve().parents[2]


class Field:
    """The stations with their lines, and what can happen to them."""

    def __init__(self, folder: Path, server: LocalServer, url: str, papers: Path) -> None:
        self.folder, self._server, self._url, self._papers = folder, server, make_url(url), papers
        self.faults: Counter[str] = Counter()
        self._dice = random.Random()
        self.lines = [Forwarder("127.0.0.1", self._url.port or 0) for _ in range(STATIONS)]
        self._stations: list[subprocess.Popen[bytes] | None] = [None] * STATIONS

    def begin(self) -> None:
        for number, line in enumerate(self.lines):
            line.up()
            self._start(number)

    def _start(self, number: int) -> None:
        url = self._url.set(port=self.lines[number].port).render_as_string(hide_password=False)
        command = [sys.executable, "-m", "tests.faults.station", str(self.folder), f"station-{number + 1}", url]
        with (self.folder / f"station-{number + 1}.log").open("ab") as said:
            self._stations[number] = subprocess.Popen([*command, str(self._papers)], cwd=ROOT, stdout=said, stderr=said)

    def one_fault(self) -> None:
        fault: Callable[[int], None] = self._dice.choice(
            (
                self.cut, self.cut, self.lose_an_answer, self.lose_an_answer, self.freeze, self.slow, self.kill_station,
                self.sleep, self.jump_clock, self.kill_server,
            )
        )  # fmt: skip
        self.faults[fault.__name__] += 1
        fault(self._dice.randrange(STATIONS))

    def cut(self, number: int) -> None:
        self.lines[number].down()
        time.sleep(self._dice.uniform(0.1, 3))
        self.lines[number].up()

    def lose_an_answer(self, number: int) -> None:
        self.lines[number].cut_at(b"COMMIT\x00")

    def freeze(self, number: int) -> None:
        self.lines[number].freeze()
        time.sleep(self._dice.uniform(0.5, 8))
        self.lines[number].thaw()

    def slow(self, number: int) -> None:
        self.lines[number].delay = 0.0 if self.lines[number].delay else self._dice.uniform(0.01, 0.2)

    def kill_station(self, number: int) -> None:
        station = self._stations[number]
        assert station is not None
        station.kill()
        station.wait()
        self._start(number)

    def sleep(self, number: int) -> None:
        """Close a lid, and opened again."""
        station = self._stations[number]
        assert station is not None
        os.kill(station.pid, signal.SIGSTOP)
        time.sleep(self._dice.uniform(1, 20))
        os.kill(station.pid, signal.SIGCONT)

    def jump_clock(self, number: int) -> None:
        off = self._dice.choice((0, 330, -330, 3600, -86_400))
        (self.folder / f"station-{number + 1}.clock").write_text(str(off))

    def kill_server(self, _number: int) -> None:
        for process in psutil.process_iter(["cmdline"]):
            command = " ".join(process.info["cmdline"] or ())
            if "postgres" in command and str(self._server.data_dir) in command and " -p " in command:
                process.kill()
        time.sleep(self._dice.uniform(0.2, 2))
        self._server.revive()

    def end(self) -> None:
        """Everything mended; every station finishes what it does, and says what became of what it did not know."""
        for line in self.lines:
            line.thaw()
            line.delay = 0.0
            line.cut_at(b"")
            line.down()
            line.up()
        (self.folder / "stop").touch()
        for station in self._stations:
            assert station is not None
            station.wait(180)
        for line in self.lines:
            line.close()


def prepare(desk: Desk) -> None:
    """Prepare an order for every station to pack without an end, and one that is packed, whose slip is printed."""
    told = [replace(incoming(n), lines=(IncomingLine(f"SKU-{n}", "Mug", 2, 1200),)) for n in range(1, STATIONS + 2)]
    desk.do_now(importing.take_reading, reading(*told), "prepare")
    for number in range(1, STATIONS + 2):
        full = desk.ask_now(detail.by_number, f"SO-{number}")
        verify_whole(desk, full)
        if number > STATIONS:
            pack_whole(desk, full)
    for number in range(1, STATIONS + 1):
        name = f"station-{number}"
        mine = Desk(desk.engine, Actor(f"Person {name}", "supervisor", name), desk.clock)
        mine.do_now(starting.start, number)


def effects(desk: Desk, lines: dict[str, ledger.Line]) -> tuple[Counter[str], list[str]]:
    """Return what the database holds of each act, by its mark; and what does not add up of acts that leave no mark."""
    found: Counter[str] = Counter()
    for note in desk.ask_now(lambda session: session.scalars(select(PromiseEntry.note)).all()):
        found[note] += 1
    for mark in desk.ask_now(lambda session: session.scalars(select(Order.number)).all()):
        found[mark] += 1
    wrong = []
    packed = desk.ask_now(lambda s: s.execute(select(OrderLine.order_id, OrderLine.packed)).all())
    for number in range(1, STATIONS + 1):
        there = sum(pieces for order_id, pieces in packed if order_id == number)
        mine = [line for line in lines.values() if line.kind == "scan" and line.mark.startswith(f"station-{number}/")]
        sure = sum(line.end in (ledger.DONE, ledger.WRITTEN) for line in mine)
        perhaps = sum(line.end in (ledger.OPEN, ledger.UNSETTLED) for line in mine)
        if not sure <= there <= sure + perhaps:
            wrong.append(f"station {number} packed {sure} to {sure + perhaps} pieces, the database says {there}")
    return found, wrong


def run(minutes: float) -> dict[str, object]:
    folder = Path(tempfile.mkdtemp(prefix="dispatch-faults-"))
    server = LocalServer(folder / "server")
    url = server.open()
    owner = connect(server.owner_url)
    migrate.upgrade(owner)
    owner.dispose()
    desk = Desk(connect(url), Actor("Ana Ruiz", "supervisor", "Office"))
    prepare(desk)
    with desk.engine.begin() as connection:
        mine = text("update order_lines set quantity = :most where order_id <= :stations")
        connection.execute(mine, {"most": PIECES, "stations": STATIONS})
    with small_disk(folder / "papers") as (papers, is_small):
        field = Field(folder, server, url, papers)
        field.begin()
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            time.sleep(0.5)
            field.one_fault()
        field.end()
        cut = [str(file) for file in papers.glob("*.pdf") if not is_whole(file)]
    lines = ledger.read(folder)
    there, wrong = effects(desk, lines)
    # acts that leave no mark of their own are judged by their sums
    marked = {mark: line for mark, line in lines.items() if line.kind in ("call", "import")}
    others = {mark: line for mark, line in lines.items() if mark not in marked}
    verdict = ledger.judge(marked, there)
    crashed = [line for line in others.values() if line.end == ledger.CRASHED]
    broken = desk.ask_now(lambda session: list(journal.broken_links(session)))
    entries = desk.ask_now(lambda session: session.scalar(select(func.count()).select_from(Order)))
    desk.close()
    server.close()
    told = {
        "acts": len(lines),
        "ends": dict(Counter(line.end for line in lines.values())),
        "said": dict(Counter(line.detail for line in lines.values() if line.end == ledger.SAID)),
        "faults": sum(field.faults.values()),
        "kinds": dict(field.faults),
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "unsaid": len(verdict.unsaid) + len(crashed),
        "sums": wrong,
        "cut_files": cut,
        "journal_broken": broken,
        "orders": entries,
        "small_disk": is_small,
        "examples": [str(line) for line in (*verdict.lost, *verdict.doubled, *verdict.unsaid, *crashed)[:10]],
    }
    if not (verdict.lost or verdict.doubled or told["unsaid"] or wrong or cut or broken):
        shutil.rmtree(folder, ignore_errors=True)
    return told


def is_whole(file: Path) -> bool:
    try:
        document = pypdfium2.PdfDocument(file)
        pages = len(document)
        document.close()
    except RuntimeError:
        # as pypdfium2 says that it is no PDF
        return False
    return pages > 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--minutes", type=float, default=10.0)
    chosen = parser.parse_args()
    told = run(chosen.minutes)
    print(json.dumps(told, indent=2))
    good = not (told["lost"] or told["doubled"] or told["unsaid"] or told["sums"] or told["cut_files"])
    return 0 if good and not told["journal_broken"] else 1


if __name__ == "__main__":
    sys.exit(main())
