"""The panel over the map while a plan is being improved: cost curve, what is gained, keep or leave."""

from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.application.planning.variants import Measures
from dispatch_console.language import signed, tr
from dispatch_console.ui import words
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label

TEXT_LEFT = 26


class CostCurve(QWidget):
    """Cost over time as a falling staircase, in hours of work, and how much of the time is used."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(86)
        self.points: list[tuple[float, int]] = []
        self.share = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 2, self.width(), 4), QColor(t.line))
        painter.fillRect(QRectF(0, 2, self.width() * min(1.0, self.share), 4), QColor(t.acc))
        if not self.points:
            return
        costs = [cost for _, cost in self.points]
        low, high = min(costs), max(costs)
        span = max(1, high - low)
        last = None
        painter.setPen(QColor(t.tx2))
        painter.setFont(font())
        painter.drawText(
            QRectF(TEXT_LEFT, 12, 160, 18),
            Qt.AlignmentFlag.AlignVCenter,
            tr("from {costs}", costs=words.minutes(timedelta(seconds=costs[0]))),
        )
        painter.setPen(QPen(QColor(t.acc), 1.5))
        for share, cost in self.points:
            here = QPointF(4 + share * (self.width() - 60), 42 + 34 * (high - cost) / span)
            if last is not None:
                painter.drawLine(last, QPointF(here.x(), last.y()))
                painter.drawLine(QPointF(here.x(), last.y()), here)
            last = here
        if last is not None:
            end = QPointF(4 + min(1.0, self.share) * (self.width() - 60), last.y())
            painter.drawLine(last, end)
            painter.setBrush(QColor(t.acc))
            painter.drawEllipse(end, 3, 3)
            painter.setPen(QColor(t.tx))
            painter.setFont(font(13, SEMIBOLD))
            beside = QRectF(end.x() + 8, end.y() - 10, 60, 20)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, words.minutes(timedelta(seconds=costs[-1])))


class OptimiserPanel(QFrame):
    """Enter keeps the best so far, Esc leaves the plan as it was."""

    keep_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        t = tokens()
        self.setStyleSheet(
            f"OptimiserPanel {{ background: {t.panel}; border: 1px solid {t.line3}; border-radius: 4px; }}"
        )
        self.setFixedWidth(322)
        self.setAccessibleName(tr("Optimiser"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        self._title, self._clock = label(tr("Optimising"), 13, SEMIBOLD), label(tone="quiet")
        head.addWidget(self._title, 1)
        head.addWidget(self._clock)
        column.addLayout(head)
        self.curve = CostCurve()
        column.addWidget(self.curve)
        facts = QGridLayout()
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(4)
        names = {"cost": tr("Cost"), "unrouted": tr("Unrouted"), "driving": tr("Driving"), "late": tr("Late")}
        self._facts = {key: label() for key in names}
        for number, (key, value) in enumerate(self._facts.items()):
            facts.addWidget(label(names[key], tone="quiet"), number // 2, number % 2 * 2)
            facts.addWidget(value, number // 2, number % 2 * 2 + 1)
        self._facts["cost"].setFont(font(13, SEMIBOLD))
        self._facts["cost"].setToolTip(tr("Work and driving of all vans; overtime and uneven shifts count more"))
        facts.setColumnStretch(1, 1)
        facts.setColumnStretch(3, 1)
        column.addLayout(facts)
        self._left_out = 0
        self._note = label(tone="quiet")
        self._note.setWordWrap(True)
        column.addWidget(self._note)
        actions = QHBoxLayout()
        self.keep = button(tr("Keep best"), "check", "Return", "primary")
        self.cancel = button(tr("Cancel"), "x", "Esc")
        self.keep.clicked.connect(self.keep_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        actions.addWidget(self.keep, 1)
        actions.addWidget(self.cancel, 1)
        column.addLayout(actions)
        self.hide()

    def begin(self, title: str, note: str) -> None:
        self._title.setText(title)
        self._note.setText(note)
        self.curve.points, self.curve.share = [], 0.0
        for value in self._facts.values():
            value.setText("")
        self._left_out = 0
        self.show_progress(0, 1, ())
        self.keep.setEnabled(False)
        self.adjustSize()
        self.show()
        self.raise_()

    def show_progress(self, elapsed: float, total: float, costs: tuple[tuple[int, float], ...]) -> None:
        """Show how far the search is.

        `costs` is every improvement so far: cost and when it was found. What none of them serves is not counted.
        """
        costs = tuple((cost - self._left_out, at) for cost, at in costs)
        self._clock.setText(
            tr(
                "{minutes}:{seconds} of {most_minutes}:{most_seconds}",
                minutes=int(elapsed) // 60,
                seconds=f"{int(elapsed) % 60:02d}",
                most_minutes=int(total) // 60,
                most_seconds=f"{int(total) % 60:02d}",
            )
        )
        self.curve.share = elapsed / total if total else 1.0
        self.curve.points = [(at / total if total else 0.0, cost) for cost, at in costs]
        self.curve.update()
        self.keep.setEnabled(bool(costs))

    def show_measures(self, before: Measures, now: Measures, left_out: int) -> None:
        """Show the plan in use beside the best so far, of what can still be planned; `left_out` is the price of the
        rest.
        """
        self._left_out = left_out
        cost, in_use = words.minutes(timedelta(seconds=now.cost)), now.compared[1]
        self._facts["cost"].setText(f"{cost}, {signed(100 * now.dearer, 1)} %" if in_use else cost)
        self._facts["unrouted"].setText(f"{len(before.unrouted)} → {len(now.unrouted)}")
        self._facts["late"].setText(f"{len(before.late)} → {len(now.late)}")
        self._facts["driving"].setText(words.gain(now.driving_s - before.driving_s))

    def place(self, area: QRectF) -> None:
        """Place the panel in the upper right corner of the map."""
        self.adjustSize()
        self.move(int(area.right()) - self.width() - 12, int(area.top()) + 12)
        self.raise_()
