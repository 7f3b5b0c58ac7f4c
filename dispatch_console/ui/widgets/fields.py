"""Fields of a form, each with the name that a screen reader says."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit

from dispatch_console.ui.widgets.basics import label


def field(name: str, width: int = 0) -> QLineEdit:
    """Make a field for a line of text. `width`: the least it takes, in pixels."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setMinimumWidth(width)
    return made


def choice(name: str) -> QComboBox:
    """Make a list to choose from. It needs a label with `label_of` too: on Linux a list is named by its label."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumWidth(120)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made


def tick(words: str) -> QCheckBox:
    made = QCheckBox(words)
    made.setAccessibleName(words)
    return made


def label_of(control: QComboBox | QLineEdit, words: str) -> QLabel:
    """Make the quiet label of a control."""
    made = label(words, tone="quiet")
    made.setBuddy(control)
    return made
