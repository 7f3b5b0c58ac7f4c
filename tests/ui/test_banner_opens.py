"""What was written is opened from the message that says so."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dispatch_console.ui.widgets.banner import Banner


def test_a_button_opens_the_file_that_was_written(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    page = QWidget()
    qtbot.addWidget(page)
    banner = Banner()
    QVBoxLayout(page).addWidget(banner)
    page.show()
    banner.say("Written.", wrong=False, file=tmp_path / "proof.pdf")
    assert banner.open.isVisible()
    banner.open.click()
    assert opened == [tmp_path / "proof.pdf"]
    banner.say("Nothing was written.")
    assert not banner.open.isVisible()
