"""What belongs to the whole order beside its lines: boxes, papers, weight, seal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from dispatch_console.language import plural, tr
from dispatch_console.ui.packing.facts import PackFacts
from dispatch_console.ui.theme import font
from dispatch_console.ui.widgets.basics import SEMIBOLD, button, label, rule, set_tone
from dispatch_console.ui.widgets.bench_sizes import BASE


class PackingSide(QWidget):
    """Emits what is ticked, weighed and asked for; knows no rule."""

    box_wanted = Signal()
    paper_ticked = Signal(str)
    weighed = Signal(str)
    # F4: the weight of the moment, from the scale or typed
    weight_wanted = Signal()
    seal_wanted = Signal()
    # a supervisor lets another weight pass, with the reason
    waived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(320)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(tr("Parcels"), BASE, SEMIBOLD))
        self._parcels = QVBoxLayout()
        column.addLayout(self._parcels)
        self.new_box = button(tr("Close box, new one"), key="F8")
        self.new_box.clicked.connect(self.box_wanted)
        column.addWidget(self.new_box)
        column.addWidget(rule())
        column.addWidget(label(tr("Papers"), BASE, SEMIBOLD))
        self._papers = QVBoxLayout()
        column.addLayout(self._papers)
        column.addWidget(rule())
        column.addWidget(label(tr("Weight, all parcels"), BASE, SEMIBOLD))
        self.weight = self._weight_field()
        self._weight_words = label("", BASE - 2, tone="quiet")
        self._weight_words.setWordWrap(True)
        self._scale = label("", BASE - 2)
        self._scale.hide()
        column.addWidget(self.weight)
        column.addWidget(self._scale)
        column.addWidget(self._weight_words)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Supervisor: why it may go, then Enter"))
        self.reason.setAccessibleName(tr("Reason for which another weight may go"))
        self.reason.setFont(font(16))
        self.reason.returnPressed.connect(lambda: self.waived.emit(self.reason.text()))
        self.reason.hide()
        column.addWidget(self.reason)
        column.addWidget(rule())
        self.missing = label("", 16, tone="quiet")
        self.missing.setWordWrap(True)
        column.addWidget(self.missing)
        column.addStretch(1)
        self.seal = button(tr("Seal"), "package-check", "F9", "primary")
        self.seal.clicked.connect(self.seal_wanted)
        column.addWidget(self.seal)
        for key_button in (self.new_box, self.seal):
            key_button.setProperty("scale", "large")

    def _weight_field(self) -> QLineEdit:
        weight = QLineEdit()
        weight.setProperty("kind", "scan")
        weight.setPlaceholderText(tr("kg, then Enter (F4)"))
        weight.setAccessibleName(tr("Weight in kilograms"))
        weight.setFont(font(24))
        weight.returnPressed.connect(lambda: self.weighed.emit(weight.text()))
        QShortcut(QKeySequence("F4"), self).activated.connect(self.weight_wanted)
        return weight

    def show_scale(self, words: str) -> None:
        """Show what the scale shows; nothing without one."""
        self._scale.setText(words)
        self._scale.setVisible(bool(words))

    def to_weight(self) -> None:
        """Let the weight be typed."""
        self.weight.setFocus()
        self.weight.selectAll()

    def show_nothing(self) -> None:
        self.setEnabled(False)
        for part in (self.weight, self.missing, self._weight_words):
            part.clear()
        _empty(self._parcels)
        _empty(self._papers)

    def show_order(self, facts: PackFacts) -> None:
        self.setEnabled(True)
        _empty(self._parcels)
        for parcel in facts.parcels:
            box_words = tr(
                "{position}  Box {box}, {items}",
                position=parcel.position,
                box=parcel.box,
                items=plural("{count} item", "{count} items", parcel.pieces),
            )
            self._parcels.addWidget(label(box_words, BASE - 2))
        _empty(self._papers)
        for key, name, ticked in facts.papers:
            box = QCheckBox(name)
            box.setFont(font(BASE - 2))
            box.setAccessibleName(name)
            box.setChecked(ticked)
            box.setEnabled(not ticked)
            box.toggled.connect(lambda _, key=key: self.paper_ticked.emit(key))
            self._papers.addWidget(box)
        self._weight_words.setText(" · ".join(part for part in (facts.weighed, facts.expected) if part))
        set_tone(self._weight_words, "wrong" if facts.weight_is_off else "quiet")
        # a way on only once the weight alone is in the way
        self.reason.setVisible(facts.weight_is_off and len(facts.missing) == 1)
        if not facts.weight_is_off:
            self.reason.clear()
        self.missing.setText(
            tr("Not yet: {missing}", missing=", ".join(facts.missing)) if facts.missing else tr("Everything is in.")
        )
        self.seal.setEnabled(not facts.missing)
        self.seal.setAccessibleDescription(self.missing.text())


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.deleteLater()
