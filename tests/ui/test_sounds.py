"""Right and wrong are two sounds, and a station sets how loud they are."""

import wave
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.paths import RESOURCES
from dispatch_console.ui.widgets import sounds
from tests.builders.screens import at_the_table, enter
from tests.ui.conftest import Run, until


@pytest.mark.parametrize(("name", "least", "most"), [("right", 0.05, 0.2), ("wrong", 0.3, 0.8)])
def test_a_right_scan_is_short_and_a_wrong_one_is_not(name: str, least: float, most: float) -> None:
    with wave.open(str(RESOURCES / "sounds" / f"{name}.wav")) as file:
        assert least < file.getnframes() / file.getframerate() < most


def test_each_scan_sounds_as_it_is(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, tab = at_the_table(desk, open_console)
    heard: list[str] = []
    monkeypatch.setattr(sounds._PLAYER, "play", heard.append)

    async def scan() -> None:
        enter(tab.scan, "1002")
        await until(lambda: tab.current_line() is not None)
        enter(tab.scan, "TEE-M")
        await until(lambda: tab._count.text() == "1 of 3")
        enter(tab.scan, "no such code")
        await until(lambda: tab.is_alarmed)

    run(scan())
    assert heard == ["right", "wrong"]


def test_a_silent_station_plays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    player = sounds._Player(on=False)
    monkeypatch.setattr(player, "effects", None)
    beeps: list[str] = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append("beep"))
    player.play("wrong")
    player.on, player.volume = True, 0
    player.play("wrong")
    assert beeps == []
    # a computer without a sound library beeps at what is wrong
    player.volume = 80
    player.play("right")
    player.play("wrong")
    assert beeps == ["beep"]
