"""What is written of the chosen stop or of the whole day: proofs, on paper and by mail, and the dispute file."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing import proof_mail
from dispatch_console.domain.papers.day_report import DayReport
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import tr
from dispatch_console.ports import MessageSender
from dispatch_console.ui.return_desk.sheet_files import SheetFiles
from dispatch_console.ui.tracking.chosen import Chosen
from dispatch_console.ui.tracking.tab import TrackingTab


class TrackingPapers(SheetFiles, Protocol):
    """What is written here: the proof of an order, those of a day, the report of a day, all that is known of an order,
    the sheets of a van; and what is read: signed sheets.
    """

    def proof(self, order_id: int) -> Path: ...
    def proofs(self, day: date) -> Path: ...
    def day_report(self, day: date, report: DayReport) -> Path: ...
    def dispute(self, order_id: int) -> Path: ...
    def van(self, day: date, letter: str) -> list[Path]: ...
    def forget(self) -> int: ...


class StopPapers:
    """`said` shows a sentence over the board, with a file that can be opened."""

    def __init__(
        self,
        desk: Desk,
        tab: TrackingTab,
        papers: TrackingPapers,
        channel: Callable[[], MessageSender],
        sender: Sender,
        *,
        chosen: Chosen,
        said: Callable[[str, Path | None], None],
    ) -> None:
        self._desk, self._tab, self._papers = desk, tab, papers
        self._channel, self._sender = channel, sender
        self._chosen, self._said = chosen, said
        self._to_mail: list[Path] = []

    async def proof(self) -> None:
        """Print the proof of delivery of every order of the stop, as PDF."""
        chosen = self._chosen.stop()
        if chosen is None:
            return
        loop = asyncio.get_event_loop()
        files = [await loop.run_in_executor(None, self._papers.proof, order_id) for order_id in chosen[1].order_ids]
        self._wrote(tr("Proof of delivery: {file}", file=", ".join(str(file) for file in files)), files)

    def _wrote(self, said: str, files: Sequence[Path]) -> None:
        """Say what was written; a button opens the first of it."""
        self._said(said, files[0] if files else None)

    async def ask_to_mail(self) -> None:
        """Print the proof of the chosen stop, and ask to whom it goes."""
        chosen = self._chosen.stop()
        if chosen is None or not self._tab.board.stop.proof.isEnabled():
            self._said(tr("Choose a stop that is done first."), None)
            return
        loop = asyncio.get_event_loop()
        orders = chosen[1].order_ids
        self._to_mail = [await loop.run_in_executor(None, self._papers.proof, order_id) for order_id in orders]
        out = await self._desk.ask(proof_mail.proofs_out, self._to_mail)
        self._tab.mail_card.ask_to(", ".join(out.numbers), out.email)

    async def mail(self, to: str) -> None:
        await proof_mail.mail_proofs(self._desk, self._channel(), self._sender, self._to_mail, to)
        self._said(tr("The proof went to {to}.", to=to), None)

    async def van(self, letter: str) -> None:
        """Print the sheets of a van again, also of departures that have left."""
        day = self._chosen.day
        if day is None or not letter:
            self._said(tr("Choose a van on the board first."), None)
            return
        loop = asyncio.get_event_loop()
        files = await loop.run_in_executor(None, self._papers.van, day, letter)
        self._wrote(tr("Printed: {files}", files=", ".join(file.name for file in files)), files)

    async def proofs(self) -> None:
        """Print the proofs of all that was handed over on this day, as one PDF."""
        day = self._chosen.day
        if day is not None:
            loop = asyncio.get_event_loop()
            file = await loop.run_in_executor(None, self._papers.proofs, day)
            self._wrote(
                tr(
                    "Proofs of what was handed over: {file}. The proof of an attempt is printed at its stop.",
                    file=str(file),
                ),
                [file],
            )

    async def dispute(self) -> None:
        """Write all that is known of the chosen stop's orders, a zip each."""
        chosen = self._chosen.stop()
        if chosen is None:
            self._said(tr("Choose a stop first."), None)
            return
        loop = asyncio.get_event_loop()
        files = [await loop.run_in_executor(None, self._papers.dispute, order_id) for order_id in chosen[1].order_ids]
        self._wrote(tr("Dispute file: {file}", file=", ".join(str(file) for file in files)), files)
