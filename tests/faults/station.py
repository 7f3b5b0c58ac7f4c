"""One station as a program of its own: it calls, packs, imports and prints without a pause until it is told to stop.

`python -m tests.faults.station FOLDER NAME URL PAPERS`. Its clock is off by the seconds in `FOLDER/NAME.clock`.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.packing import scanning
from dispatch_console.application.promises import call_results
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingLine, IncomingOrder, Reading
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.engine import connect
from dispatch_console.store.transaction import Actor
from tests.faults.ledger import CRASHED, DONE, NOT_WRITTEN, OPEN, SAID, UNSETTLED, WRITTEN, Ledger, Line

PIECES = 1_000_000


def main() -> None:
    folder, name, url, papers = Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])
    Station(folder, name, url, papers).work()


class Station:
    def __init__(self, folder: Path, name: str, url: str, papers: Path) -> None:
        self._folder, self._name, self._papers = folder, name, papers
        self._number = int(name.split("-")[1])
        self._desk = Desk(connect(url, name), Actor(f"Person {name}", "supervisor", name), self._clock)
        self._settings = Settings(folder / name)
        self._ledger = Ledger(folder / f"{name}.acts")
        self._dice = random.Random()
        self._mark = f"{name}/{time.time_ns():x}"
        self._count = 0
        self._unsettled: list[tuple[str, str]] = []

    def _clock(self) -> datetime:
        file = self._folder / f"{self._name}.clock"
        off = float(file.read_text() or 0) if file.exists() else 0.0
        return datetime.now(UTC) + timedelta(seconds=off)

    def work(self) -> None:
        while not (self._folder / "stop").exists():
            self._settle()
            self._act(self._dice.choice((self._call, self._call, self._scan, self._scan, self._import, self._print)))
        self._settle()
        self._desk.close()

    def _act(self, act: Callable[[str], None]) -> None:
        self._count += 1
        mark, kind = f"{self._mark}-{self._count}", act.__name__.strip("_")
        self._ledger.write(Line(mark, kind, OPEN))
        try:
            act(mark)
            self._ledger.write(Line(mark, kind, DONE))
        except DispatchError as error:
            end = UNSETTLED if error.code == "database.unsettled" else SAID
            if end == UNSETTLED:
                self._unsettled.append((mark, kind))
            self._ledger.write(Line(mark, kind, end, error.code))
            time.sleep(0.2)
        except Exception as error:
            self._ledger.write(Line(mark, kind, CRASHED, f"{type(error).__name__}: {error}"[:500]))

    def _settle(self) -> None:
        """As the console does when the database is back."""
        if not self._unsettled:
            return
        try:
            told = self._desk.settle()
        except DispatchError:
            return
        # in the order in which they were done
        for (mark, kind), settled in zip(self._unsettled, told, strict=False):
            self._ledger.write(Line(mark, kind, WRITTEN if settled.written else NOT_WRITTEN))
        self._unsettled = []

    def _call(self, mark: str) -> None:
        """Write a call about an order that others call about as well."""
        self._desk.do_now(call_results.note_call, self._dice.randint(1, 6), "voicemail", mark)

    def _scan(self, mark: str) -> None:
        """Scan a piece into this station's own order, whose line is called after the act."""
        self._desk.do_now(scanning.scan, self._number, f"SKU-{self._number}")

    def _import(self, mark: str) -> None:
        """Import some orders with the same customers and doors as everybody else's, in any order."""
        people = self._dice.sample(range(40), 5)
        told = tuple(
            IncomingOrder(
                number=f"{mark}" if place == 0 else f"{mark}+{place}",
                source_ref=f"{mark}+{place}",
                row=place,
                customer_name=f"Customer {person}",
                email=f"c{person}@example.com",
                currency="EUR",
                total=1200,
                address=IncomingAddress(
                    line1=f"Street {person}", line2="", postcode="00100", city="Helsinki", region="", country="FI"
                ),
                lines=(IncomingLine("MUG", "Mug", 1, 1200),),
            )
            for place, person in enumerate(people)
        )
        self._desk.do_now(importing.take_reading, Reading(f"shop {self._name}", told, (), len(told)), "faults.csv")

    def _print(self, mark: str) -> None:
        """Print the slip of an order that is packed, onto a disk with hardly any room."""
        printing.print_slip(self._desk, self._settings, 7, self._papers)


if __name__ == "__main__":
    main()
