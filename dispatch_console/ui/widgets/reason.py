"""A field that asks for a reason before something is done."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit

from dispatch_console.domain.orders import gates
from dispatch_console.language import tr


class ReasonField(QLineEdit):
    """Hidden until a reason is asked for; keeps the keys until it holds one, or Esc."""

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._give: Callable[[str], None] = lambda _: None
        self.of_choice = False
        self.setPlaceholderText(tr("Reason, then Enter"))
        self.setAccessibleName(tr("Reason"))
        self.returnPressed.connect(self._entered)
        self.hide()
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.drop)

    def ask(self, question: str, give: Callable[[str], None], *, of_choice: bool = False) -> None:
        """Ask why, and hand what is answered to `give`. `of_choice`: of what is chosen in the list, whatever the panel
        shows of it yet.
        """
        self._give, self.of_choice = give, of_choice
        self.setAccessibleName(question)
        self.setPlaceholderText(tr("{question}, then Enter; Esc leaves it", question=question))
        self.show()
        self.setFocus()

    def drop(self) -> None:
        """Leave the field without a reason, where one was asked for."""
        if not self.isHidden():
            self.leave()

    def leave(self) -> None:
        """Leave the field: the keys mean the list again, not the button that stands next."""
        self.clear()
        self.hide()
        self.ended.emit()

    def _entered(self) -> None:
        reason = self.text().strip()
        if gates.is_reason(reason):
            self._give(reason)
            return
        QApplication.beep()
        self.setPlaceholderText(
            tr("A reason of at least {letters} letters, then Enter; Esc leaves it", letters=gates.LEAST_LETTERS)
        )
        self.setFocus()
