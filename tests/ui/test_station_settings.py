"""Settings › Mail and This station: kept in the file, the password in the key secrets_kept, in use at once."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QScrollArea

from dispatch_console import app as program
from dispatch_console.application.desk import Desk
from dispatch_console.console.console import Console
from dispatch_console.console.tabs import HEADS
from dispatch_console.settings import Settings, load
from dispatch_console.ui import theme
from dispatch_console.ui.settings.options_page import OptionsPage
from dispatch_console.ui.settings.tab import SettingsTab
from dispatch_console.ui.tracking.tab import DAY_END, TrackingTab
from dispatch_console.ui.window import MainWindow
from tests.conftest import Clock
from tests.key_store import Away, Memory, key_store
from tests.mail_server import MailBox, free_port
from tests.ui.conftest import Run, until


def test_mail_is_set_up_by_screen_and_tried(
    desk: Desk,
    settings: Settings,
    open_settings: Callable[[Desk], Console],
    run: Run,
    secrets_kept: Memory,
    mail: tuple[MailBox, int],
) -> None:
    console = open_settings(desk)
    page = console.options.mail
    fields = page.inputs

    def fill(texts: dict[str, str]) -> None:
        for key, text in texts.items():
            field = fields[key]
            if isinstance(field, QLineEdit):
                field.setText(text)
            else:
                field.setCurrentIndex(field.findData(text))

    def line(key: str) -> QLineEdit:
        field = fields[key]
        assert isinstance(field, QLineEdit)
        return field

    async def set_up() -> None:
        console.window.show_tab("settings")
        console.settings_tab.show_page("mail")
        await until(lambda: line("smtp_port").text() == "587")
        fill({"smtp_host": "127.0.0.1", "smtp_port": "many"})
        page.save.click()
        await until(lambda: "Port cannot be “many”" in page.said.accessibleName())
        fill({"smtp_port": "99999"})
        page.save.click()
        await until(lambda: "Port cannot be “99999”" in page.said.accessibleName())
        assert not settings.file.exists(), "all or nothing"
        fill({"smtp_port": str(free_port()), "smtp_starttls": "false", "smtp_password": "hunter2"})
        page.save.click()
        await until(lambda: page.said.accessibleName() == "Saved.")
        assert line("smtp_password").text() == ""
        assert line("smtp_password").placeholderText() == "is set"
        console.options.try_mail.click()
        await until(lambda: "cannot be reached" in console.window.banner.accessibleName())
        fill({"smtp_port": str(mail[1])})
        page.save.click()
        await until(lambda: page.said.accessibleName() == "Saved.")
        console.options.try_mail.click()
        await until(lambda: "answers" in page.said.accessibleName())

    run(set_up())
    kept = load(settings.data_dir)
    assert (kept.smtp_host, kept.smtp_port, kept.smtp_starttls) == ("127.0.0.1", mail[1], False)
    assert "hunter2" not in settings.file.read_text(encoding="utf-8")
    assert list(secrets_kept.kept.values()) == ["hunter2"]
    assert mail[0].mails == [], "trying sends nothing"


def test_without_a_key_store_nothing_is_saved_and_what_was_typed_stays(
    desk: Desk, settings: Settings, open_settings: Callable[[Desk], Console], run: Run
) -> None:
    console = open_settings(desk)
    page = console.options.mail
    account, password = page.inputs["smtp_user"], page.inputs["smtp_password"]
    assert isinstance(account, QLineEdit) and isinstance(password, QLineEdit)

    async def save() -> None:
        console.settings_tab.show_page("mail")
        await until(lambda: bool(page._shown))
        account.setText("ana")
        password.setText("hunter2")
        page.save.click()
        await until(lambda: "key store" in console.window.banner.accessibleName())
        assert not settings.file.exists()
        assert (account.text(), password.text()) == ("ana", "hunter2")
        password.clear()
        page.save.click()
        await until(lambda: page.said.accessibleName() == "Saved.")

    with key_store(Away()):
        run(save())
    assert load(settings.data_dir).smtp_user == "ana"


def test_what_the_environment_sets_cannot_be_changed_here_and_says_so(
    desk: Desk,
    open_settings: Callable[[Desk], Console],
    run: Run,
    secrets_kept: Memory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPATCH_CONSOLE_SMTP_HOST", "mail.example.com")
    console = open_settings(desk)
    field = console.options.mail.inputs["smtp_host"]

    async def look() -> None:
        console.settings_tab.show_page("mail")
        await until(lambda: not field.isEnabled())

    run(look())
    assert "DISPATCH_CONSOLE_SMTP_HOST" in field.toolTip()


def test_the_name_at_the_foot_leads_into_its_field_though_settings_were_never_opened(
    desk: Desk, open_console: Callable[[Desk], Console], run: Run
) -> None:
    console = open_console(desk)

    async def press_name() -> None:
        console.window.status.who.click()
        await until(console.options.station.inputs["operator"].hasFocus)
        assert console.window.shown == "settings" and console.settings_tab.buttons["station"].isChecked()

    run(press_name())


@pytest.mark.long
def test_colours_and_who_works_are_chosen_by_screen_and_the_window_comes_back_with_them(
    desk: Desk, settings: Settings, run: Run, clock: Clock, secrets_kept: Memory
) -> None:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    light = replace(settings, colour_scheme="light")
    theme.apply(running, "light")
    shown = [MainWindow(HEADS)]
    shown[0].show()

    async def choose() -> None:
        with ExitStack() as opened:
            living = asyncio.ensure_future(program._live(opened, running, shown, light, clock))
            first = shown[0]
            await until(lambda: bool(first.findChildren(TrackingTab)), 40)
            first.show_tab("settings")
            await until(first.findChildren(SettingsTab)[0].isEnabled)
            first.findChildren(SettingsTab)[0].show_page("station")
            page = next(made for made in first.findChildren(OptionsPage) if "colour_scheme" in made.inputs)
            await until(lambda: bool(page._shown))
            box = page.inputs["colour_scheme"]
            assert isinstance(box, QComboBox)
            box.setCurrentIndex(box.findData("dark"))
            # the name at the foot leads to where it is changed; what is done is somebody's
            first.status.who.click()
            who = page.inputs["operator"]
            assert isinstance(who, QLineEdit)
            who.setText(" ")
            page.save.click()
            await until(lambda: "Nothing was saved" in page.said.accessibleName())
            who.setText("Carla Ruiz")
            page.save.click()
            await until(lambda: shown[0] is not first)
            await until(lambda: "Carla Ruiz, supervisor" in shown[0].status.who.text())
            assert theme.tokens() == theme.DARK
            assert shown[0].isVisible() and shown[0].shown == "settings"
            # a second person is called to Close the day: the new window opens there
            second = shown[0]
            tracking = second.findChildren(TrackingTab)[0]
            second.show_tab("tracking")
            await until(lambda: bool(tracking.header._day.text()))
            tracking.day_end_wanted.emit()
            await until(lambda: tracking.pages.currentIndex() == DAY_END)
            second.status.who.click()
            await until(second.findChildren(SettingsTab)[0].isEnabled)
            page = next(made for made in second.findChildren(OptionsPage) if "colour_scheme" in made.inputs)
            who = page.inputs["operator"]
            assert isinstance(who, QLineEdit)
            who.setText("Dora Berg")
            page.save.click()
            await until(lambda: shown[0] is not second)
            third = shown[0]
            await until(lambda: third.shown == "tracking", 40)
            assert third.findChildren(TrackingTab)[0].pages.currentIndex() == DAY_END
            assert "Dora Berg works here now, as supervisor." in third.banner.accessibleName()
            third.close()
            await living

    try:
        run(choose())
    finally:
        theme.apply(running, "light")
    kept = load(settings.data_dir)
    assert (kept.colour_scheme, kept.operator) == ("dark", "Dora Berg")


@pytest.mark.parametrize(
    ("screen", "window"),
    [
        (QSize(1366, 728), QSize(1358, 688)),
        (QSize(1600, 1000), QSize(1600, 1000)),
        (QSize(3840, 2100), QSize(1600, 1000)),
        (QSize(1920, 900), QSize(1600, 860)),
        (QSize(800, 500), QSize(960, 600)),
    ],
)
def test_the_window_opens_within_the_screen(run: Run, screen: QSize, window: QSize) -> None:
    made = MainWindow(HEADS)
    made._fit(screen)
    assert made.size() == window


def test_no_form_loses_its_right_edge_on_a_small_screen(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run, secrets_kept: Memory
) -> None:
    console = open_settings(desk)
    console.window.resize(1358, 688)
    console.window.show_tab("settings")

    async def look() -> None:
        for key in console.settings_tab.buttons:
            console.settings_tab.show_page(key)
            await asyncio.sleep(0.05)
            area = console.settings_tab._pages.currentWidget()
            assert isinstance(area, QScrollArea)
            page = area.widget()
            assert page is not None and page.width() <= area.viewport().width(), key

    run(look())
