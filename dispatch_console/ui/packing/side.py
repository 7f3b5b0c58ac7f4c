"""What belongs to the whole order beside its lines: boxes, papers, weight, label."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.language import decimal, plural, tr
from dispatch_console.ui import icons
from dispatch_console.ui.packing.facts import PackFacts, PaperFacts, ParcelFacts, WeightFacts
from dispatch_console.ui.packing.weight_bar import WeightBar
from dispatch_console.ui.theme import font, tokens
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Elided,
    button,
    key_of,
    label,
    paragraph,
    rule,
    set_tone,
    surface,
)
from dispatch_console.ui.widgets.bench_sizes import BASE
from dispatch_console.ui.widgets.esc_field import EscField
from dispatch_console.ui.widgets.layout import empty

SMALL = BASE - 3
# of boxes and papers so much is always seen
LISTS = 150


class PackingSide(QWidget):
    """Emits what is ticked, weighed and asked for; knows no rule."""

    # F3 a new box, F8 the box is full: the next one, or its weight
    box_wanted = Signal()
    box_closed = Signal()
    box_opened = Signal(int)
    next_box_wanted = Signal()
    # another kind of box for the open one
    other_box_wanted = Signal()
    paper_ticked = Signal(str)
    inspected = Signal()
    weighed = Signal(str)
    # F4: the weight of the moment, from the scale or typed
    weight_wanted = Signal()
    seal_wanted = Signal()
    part_wanted = Signal()
    # Esc in a field: back to the scans
    left = Signal()
    # a supervisor lets another weight pass, with the reason
    waived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(340)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # many boxes and papers scroll; weight, label and keys always stand there
        upper = surface("panel")
        lists = QVBoxLayout(upper)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(0)
        for part in (self._boxes(), self._kit(), self._what_follows()):
            lists.addWidget(part)
            lists.addWidget(rule())
        lists.addStretch(1)
        self._lists = QScrollArea()
        self._lists.setWidgetResizable(True)
        self._lists.setFrameShape(QFrame.Shape.NoFrame)
        self._lists.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lists.setMinimumHeight(LISTS)
        self._lists.setWidget(upper)
        column.addWidget(self._lists, 1)
        column.addWidget(rule())
        for part in (self._scale_part(), self._label()):
            column.addWidget(part)
            column.addWidget(rule())
        column.addWidget(self._foot())

    def _boxes(self) -> QWidget:
        part, column, row = _part(tr("Parcels"))
        self.new_box = button(tr("new"), key="F3")
        self.new_box.setAccessibleName(tr("New box"))
        self.new_box.clicked.connect(self.box_wanted)
        row.addWidget(self.new_box)
        self._parcels = QVBoxLayout()
        self._parcels.setSpacing(6)
        column.addLayout(self._parcels)
        self._suggested = label("", SMALL, tone="decide")
        self._suggested.setWordWrap(True)
        self._suggested.hide()
        column.addWidget(self._suggested)
        self._materials = label("", SMALL, tone="quiet")
        self._materials.setWordWrap(True)
        column.addWidget(self._materials)
        key_of(self, "Shift+F3", tr("Another kind of box"), self.other_box_wanted.emit)
        key_of(self, "Shift+F8", tr("Open the next box of the order"), self.next_box_wanted.emit)
        return part

    def _kit(self) -> QWidget:
        part, column, row = _part(tr("Papers"))
        self._shown_papers: tuple[PaperFacts, ...] = ()
        self._papers_count = label("", SMALL, tone="quiet")
        row.addWidget(self._papers_count)
        row.addWidget(label("F11", SMALL, tone="quiet"))
        self._papers = QVBoxLayout()
        self._papers.setSpacing(2)
        column.addLayout(self._papers)
        self.look = QCheckBox(tr("All items looked at, none damaged"))
        self.look.setFont(font(SMALL - 1))
        self.look.setAccessibleName(self.look.text())
        self.look.clicked.connect(self._looked)
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addStretch(1)
        row.addWidget(label("F5", SMALL, tone="quiet"))
        column.addLayout(row)
        key_of(self, "F5", tr("All items looked at"), self._look_by_key)
        key_of(self, "F11", tr("A paper without a code is in the box"), self._tick_next)
        return part

    def _what_follows(self) -> QWidget:
        self._follows, column, _ = _part(tr("What follows"))
        self._follows_words = label("", SMALL)
        self._follows_words.setWordWrap(True)
        column.addWidget(self._follows_words)
        self._follows.hide()
        return self._follows

    def _scale_part(self) -> QWidget:
        part, column, _ = _part("")
        self._weight_title = part.findChild(QLabel)
        amounts = QHBoxLayout()
        amounts.setSpacing(10)
        self._amount, self._of = label("", 28, SEMIBOLD), label("", SMALL, tone="quiet")
        amounts.addWidget(self._amount)
        amounts.addWidget(self._of, 1)
        column.addLayout(amounts)
        self.bar = WeightBar()
        column.addWidget(self.bar)
        self._weight_words = label("", SMALL, tone="quiet")
        self._weight_words.setWordWrap(True)
        column.addWidget(self._weight_words)
        self._scale = label("", SMALL)
        self._scale.hide()
        column.addWidget(self._scale)
        self.weight = EscField()
        self.weight.left.connect(self.left)
        self.weight.setProperty("kind", "scan")
        self.weight.setPlaceholderText(tr("kg, then Enter (F4)"))
        self.weight.setAccessibleName(tr("Weight in kilograms"))
        self.weight.setFont(font(20))
        self.weight.returnPressed.connect(lambda: self.weighed.emit(self.weight.text()))
        key_of(self, "F4", tr("Weigh: take it from the scale, or type it"), self.weight_wanted.emit)
        column.addWidget(self.weight)
        self.reason = EscField()
        self.reason.left.connect(self.left)
        self.reason.setPlaceholderText(tr("Supervisor: why it may go (Shift+F4)"))
        self.reason.setAccessibleName(tr("Reason for which another weight may go"))
        self.reason.setFont(font(SMALL))
        self.reason.returnPressed.connect(lambda: self.waived.emit(self.reason.text()))
        self.reason.hide()
        key_of(self, "Shift+F4", tr("Supervisor: let another weight pass"), self.reason.setFocus)
        column.addWidget(self.reason)
        return part

    def _label(self) -> QWidget:
        part, column, _ = _part(tr("Label"))
        row = QHBoxLayout()
        row.setSpacing(14)
        self._blank = QFrame()
        self._blank.setFixedSize(56, 78)
        row.addWidget(self._blank)
        words = QVBoxLayout()
        self._state = label("", BASE, SEMIBOLD)
        self.missing = label("", SMALL, tone="quiet")
        self.missing.setWordWrap(True)
        words.addWidget(self._state)
        words.addWidget(self.missing)
        words.addStretch(1)
        row.addLayout(words, 1)
        column.addLayout(row)
        # Enter in the empty scan field seals; a button that took Enter would take it from every field
        self.seal = button(tr("Seal and print (Enter)"), "package-check", kind="primary")
        key_of(self, "Ctrl+Return", tr("Seal and print"), self.seal.click)
        self.seal.clicked.connect(self.seal_wanted)
        self.seal.setProperty("scale", "large")
        column.addWidget(self.seal)
        return part

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(88)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 0, 20, 0)
        self.close_box = button(tr("Close box"), key="F8")
        self.close_box.setProperty("scale", "large")
        self.close_box.clicked.connect(self.box_closed)
        self.part_pack = button(tr("Part pack"), key="F9")
        self.part_pack.setProperty("scale", "large")
        self.part_pack.clicked.connect(self.part_wanted)
        row.addWidget(self.close_box)
        row.addStretch(1)
        row.addWidget(self.part_pack)
        return foot

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
        for part in (self.weight, self.missing, self._weight_words, self._amount, self._of, self._state):
            part.clear()
        for words in (self._papers_count, self._materials):
            words.clear()
        if self._weight_title is not None:
            self._weight_title.setText(tr("Weight"))
        self._suggested.hide()
        self._follows.hide()
        self.reason.hide()
        self.look.setChecked(False)
        self.bar.show_weight(WeightFacts())
        self._show_blank(ready=False)
        empty(self._parcels)
        empty(self._papers)

    def show_order(self, facts: PackFacts) -> None:
        self.setEnabled(True)
        empty(self._parcels)
        for parcel in facts.parcels:
            self._parcels.addWidget(self._parcel(parcel))
            if parcel.contents:
                self._parcels.addWidget(paragraph(parcel.contents, SMALL, tone="quiet"))
        self._suggested.setText(facts.suggested + (tr(" (Shift+F3)") if facts.suggested else ""))
        self._suggested.setVisible(bool(facts.suggested))
        self._materials.setText(tr("With it: {materials}", materials=facts.materials) if facts.materials else "")
        self._materials.setVisible(bool(facts.materials))
        empty(self._papers)
        self._shown_papers = facts.papers
        for paper in facts.papers:
            self._papers.addWidget(self._paper(paper))
        are_in = sum(1 for paper in facts.papers if paper.is_in)
        self._papers_count.setText(tr("{count} of {all}", count=are_in, all=len(facts.papers)))
        self.look.setChecked(facts.is_inspected)
        self.look.setEnabled(not facts.is_inspected)
        self._show_weight(facts)
        self._show_label(facts)

    def show_follows(self, words: str) -> None:
        """Show what sealing a part brings with it; nothing where all is in."""
        self._follows_words.setText(words)
        self._follows.setVisible(bool(words))

    def _parcel(self, parcel: ParcelFacts) -> QWidget:
        items = plural("{count} item", "{count} items", parcel.pieces)
        words = tr("{position}  Box {box}, {items}", position=parcel.position, box=parcel.box, items=items)
        t = tokens()
        card = QPushButton()
        edge = f"2px solid {t.acc}" if parcel.is_open else f"1px solid {t.line2}"
        card.setStyleSheet(
            f"QPushButton {{ background: {t.panel}; border: {edge}; border-radius: 3px; min-height: 44px; }}"
        )
        card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card.setAccessibleName(", ".join(part for part in (words, parcel.contents, parcel.state) if part))
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 0, 12, 0)
        picture = QLabel()
        name, colour = ("package-open", t.acc) if parcel.is_open else ("package-check", t.grn)
        picture.setPixmap(icons.pixmap(name, colour, 24, 1.5))
        row.addWidget(picture)
        row.addWidget(label(words, SMALL, SEMIBOLD if parcel.is_open else font(SMALL).weight()), 1)
        row.addWidget(label(parcel.state, SMALL, tone=parcel.tone))
        for child in card.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        card.clicked.connect(lambda: self.box_opened.emit(parcel.position))
        return card

    def _paper(self, paper: PaperFacts) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        box = QCheckBox(paper.name)
        box.setFont(font(SMALL))
        box.setAccessibleName(paper.name)
        box.setChecked(paper.is_in)
        box.setEnabled(not paper.is_in)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.toggled.connect(lambda: self.paper_ticked.emit(paper.key))
        row.addWidget(box)
        state = Elided(paper.state, "quiet", SMALL)
        state.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(state, 1)
        return line

    def _show_weight(self, facts: PackFacts) -> None:
        weight = facts.weight
        if self._weight_title is not None:
            self._weight_title.setText(weight.title)
        weighed = decimal(weight.weighed_g / 1000, 2) if weight.weighed_g else "–"
        self._amount.setText(tr("{weight} kg", weight=weighed))
        set_tone(self._amount, "wrong" if weight.is_off else "")
        expected = tr("of {weight} kg", weight=decimal(weight.expected_g / 1000, 2)) if weight.expected_g else ""
        self._of.setText(expected)
        self.bar.show_weight(weight)
        self.bar.setVisible(bool(weight.expected_g))
        self._weight_words.setText(weight.words)
        set_tone(self._weight_words, "wrong" if weight.is_off else "quiet")
        # a way on only once the weight alone is in the way
        self.reason.setVisible(weight.is_off and len(facts.missing) == 1)
        if not weight.is_off:
            self.reason.clear()

    def _show_label(self, facts: PackFacts) -> None:
        ready = not facts.missing
        self._state.setText(tr("Ready") if ready else tr("Not yet"))
        set_tone(self._state, "good" if ready else "")
        first = tr("{missing} first", missing=", ".join(facts.missing)) if facts.missing else ""
        self.missing.setText(first or tr("Enter seals it and prints the label."))
        self.seal.setEnabled(ready)
        self.seal.setAccessibleDescription(self.missing.text())
        self._show_blank(ready=ready)

    def _show_blank(self, *, ready: bool) -> None:
        t = tokens()
        edge, line = (t.grn, "solid") if ready else (t.line3, "dashed")
        self._blank.setStyleSheet(f"QFrame {{ border: 2px {line} {edge}; border-radius: 3px; background: {t.sunk}; }}")

    def _looked(self, on: bool) -> None:
        if on:
            # it is shown as ticked once it is written down
            self.look.setChecked(False)
            self.inspected.emit()

    def _tick_next(self) -> None:
        """Tick the first paper that nothing can be scanned on: gloves hit no box."""
        following = next((paper for paper in self._shown_papers if paper.by_key and not paper.is_in), None)
        if following is not None:
            self.paper_ticked.emit(following.key)

    def _look_by_key(self) -> None:
        if self.look.isEnabled():
            self.inspected.emit()


def _part(title: str) -> tuple[QWidget, QVBoxLayout, QHBoxLayout]:
    """Return a part of the panel, its column, and the row of its title."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(20, 10, 20, 12)
    column.setSpacing(6)
    row = QHBoxLayout()
    row.addWidget(label(title, BASE, SEMIBOLD))
    row.addStretch(1)
    column.addLayout(row)
    return part, column, row
