"""What was said with a customer, as it was said, and where somebody writes to him."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Elided,
    button,
    key_of,
    label,
    paragraph,
    rule,
    set_tone,
    shown_plain,
    surface,
)
from dispatch_console.ui.widgets.esc_field import EscField, is_undo
from dispatch_console.ui.widgets.layout import stacked

LINES = 3
ANSWER_WIDTH = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One entry: the time, who said it, how far it got with a tone, and what was said. `side`: in, out or note."""

    at: str
    day: str
    head: str
    state: str
    tone: str
    text: str
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What is open: the customer, the order, whose it is and until when; `why`: a line on what is asked of somebody.

    `can_send_again`: a refused message, with what it would say now. `ways`: by which it can be answered, as channel and
    words, the likeliest first. `key`: what is open, so that a choice is kept while it is.
    """

    key: str
    who: str
    number: str
    due: str
    late: bool
    mine: str
    why: str
    can_send_again: str
    bubbles: tuple[Bubble, ...]
    ways: tuple[tuple[str, str], ...]


class AnswerField(QPlainTextEdit):
    """Where an answer is written. With nothing in it Ctrl+Z means the screen's own undo."""

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and is_undo(event) and not self.document().isUndoAvailable():
            event.ignore()
            return True
        return super().event(event)


class ConversationView(QWidget):
    """Emits what somebody does; knows no rule."""

    mine_wanted = Signal()
    snooze_wanted = Signal()
    done_wanted = Signal()
    call_wanted = Signal()
    again_wanted = Signal()
    template_wanted = Signal()
    # channel and text
    sent = Signal(str, str)
    # what was asked for, and the answer
    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        column.addWidget(self._head())
        column.addWidget(rule())
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._body, 1)
        column.addWidget(rule())
        column.addWidget(self._foot())
        self._asks, self._open = "", ""
        self.show_nothing("")

    def _head(self) -> QWidget:
        head = surface("panel")
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        row = QHBoxLayout()
        self._who, self._number = Elided("", "", 15, SEMIBOLD), label(tone="quiet")
        row.addWidget(self._who, 1)
        row.addWidget(self._number)
        self.mine = button(tr("Mine"), "user", "A")
        self.mine.clicked.connect(self.mine_wanted)
        self.snooze = button(tr("Put away"), "clock", "S")
        self.snooze.clicked.connect(self.snooze_wanted)
        self.done = button(tr("Done"), "check", "D")
        self.done.clicked.connect(self.done_wanted)
        self.call = button(tr("Call"), "phone", "C")
        self.call.clicked.connect(self.call_wanted)
        self._acts = (self.mine, self.snooze, self.done, self.call)
        for act in self._acts:
            row.addWidget(act)
        column.addLayout(row)
        second = QHBoxLayout()
        self._due, self._why = label(tone="quiet"), paragraph("", tone="decide")
        second.addWidget(self._due)
        second.addWidget(self._why, 1)
        column.addLayout(second)
        return head

    def _foot(self) -> QWidget:
        foot = surface("sunk")
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._again_row = QWidget()
        again = QHBoxLayout(self._again_row)
        again.setContentsMargins(0, 0, 0, 0)
        self._now_says = paragraph("", tone="quiet")
        self.again = button(tr("Send as it is now"), "send", "Return", "primary")
        self.again.clicked.connect(self.again_wanted)
        again.addWidget(self._now_says, 1)
        again.addWidget(self.again)
        column.addWidget(self._again_row)
        self._asking = QWidget()
        asked = QHBoxLayout(self._asking)
        asked.setContentsMargins(0, 0, 0, 0)
        self._ask_words, self.field = paragraph(""), EscField()
        self.field.setMinimumWidth(ANSWER_WIDTH)
        self.field.returnPressed.connect(lambda: self.answered.emit(self._asks, self.field.text().strip()))
        self.field.left.connect(self.end_asking)
        self.field.setAccessibleName(tr("Answer"))
        asked.addWidget(self._ask_words, 2)
        asked.addWidget(self.field, 1)
        column.addWidget(self._asking)
        self._asking.hide()
        self.text = AnswerField()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * LINES + 18)
        self.text.setAccessibleName(tr("Write to the customer"))
        column.addWidget(self.text)
        row = QHBoxLayout()
        self.way = QComboBox()
        self.way.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.way.setAccessibleName(tr("How it goes"))
        by = label(tr("By"), tone="quiet")
        by.setBuddy(self.way)
        row.addWidget(by)
        row.addWidget(self.way)
        template = button(tr("Text"), "file-text", "Ctrl+T")
        template.setToolTip(tr("Put there what a message of ours would say now (Ctrl+T)"))
        template.clicked.connect(self.template_wanted)
        row.addWidget(template)
        row.addStretch(1)
        self.send = button(tr("Send"), "send", "Ctrl+Return", "primary")
        self.send.clicked.connect(self._send)
        row.addWidget(self.send)
        column.addLayout(row)
        key_of(self, "R", tr("Write an answer"), self._begin_writing)
        self._writing = (self.text, self.way, template, self.send)
        leave = QShortcut(QKeySequence("Esc"), self.text)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.setFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return foot

    def _begin_writing(self) -> None:
        if self.text.isEnabled():
            self.text.setFocus()

    def _send(self) -> None:
        self.sent.emit(str(self.way.currentData() or ""), self.text.toPlainText())

    def show_nothing(self, words: str) -> None:
        """Show that nothing is open."""
        self._who.setText("")
        self._number.setText("")
        self._due.setText("")
        self._why.setText("")
        self._again_row.hide()
        self.end_asking()
        self.text.clear()
        self.text.setPlaceholderText("")
        self.way.clear()
        for part in (*self._acts, *self._writing):
            part.setEnabled(False)
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(paragraph(words, tone="faint"))
        column.addStretch(1)
        self._body.setWidget(body)

    def show_opened(self, opened: Opened) -> None:
        self._who.setText(opened.who)
        self._number.setText(opened.number)
        self._due.setText(opened.due)
        set_tone(self._due, "wrong" if opened.late else "quiet")
        self._why.setText(opened.why)
        self._again_row.setVisible(bool(opened.can_send_again))
        self._now_says.setText(opened.can_send_again)
        for act in self._acts:
            act.setEnabled(True)
        self.mine.setToolTip(shown_plain(opened.mine))
        chosen = self.way.currentData() if self._open == opened.key else opened.ways[0][0] if opened.ways else None
        self._open = opened.key
        self.way.clear()
        for channel, said in opened.ways:
            self.way.addItem(said, channel)
        if chosen in [channel for channel, _ in opened.ways]:
            self.way.setCurrentIndex(self.way.findData(chosen))
        self.text.setPlaceholderText(tr("Write to {who} (R)", who=opened.who))
        # Qt paints the one before until something else changes
        self.text.viewport().update()
        for part in self._writing:
            part.setEnabled(bool(opened.ways))
        self._fill(opened.bubbles)

    def _fill(self, bubbles: tuple[Bubble, ...]) -> None:
        body = surface("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        day = ""
        for bubble in bubbles:
            if bubble.day != day:
                day = bubble.day
                line = QHBoxLayout()
                for part, stretch in ((rule(), 1), (label(day, tone="quiet"), 0), (rule(), 1)):
                    line.addWidget(part, stretch)
                column.addLayout(line)
            column.addLayout(self._bubble(bubble))
        if not bubbles:
            column.addWidget(paragraph(tr("Nothing was said yet."), tone="faint"))
        column.addStretch(1)
        self._body.setWidget(body)
        # the newest stands at the foot; its place is known once the layout is made
        QTimer.singleShot(0, self._to_the_foot)

    def _to_the_foot(self) -> None:
        bar = self._body.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _bubble(self, bubble: Bubble) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        at = label(bubble.at, tone="quiet")
        at.setFixedWidth(46)
        at.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        row.addWidget(at)
        box = surface("said" if bubble.side == "in" else "card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(bubble.head, 12, tone="quiet"))
        head.addStretch(1)
        if bubble.state:
            head.addWidget(label(bubble.state, 12, tone=bubble.tone or "quiet"))
        inside.addLayout(head)
        if bubble.text:
            inside.addWidget(paragraph(bubble.text))
        box.setAccessibleName(", ".join(part for part in (bubble.at, bubble.head, bubble.state, bubble.text) if part))
        row.addWidget(box, 6)
        row.addStretch(1)
        return row

    def ask(self, what: str, words: str, text: str = "") -> None:
        """Ask for something in place: Enter gives it, Esc gives nothing."""
        self._asks = what
        self._ask_words.setText(words)
        set_tone(self._ask_words, "")
        self.field.setAccessibleName(words)
        self.field.setText(text)
        self._asking.show()
        self.field.setFocus()
        self.field.selectAll()

    @property
    def is_asking(self) -> bool:
        return not self._asking.isHidden()

    def say_wrong(self) -> None:
        set_tone(self._ask_words, "wrong")

    def end_asking(self) -> None:
        if self.is_asking:
            self._asking.hide()
            self.setFocus()

    def write(self, text: str) -> None:
        """Put a text into the field where somebody writes."""
        # as if it were typed: Ctrl+Z takes it back, and what is typed next stands behind it
        cursor = self.text.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.text.setTextCursor(cursor)
        self.text.setFocus()
