"""Live order systems by screen: which there are, how each is reached, what it would bring."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.language import tr
from dispatch_console.ui.settings.source_fields import SourceFields
from dispatch_console.ui.settings.source_looks import KindLook, OpenTelling, OwnField, SourceForm, Trial
from dispatch_console.ui.settings.source_tellings import SourceTellings
from dispatch_console.ui.settings.source_trial import SourceTrial
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rename, rule, surface
from dispatch_console.ui.widgets.card_list import Card, CardList
from dispatch_console.ui.widgets.layout import scrolled, stacked


class SourcesPage(QWidget):
    """N adds, Ctrl+Enter saves, T tries, F5 reads now, P pauses."""

    chosen = Signal(str)
    begun = Signal()
    saved = Signal(object)
    tried = Signal(object)
    read_wanted = Signal()
    pause_wanted = Signal()
    retire_wanted = Signal()
    retry_wanted = Signal(int)
    give_up_wanted = Signal(int, str)

    def __init__(self, kinds: Sequence[KindLook], our_fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        column.addLayout(self._head())
        column.addWidget(rule())
        self.said = Banner()
        column.addWidget(self.said)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.cards = CardList(tr("Sources"))
        self.cards.setFixedWidth(320)
        self.cards.chosen.connect(self.chosen)
        middle.addWidget(self.cards)
        middle.addWidget(rule("v"))
        self.fields, self.trial, self.tellings = SourceFields(kinds), SourceTrial(our_fields), SourceTellings()
        right = QWidget()
        below = stacked(right)
        below.addWidget(scrolled(self._middle()), 1)
        below.addWidget(rule())
        below.addWidget(self._foot())
        middle.addWidget(right, 1)
        column.addLayout(middle, 1)
        self.fields.wanted.connect(self._save)
        self.fields.changed.connect(self._mark)
        self.trial.mapped.connect(self._mark)
        self.trial.mapped.connect(lambda: self.tried.emit(self.form()))
        self.tellings.retry_wanted.connect(self.retry_wanted)
        self.tellings.give_up_wanted.connect(self.give_up_wanted)
        escape = QShortcut(QKeySequence("Esc"), right)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(lambda: self.chosen.emit(""))
        self._shown: SourceForm | None = None
        self._given: SourceForm | None = None
        self.show_form("", None)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(label(tr("Sources"), 15, SEMIBOLD))
        head.addWidget(
            Elided(tr("shops that are read by themselves, and told what became of their orders"), "quiet"), 1
        )
        self.add = button(tr("Add a source"), "plus", "N")
        self.pause = button(tr("Pause"), "octagon-pause", "P")
        self.read = button(tr("Read now"), "refresh-cw", "F5")
        self.try_out = button(tr("Try it"), "flask-conical", "T", "primary")
        for act in (self.add, self.pause, self.read, self.try_out):
            head.addWidget(act)
        self.add.clicked.connect(self.begun)
        self.pause.clicked.connect(self.pause_wanted)
        self.read.clicked.connect(self.read_wanted)
        self.try_out.clicked.connect(lambda: self.tried.emit(self.form()))
        return head

    def _middle(self) -> QWidget:
        middle = surface("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        self._title = label("", 15, SEMIBOLD)
        self._state = paragraph("", tone="quiet")
        for part in (self._title, self._state, self.fields, self.tellings, self.trial):
            column.addWidget(part)
        column.addStretch(1)
        return middle

    def _foot(self) -> QWidget:
        foot = surface("panel")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 20, 8)
        self.save = button(tr("Save"), "check", "Ctrl+Return")
        self.retire = button(tr("Take out of use"), "trash-2")
        self.save.clicked.connect(self._save)
        self.retire.clicked.connect(self.retire_wanted)
        row.addWidget(self.save)
        self._unsaved = label(tr("not saved; Esc drops what you typed"), tone="decide")
        self._unsaved.hide()
        row.addWidget(self._unsaved)
        row.addStretch(1)
        row.addWidget(self.retire)
        return foot

    def show_cards(self, cards: Sequence[Card], chosen: str) -> None:
        self.cards.show_cards(cards, chosen)

    def show_form(
        self, state: str, form: SourceForm | None, *, is_paused: bool = False, bell_at: str = "", has_bell: bool = False
    ) -> None:
        """Show how a system is reached; None for a new one. A trial stays while the system does."""
        self._title.setText(form.name if form else tr("A new source"))
        self._state.setText(state)
        self._state.setVisible(bool(state))
        rename(self.pause, tr("Go on") if is_paused else tr("Pause"))
        for act in (self.pause, self.read, self.retire):
            act.setEnabled(form is not None)
        if form is None or form != self._given:
            self.trial.clear()
            self.trial.show_own(
                [OwnField(name=name, field=ours) for name, ours in form.own_fields.items()] if form else []
            )
        self._given = form
        self.fields.fill(form, bell_at, has_bell=has_bell)
        self._shown = self.form()
        self._mark()

    def begin(self) -> None:
        self.show_form("", None)
        self.fields.name.setFocus()

    @property
    def touched(self) -> bool:
        """Return whether something stands in the form that is not saved."""
        return self._shown is not None and self.form() != self._shown

    def settle(self) -> None:
        self.fields.clear_secrets()
        self._shown = self.form()
        self._mark()

    def _mark(self) -> None:
        self._unsaved.setVisible(self.touched)

    def form(self) -> SourceForm:
        """Return what stands in the form."""
        return self.fields.form(self.trial.own_fields())

    def show_trial(self, trial: Trial) -> None:
        self.trial.show_trial(trial)

    def show_tellings(self, tellings: Sequence[OpenTelling]) -> None:
        self.tellings.show_tellings(tellings)

    def _save(self) -> None:
        self.saved.emit(self.form())
