"""The photos of a record: small in a row, large on a card, where one can be withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.asking_card import AskingCard
from dispatch_console.ui.widgets.basics import label, paragraph, shown_plain, surface

THUMB, LARGE, WIDTH = 96, QSize(560, 400), 620


@dataclass(frozen=True, slots=True)
class StripPhoto:
    """`picture` is None where it shows nothing or was withdrawn; then `words` say why."""

    photo_id: int
    picture: bytes | None
    words: str


class PhotoStrip(QWidget):
    """Emits the photo that is to be withdrawn, and why."""

    withdraw_wanted = Signal(int, str)

    def __init__(self, over: QWidget) -> None:
        super().__init__()
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._shown: tuple[StripPhoto, ...] | None = None
        self.card = PhotoCard(over)
        self.card.withdraw_wanted.connect(self.withdraw_wanted)
        self.thumbs: list[QToolButton] = []

    def show_photos(self, photos: Sequence[StripPhoto]) -> None:
        if tuple(photos) == self._shown:
            return
        self._shown = tuple(photos)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.thumbs = []
        pictures = QWidget()
        row = QHBoxLayout(pictures)
        row.setContentsMargins(0, 0, 0, 0)
        for photo in photos:
            if photo.picture is not None:
                row.addWidget(self._thumb(photo))
        row.addStretch(1)
        self._row.addWidget(pictures)
        pictures.setVisible(bool(self.thumbs))
        for photo in photos:
            if photo.picture is None:
                self._row.addWidget(paragraph(photo.words, tone="decide"))
        if not photos:
            self._row.addWidget(label(tr("No photo."), tone="faint"))

    def _thumb(self, photo: StripPhoto) -> QToolButton:
        thumb, picture = QToolButton(), QPixmap()
        picture.loadFromData(photo.picture or b"")
        thumb.setIcon(QIcon(picture))
        thumb.setIconSize(QSize(THUMB, THUMB))
        thumb.setAccessibleName(photo.words)
        thumb.setToolTip(shown_plain(photo.words))
        thumb.clicked.connect(lambda: self.card.show_photo(photo))
        self.thumbs.append(thumb)
        return thumb


class PhotoCard(AskingCard):
    """One photo large. Enter withdraws it with the reason that was typed, Esc leaves it."""

    withdraw_wanted = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, picture="camera", agree=(tr("Withdraw the photo"), "trash-2"), leave=tr("Keep it"), width=WIDTH
        )
        self._photo = 0
        self.reason = QLineEdit()
        self.agreed.connect(lambda: self.withdraw_wanted.emit(self._photo, self.reason.text().strip()))

    def show_photo(self, photo: StripPhoto) -> None:
        self._photo = photo.photo_id
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        shown, picture = QLabel(), QPixmap()
        picture.loadFromData(photo.picture or b"")
        shown.setPixmap(
            picture.scaled(LARGE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        shown.setAccessibleName(photo.words)
        column.addWidget(shown)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why it may not be kept; do not write what it shows"))
        self.reason.setAccessibleName(tr("Why the photo is withdrawn"))
        self.reason.returnPressed.connect(self.agree.click)
        column.addWidget(self.reason)
        under = tr("The photo is gone for good then, also from proofs printed here. That there was one stays.")
        self.ask(photo.words, under, body)
        self.leave.setFocus()
