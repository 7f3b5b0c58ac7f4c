"""The papers of a day before they leave the printer: a list, the pages, and the print button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.papers.mail_row import MailRow
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import button, rule
from dispatch_console.ui.widgets.card_list import Card, CardList, Mark
from dispatch_console.ui.widgets.layout import stacked
from dispatch_console.ui.widgets.page_head import PageHead

# fine enough for the codes, coarse enough for a spooler
DOTS_PER_INCH = 300


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A PDF that was drawn: which route and what it is."""

    path: Path
    title: str
    under: str


class PapersPage(QWidget):
    """`closed` goes back to the map, `chosen` says that another paper is shown."""

    closed = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._files: tuple[PaperFile, ...] = ()
        self._row: int = 0
        self._document: QPdfDocument | None = None
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        head = PageHead(tr("Papers"))
        head.back.clicked.connect(self.closed)
        self._summary = head.summary
        self.print_one = button(tr("Print this one"), "printer", "Ctrl+P")
        self.print_all = button(tr("Print all"), "printer", "Ctrl+Return", "primary")
        self.print_one.clicked.connect(lambda: self._print(self._files[self._row : self._row + 1]))
        self.print_all.clicked.connect(lambda: self._print(self._files))
        self.email = button(tr("E-mail"), "mail", "E")
        self.mail = MailRow()
        self.email.clicked.connect(self._open_mail)
        head.addWidget(self.email)
        head.addWidget(self.print_one)
        head.addWidget(self.print_all)
        column.addLayout(head)
        column.addWidget(self.mail)
        column.addWidget(rule())
        self.said = Banner()
        column.addWidget(self.said)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.papers = CardList(tr("Papers"))
        self.papers.setFixedWidth(320)
        self.papers.chosen.connect(self._show)
        middle.addWidget(self.papers)
        middle.addWidget(rule("v"))
        self._sheets = QStackedWidget()
        middle.addWidget(self._sheets, 1)
        column.addLayout(middle, 1)

    def show_papers(self, files: Sequence[PaperFile], summary: str) -> None:
        self._files, self._row = tuple(files), 0
        self._summary.setText(summary)
        self.said.hide()
        self.mail.hide()
        self.note({})
        for act in (self.print_one, self.print_all):
            act.setEnabled(bool(files))
        if files:
            self._show(str(files[0].path))
            self.papers.setFocus()

    def note(self, notes: Mapping[Path, tuple[str, str]]) -> None:
        """Show notes below the names of papers, each with its tone. What the ledger knows can be mailed."""
        self.email.setEnabled(bool(notes))
        cards = []
        for file in self._files:
            said, tone = notes.get(file.path, ("", ""))
            under = f"{file.under}, {said}" if said else file.under
            mark = Mark("icon", "file-warning" if tone == "wrong" else "file-text")
            cards.append(Card(key=str(file.path), title=file.title, right="", under=under, mark=mark, under_tone=tone))
        self.papers.show_cards(cards, cards[self._row].key if cards else "")

    @property
    def paths(self) -> list[Path]:
        return [file.path for file in self._files]

    @property
    def shown(self) -> Path | None:
        return self._files[self._row].path if self._files else None

    def _open_mail(self) -> None:
        self.mail.show()
        self.mail.address.setFocus()
        self.mail.address.selectAll()

    @property
    def pages(self) -> int:
        return self._document.pageCount() if self._document else 0

    def release(self) -> None:
        """Let go of the file, so that it may be drawn anew."""
        while (old := self._sheets.currentWidget()) is not None:
            self._sheets.removeWidget(old)
            old.deleteLater()
        if self._document is not None:
            self._document.close()
            self._document = None

    def _show(self, key: str) -> None:
        self._row = next((number for number, file in enumerate(self._files) if str(file.path) == key), 0)
        self.release()
        # a view of its own for each: one that is used again may still be drawing pages of the paper before
        view = QPdfView(self)
        view.setAccessibleName(tr("Pages of the chosen paper"))
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._document = QPdfDocument(view)
        self._document.load(key)
        view.setDocument(self._document)
        self._sheets.addWidget(view)
        self.chosen.emit(key)

    def _print(self, files: Sequence[PaperFile]) -> None:
        printer_info = QPrinterInfo.defaultPrinter()
        if printer_info.isNull():
            folder = self._files[0].path.parent if self._files else ""
            self.said.say(
                tr(
                    "No printer is set up on this computer. The papers lie in {folder}: print them from there.",
                    folder=folder,
                )
            )
            return
        printer = QPrinter(printer_info, QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printed = print_files([file.path for file in files], printer)
        self.said.say(
            tr("{printed} pages went to {printerName}.", printed=printed, printerName=printer_info.printerName()),
            wrong=False,
        )


def print_files(files: Sequence[Path], printer: QPrinter) -> int:
    """Print every page of every file as it was drawn. Returns how many pages there were."""
    painter, count = QPainter(), 0
    for file in files:
        document = QPdfDocument()
        document.load(str(file))
        for page in range(document.pageCount()):
            if count == 0:
                painter.begin(printer)
            else:
                printer.newPage()
            size = document.pagePointSize(page) * DOTS_PER_INCH / 72
            picture: QImage = document.render(page, QSize(int(size.width()), int(size.height())))
            painter.drawImage(QRectF(painter.viewport()), picture, QRectF(picture.rect()))
            count += 1
        document.close()
    if count:
        painter.end()
    return count
