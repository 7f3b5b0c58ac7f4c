"""The van from above, nose left: which stop stands where, and the cell of the next parcel framed."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dispatch_console import texts
from dispatch_console.domain.road.vanload import Place
from dispatch_console.language import tr
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD

DEPTHS = ("front", "middle", "back")
BANDS = (("right", "shelf"), ("right", "floor"), ("left", "floor"), ("left", "shelf"))
SHARES = (0.14, 0.36, 0.36, 0.14)


@dataclass(frozen=True, slots=True)
class Cell:
    """Stops in one place of the van, as `12×3`; `state` is waiting, in, missing or next."""

    text: str
    state: str


class VanPlan(QWidget):
    """A drawing of the places in a van, legible from two metres; the text beside it says each cell in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(220)
        self._cells: Mapping[Place, Cell] = {}
        self.setAccessibleName(tr("Plan of the van"))

    def show_cells(self, cells: Mapping[Place, Cell]) -> None:
        self._cells = cells
        described = [f"{place.side} {place.depth} {place.level}: {cell.text}" for place, cell in cells.items()]
        self.setAccessibleDescription("; ".join(described))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = min(self.height() - 30, 430)
        body = QRectF(100, 2, self.width() - 150, height)
        painter.setPen(QPen(QColor(t.line3), 1.6))
        painter.setBrush(QColor(t.sunk))
        painter.drawRoundedRect(QRectF(4, 2, 190, height), 60, 60)
        painter.setBrush(QColor(t.panel))
        painter.drawRect(body)
        doors = body.right()
        painter.drawLine(QPointF(doors, body.top()), QPointF(doors + 26, body.top() + 46))
        painter.drawLine(QPointF(doors, body.bottom()), QPointF(doors + 26, body.bottom() - 46))
        self._words(painter, body)
        top = body.top()
        for (side, level), share in zip(BANDS, SHARES, strict=True):
            band = body.height() * share
            for number, depth in enumerate(DEPTHS):
                box = QRectF(body.left() + number * body.width() / 3, top, body.width() / 3, band)
                self._cell(painter, box, self._cells.get(Place(side, depth, level)), level)
            top += band

    def _words(self, painter: QPainter, body: QRectF) -> None:
        painter.setPen(QColor(tokens().tx2))
        painter.setFont(font(16))
        for number, depth in enumerate(DEPTHS):
            under = QRectF(body.left() + number * body.width() / 3, body.bottom() + 2, body.width() / 3, 26)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, texts.plain(depth))
        for x, word in ((46.0, tr("cab")), (body.right() + 36, tr("doors"))):
            painter.save()
            painter.translate(x, body.center().y())
            painter.rotate(-90)
            painter.drawText(QRectF(-40, -12, 80, 24), Qt.AlignmentFlag.AlignCenter, word)
            painter.restore()

    def _cell(self, painter: QPainter, box: QRectF, cell: Cell | None, level: str) -> None:
        t = tokens()
        fills = {"in": t.grn_tint, "missing": t.amb_tint, "next": t.acc_tint}
        empty = t.sunk if level == "shelf" else t.panel
        painter.setPen(QPen(QColor(t.line2), 1))
        painter.setBrush(QColor(fills.get(cell.state, empty) if cell else empty))
        painter.drawRect(box)
        if cell is None:
            return
        if cell.state == "next":
            painter.setPen(QPen(QColor(t.acc), 4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(2, 2, -2, -2))
        inks = {"in": t.grn, "missing": t.amb}
        painter.setPen(QColor(inks.get(cell.state, t.tx)))
        size = 48 if cell.state == "next" and box.height() > 70 else 34 if box.height() > 60 else 26
        painter.setFont(font(size, SEMIBOLD))
        signs = {"in": "✓ ", "missing": "? ", "next": "↓ "}
        text = painter.fontMetrics().elidedText(
            signs.get(cell.state, "") + cell.text, Qt.TextElideMode.ElideRight, int(box.width() - 12)
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
