"""A pane below another that folds down to its head, so that the other has the room."""

from PySide6.QtWidgets import QSplitter, QWidget

from dispatch_console.language import tr
from dispatch_console.ui import icons
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import say_sign, sign


class Fold:
    """`body` is what goes away; `button` belongs into the head that stays."""

    def __init__(self, splitter: QSplitter, body: QWidget, name: str, key: str) -> None:
        self._splitter, self._body, self._name = splitter, body, name
        self._sizes = splitter.sizes()
        self.button = sign(tr("Fold {name}", name=name), "chevron-down", key)
        self.button.clicked.connect(self.toggle)

    @property
    def folded(self) -> bool:
        return self._body.isHidden()

    def toggle(self) -> None:
        """Fold or open the pane, which keeps the height that it had."""
        fold = not self.folded
        if fold:
            self._sizes = self._splitter.sizes()
        self._body.setVisible(not fold)
        self._splitter.setSizes([*self._sizes[:-1], 1] if fold else self._sizes)
        self.button.setIcon(icons.icon("chevron-up" if fold else "chevron-down", tokens().tx))
        say_sign(self.button, tr("Open {name}", name=self._name) if fold else tr("Fold {name}", name=self._name))
