"""The right pane of the board: one stop, what is known of it, ways out of a miss, and the next act."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.tracking.views import StopFacts
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rule, surface
from dispatch_console.ui.widgets.layout import stacked


class StopPanel(QWidget):
    """Number keys take a way out, S asks customer service; A records the arrival, H the handoff, P prints its proof,
    Ctrl+E corrects it, G notes what is to be known at the door, V gives the stop to another van, O says that another
    van's parcels were taken over.
    """

    way_taken = Signal(str)
    arrive_wanted = Signal()
    handoff_wanted = Signal()
    proof_wanted = Signal()
    correct_wanted = Signal()
    door_wanted = Signal()
    support_wanted = Signal()
    other_van_wanted = Signal()
    taken_over_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(320)
        column = stacked(self)
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._body, 1)
        column.addWidget(rule())
        foot = surface("sunk")
        both = QVBoxLayout(foot)
        both.setContentsMargins(12, 12, 12, 12)
        both.setSpacing(6)
        vans, aside, row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for line in (vans, aside, row):
            line.setSpacing(6)
            both.addLayout(line)
        self.arrived = button(tr("Arrived"), key="A")
        self.record = button(tr("Handoff"), "signature", "H", "primary")
        self.arrived.clicked.connect(self.arrive_wanted)
        self.record.clicked.connect(self.handoff_wanted)
        self.proof = button(tr("Proof"), key="P")
        self.proof.clicked.connect(self.proof_wanted)
        self.correct = button(tr("Correct"), key="Ctrl+E")
        self.correct.clicked.connect(self.correct_wanted)
        self.door = button(tr("Door"), "door-open", "G")
        self.door.clicked.connect(self.door_wanted)
        self.support = button(tr("Support"), "life-buoy", "S")
        self.support.clicked.connect(self.support_wanted)
        self.other_van = button(tr("Other van"), "truck", "V")
        self.other_van.clicked.connect(self.other_van_wanted)
        self.taken_over = button(tr("Taken over"), "package-check", "O")
        self.taken_over.clicked.connect(self.taken_over_wanted)
        vans.addWidget(self.other_van)
        vans.addWidget(self.taken_over)
        aside.addWidget(self.door)
        aside.addWidget(self.support)
        row.addWidget(self.arrived)
        row.addWidget(self.proof)
        row.addWidget(self.correct)
        row.addWidget(self.record, 1)
        column.addWidget(foot)
        self.ways: list[QPushButton] = []
        self._notes: list[Elided] = []
        self._shown: StopFacts | None = None
        self.show_stop(None)

    def show_stop(self, facts: StopFacts | None) -> None:
        before, self._shown = self._shown, facts
        if facts is not None and before is not None and _differ_in_notes_alone(before, facts):
            # a key that is on its way finds the button that it was pressed for
            for way, button_of, note in zip(facts.ways, self.ways, self._notes, strict=True):
                note.setText(way.blocked or way.note)
                button_of.setAccessibleName(f"{way.title}. {way.blocked or way.note}")
            return
        self._notes = []
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        self.ways = []
        self.arrived.setEnabled(facts is not None and facts.can_arrive)
        self.record.setEnabled(facts is not None and facts.can_record)
        self.proof.setEnabled(facts is not None and facts.has_record)
        self.correct.setEnabled(facts is not None and facts.has_record)
        self.door.setEnabled(facts is not None)
        # what cannot be done here takes no room
        self.support.setVisible(facts is not None and bool(facts.ways))
        self.other_van.setVisible(facts is not None and facts.can_record)
        self.taken_over.setVisible(facts is not None and facts.in_other_van)
        self.arrived.setVisible(facts is None or not facts.has_record)
        self.record.setVisible(facts is None or not facts.has_record)
        self.correct.setVisible(facts is not None and facts.has_record)
        if facts is None:
            hint = label(
                tr("Choose a stop on the board, on the map or in the list. J and K walk the exceptions."), tone="faint"
            )
            hint.setWordWrap(True)
            column.addWidget(hint)
        else:
            self._fill(column, facts)
        column.addStretch(1)
        self._body.setWidget(body)

    def _fill(self, column: QVBoxLayout, facts: StopFacts) -> None:
        head = QHBoxLayout()
        tone = "wrong" if facts.wrong else "decide" if facts.ways else ""
        head.addWidget(label(facts.title, 15, SEMIBOLD, tone))
        head.addWidget(label(facts.number, tone="quiet"))
        head.addStretch(1)
        column.addLayout(head)
        column.addSpacing(6)
        names = QHBoxLayout()
        names.addWidget(Elided(facts.customer), 1)
        names.addWidget(label(facts.phone, tone="quiet"))
        column.addLayout(names)
        column.addWidget(Elided(facts.where, "quiet"))
        column.addSpacing(6)
        for name, text in facts.rows:
            row = QHBoxLayout()
            title, value = label(name, tone="quiet"), paragraph(text)
            title.setFixedWidth(84)
            row.addWidget(title)
            row.addWidget(value, 1)
            column.addLayout(row)
        if facts.ways:
            column.addSpacing(8)
            column.addWidget(rule())
            column.addSpacing(4)
            column.addWidget(label(tr("Ways out"), 13, SEMIBOLD))
        for number, way in enumerate(facts.ways, 1):
            way_button = QPushButton()
            way_button.setProperty("kind", "figure")
            way_button.setStyleSheet("QPushButton { min-height: 46px; }")
            way_button.setAccessibleName(f"{way.title}. {way.blocked or way.note}")
            way_button.setEnabled(not way.blocked)
            way_button.setShortcut(str(number))
            way_button.clicked.connect(lambda _=False, code=way.code: self.way_taken.emit(code))
            row = QHBoxLayout(way_button)
            row.setContentsMargins(12, 4, 12, 4)
            cap = label(str(number), tone="quiet")
            cap.setStyleSheet(f"border: 1px solid {tokens().line2}; border-radius: 3px; padding: 0 5px;")
            row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(way.title, 13, SEMIBOLD, "faint" if way.blocked else ""))
            note = Elided(way.blocked or way.note, "faint" if way.blocked else "quiet")
            words.addWidget(note)
            self._notes.append(note)
            row.addLayout(words, 1)
            if way.blocked:
                sign = label()
                sign.setPixmap(icons.pixmap("ban", tokens().tx3, 16, 2.0))
                row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(way_button)
            self.ways.append(way_button)
        if facts.asks:
            column.addSpacing(4)
            column.addWidget(paragraph(facts.asks, tone="quiet"))


def _differ_in_notes_alone(before: StopFacts, after: StopFacts) -> bool:
    def bare(facts: StopFacts) -> StopFacts:
        return replace(facts, ways=tuple(replace(way, note="") for way in facts.ways))

    return bool(after.ways) and bare(before) == bare(after)
