"""The head of a page that stands in the place of the map: the way back, its title, a quiet summary."""

from PySide6.QtWidgets import QHBoxLayout

from dispatch_console.language import tr
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, label, sign


class PageHead(QHBoxLayout):
    """Buttons of the page are added at its right end."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setContentsMargins(16, 8, 16, 8)
        self.setSpacing(8)
        self.back = sign(tr("Back to the map"), "arrow-left", "Esc")
        self.summary = Elided("", "quiet")
        self.addWidget(self.back)
        self.addWidget(label(title, 15, SEMIBOLD))
        self.addWidget(self.summary, 1)
