"""A form of options of this station, with a line below it for what else can be done there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from dispatch_console.language import mark, tr
from dispatch_console.ui.widgets.banner import Banner
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, rule, shown_plain
from dispatch_console.ui.widgets.layout import stacked

WIDEST = 420
YES_NO = (("true", mark("yes")), ("false", mark("no")))


@dataclass(frozen=True, slots=True)
class OptionLook:
    """One line of the form. `choices` are code and words; a secret is typed unseen and never shown."""

    key: str
    words: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    secret: bool = False


def translated(choices: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return choices with their words in the language that is spoken."""
    return tuple((code, tr(words)) for code, words in choices)


class OptionsPage(QWidget):
    """`saved` gives the texts that differ from those shown, by key."""

    saved = Signal(object)

    def __init__(self, title: str, hint: str, looks: Sequence[OptionLook], acts: Sequence[QPushButton] = ()) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = stacked(self)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        head.addWidget(label(title, 15, SEMIBOLD))
        head.addWidget(Elided(hint, tone="quiet"), 1)
        column.addLayout(head)
        column.addWidget(rule())
        self.said = Banner()
        column.addWidget(self.said)
        grid = QGridLayout()
        grid.setContentsMargins(20, 16, 20, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self.inputs: dict[str, QLineEdit | QComboBox] = {}
        self._looks = {look.key: look for look in looks}
        for number, look in enumerate(looks):
            control = self._input(look)
            name = label(look.words, tone="quiet")
            name.setBuddy(control)
            grid.addWidget(name, number * 2, 0)
            grid.addWidget(control, number * 2, 1)
            if look.hint:
                grid.addWidget(label(look.hint, tone="faint"), number * 2 + 1, 1)
            self.inputs[look.key] = control
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.setContentsMargins(20, 8, 20, 16)
        row.setSpacing(8)
        self.save = button(tr("Save"), "check", "Ctrl+Return", "primary")
        self.save.clicked.connect(self._save)
        row.addWidget(self.save)
        for act in acts:
            row.addWidget(act)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._shown: dict[str, str] = {}

    def _input(self, look: OptionLook) -> QLineEdit | QComboBox:
        control: QLineEdit | QComboBox
        if look.choices:
            control = QComboBox()
            for code, words in look.choices:
                control.addItem(words, code)
        else:
            control = QLineEdit()
            control.returnPressed.connect(self._save)
            if look.secret:
                control.setEchoMode(QLineEdit.EchoMode.Password)
        control.setAccessibleName(look.words)
        control.setMinimumWidth(320)
        control.setMaximumWidth(WIDEST)
        return control

    def show_options(self, texts: Mapping[str, str], fixed: Mapping[str, str]) -> None:
        """Show options.

        `fixed` are options that cannot be changed here, with the reason. A secret's text says whether it is set.
        """
        for key, control in self.inputs.items():
            text = texts.get(key, "")
            if isinstance(control, QComboBox):
                control.setCurrentIndex(max(0, control.findData(text)))
            elif self._looks[key].secret:
                control.clear()
                control.setPlaceholderText(text)
            else:
                control.setText(text)
            control.setEnabled(key not in fixed)
            control.setToolTip(shown_plain(fixed.get(key, "")))
        self._shown = self.texts()

    def words_of(self, key: str) -> str:
        return self._looks[key].words

    @property
    def touched(self) -> bool:
        """Return whether something stands here that is not saved."""
        return bool(self._shown) and self.texts() != self._shown

    def settle(self) -> None:
        """Note that what was typed is saved."""
        self._shown = self.texts()

    def texts(self) -> dict[str, str]:
        return {
            key: str(control.currentData()) if isinstance(control, QComboBox) else control.text().strip()
            for key, control in self.inputs.items()
        }

    def _save(self) -> None:
        differing = {key: text for key, text in self.texts().items() if text != self._shown.get(key)}
        self.saved.emit(differing)
