"""The two sounds of a bench: right and wrong. They are heard where nobody looks at the screen."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QLoggingCategory, QUrl
from PySide6.QtWidgets import QApplication

from dispatch_console.paths import RESOURCES


@dataclass
class _Player:
    on: bool = True
    volume: int = 80
    # None once it is known that this computer plays none
    effects: dict[str, Any] | None = field(default_factory=dict)

    def play(self, name: str) -> None:
        if not self.on or not self.volume:
            return
        effect = self._effect(name)
        if effect is None:
            # a computer without its sound library can still beep, and right is silent there
            if name == "wrong":
                QApplication.beep()
            return
        effect.setVolume(self.volume / 100)
        effect.play()

    def _effect(self, name: str) -> Any:
        if self.effects is None:
            return None
        if name not in self.effects:
            # where there is no sound card it says so at length, and beeps are no fault of the console
            QLoggingCategory.setFilterRules("qt.multimedia*=false")
            try:
                # a fifth of a second and 20 MB that a station without a bench does not pay
                from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

                can_play = bool(QMediaDevices.audioOutputs())
            except ImportError:
                can_play = False
            if not can_play:
                self.effects = None
                return None
            effect = QSoundEffect(QApplication.instance())
            effect.setSource(QUrl.fromLocalFile(str(RESOURCES / "sounds" / f"{name}.wav")))
            self.effects[name] = effect
        return self.effects[name]


_PLAYER = _Player()


def set_up(*, on: bool, volume: int) -> None:
    """Set how loud they are, 0 to 100."""
    _PLAYER.on, _PLAYER.volume = on, volume


def right() -> None:
    """Sound that something was counted."""
    _PLAYER.play("right")


def wrong() -> None:
    """Sound that something was not."""
    _PLAYER.play("wrong")
