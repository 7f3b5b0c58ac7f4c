"""Papers that screens ask for. Drawing them is loaded with the first one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dispatch_console.application.desk import Desk
from dispatch_console.application.road.sheet_filing import Filed, SheetsRead
from dispatch_console.domain.papers.day_report import DayReport
from dispatch_console.domain.papers.label_printer import PrintedLabels
from dispatch_console.domain.papers.printed import PrintedKit
from dispatch_console.domain.papers.sheet_reading import Unread
from dispatch_console.settings import Settings
from dispatch_console.station.options import Station


class Printers:
    """Writes into the station's folder of papers, as the settings are at that moment."""

    def __init__(self, desk: Desk, station: Station) -> None:
        self._desk, self._station = desk, station

    @property
    def _settings(self) -> Settings:
        return self._station.settings

    def labels(self, order_id: int, *, second: bool = False) -> PrintedLabels:
        """Print labels, on the second label printer if asked. Errors: those of `label_printing.print_labels`."""
        # reportlab and its fonts are not needed before the first label
        from dispatch_console.station.label_printing import print_labels

        return print_labels(self._desk, self._settings, order_id, self._settings.papers_dir, second=second)

    def again(self, order_id: int, *, second: bool = False, only: int | None = None) -> PrintedLabels:
        """Print labels once more, all of an order or that of one parcel, and the slip where it is no longer true."""
        from dispatch_console.station.label_printing import print_again

        folder = self._settings.papers_dir
        return print_again(self._desk, self._settings, order_id, folder, second=second, only=only)

    @property
    def second(self) -> str:
        """Return the name of the second label printer; empty for none."""
        return self._settings.label_printer_second

    def kit(self, order_id: int) -> PrintedKit:
        """Print what goes into the box. Errors: those of `kit_printing.print_kit`."""
        from dispatch_console.station.kit_printing import print_kit

        return print_kit(self._desk, self._settings, order_id, self._settings.papers_dir)

    def proof(self, order_id: int) -> Path:
        """Print the proof of delivery. Errors: those of `printing.print_proof`."""
        from dispatch_console.station.printing import print_proof

        return print_proof(self._desk, self._settings, order_id, self._settings.papers_dir)

    def proofs(self, day: date) -> Path:
        """Print all proofs of a day as one PDF. Errors: those of `printing.print_proofs`."""
        from dispatch_console.application.road.finished import orders_of_day
        from dispatch_console.station.printing import print_proofs

        orders = self._desk.ask_now(orders_of_day, day)
        return print_proofs(self._desk, self._settings, orders, self._settings.papers_dir / str(day))

    def day_report(self, day: date, report: DayReport) -> Path:
        """Print the report of a day. Errors: those of `printing.print_day_report`."""
        from dispatch_console.station.printing import print_day_report

        return print_day_report(self._desk, self._settings, report, self._settings.papers_dir / str(day))

    def dispute(self, order_id: int) -> Path:
        """Write all that is known of an order into a zip. Errors: those of `disputes.write_dispute`."""
        from dispatch_console.station.disputes import write_dispute

        return write_dispute(self._desk, self._settings, order_id, self._settings.papers_dir)

    def forget(self) -> int:
        """Delete the papers of this station that may not be kept. Returns how many files went."""
        from dispatch_console.station import erased_papers

        return erased_papers.remove(self._desk, self._settings)

    def sheets(self, files: Sequence[Path]) -> SheetsRead:
        """Read signed sheets and file them. Errors: those of the desk."""
        from dispatch_console.station.signed_sheets import read_sheets

        return read_sheets(self._desk, files)

    def unread_page(self, unread: Unread) -> tuple[bytes, float]:
        """Return the picture of a page that was not read. Errors: those of `signed_sheets.shown_page`."""
        from dispatch_console.station.signed_sheets import shown_page

        return shown_page(unread)

    def sheet_as(self, unread: Unread, sheet: int, page: int, corners: Sequence[tuple[float, float]]) -> Filed:
        """Read a page as the one that a person says it is. Errors: those of `signed_sheets.read_page_as`."""
        from dispatch_console.station.signed_sheets import read_page_as

        return read_page_as(self._desk, unread, sheet, page, corners)[1]

    def van(self, day: date, letter: str) -> list[Path]:
        """Print all papers of a van again, also of departures that have left."""
        from dispatch_console.station.printing import print_manifests

        printed = print_manifests(self._desk, self._settings, day, self._settings.papers_dir / str(day), letter)
        return [paper.path for paper in printed]

    def day(self, day: date, letter: str) -> list[Path]:
        """Print all papers of a van, which its own button asks for; without a letter what is new or stale of every
        van.
        """
        from dispatch_console.station.printing import print_manifests

        folder = self._settings.papers_dir / str(day)
        printed = print_manifests(
            self._desk, self._settings, day, folder, letter, waiting_only=True, stale_only=not letter
        )
        return [paper.path for paper in printed]
