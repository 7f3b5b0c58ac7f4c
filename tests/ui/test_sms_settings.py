"""SMS are set up and tried by screen; which messages go by them, and when nobody is written to, too."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from dispatch_console.application.customers import replying
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import hours, opt_outs, ways
from dispatch_console.application.messages.ways import Way
from dispatch_console.console.console import Console
from dispatch_console.ports import IncomingText
from dispatch_console.ui.settings.options_page import OptionsPage
from tests.push_server import TOKEN, push_server
from tests.sms_gateway import ACCOUNT, PASSWORD, sms_gateway
from tests.ui.conftest import Run, until

pytestmark = pytest.mark.usefixtures("secrets_kept")
OWN = "+358401234567"


def fill(page: OptionsPage, texts: dict[str, str]) -> None:
    for key, text in texts.items():
        field = page.inputs[key]
        if isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(text))
        else:
            field.setText(text)


def test_a_gateway_is_set_up_and_tried_on_the_own_telephone(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run
) -> None:
    console = open_settings(desk)
    page, said = console.options.sms, console.window.banner

    async def work() -> None:
        with sms_gateway() as gateway:
            console.window.show_tab("settings")
            console.settings_tab.show_page("sms")
            password = page.inputs["sms_password"]
            assert isinstance(password, QLineEdit)
            await until(lambda: password.placeholderText() == "not set")
            fill(page, {"sms_address": gateway.address, "sms_account": ACCOUNT, "sms_from": "much too long a name"})
            page.save.click()
            await until(lambda: "Sender cannot be “much too long a name”" in page.said.accessibleName())
            fill(page, {"sms_from": "KOTIVARA", "sms_password": "wrong"})
            page.save.click()
            await until(lambda: page.said.accessibleName() == "Saved.")
            console.options.try_sms.click()
            await until(lambda: "does not know our account" in said.accessibleName())
            fill(page, {"sms_password": PASSWORD})
            page.save.click()
            await until(lambda: page.said.accessibleName() == "Saved.")
            console.options.try_sms.click()
            await until(lambda: "Nothing was sent" in page.said.accessibleName())
            assert gateway.posts == []
            fill(page, {"own_phone": OWN})
            page.save.click()
            await until(lambda: page.said.accessibleName() == "Saved.")
            console.options.try_sms.click()
            await until(lambda: OWN in page.said.accessibleName())
            assert gateway.per_number == {OWN: 1}

    run(work())


def test_a_push_server_is_set_up_and_tried_on_the_own_topic(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run
) -> None:
    console = open_settings(desk)
    page, said = console.options.push, console.window.banner

    async def save(texts: dict[str, str]) -> None:
        fill(page, texts)
        page.said.say("")
        page.save.click()
        await until(lambda: page.said.accessibleName() == "Saved.")

    async def work() -> None:
        with push_server() as server:
            console.window.show_tab("settings")
            console.settings_tab.show_page("push")
            token = page.inputs["push_token"]
            assert isinstance(token, QLineEdit)
            await until(lambda: token.placeholderText() == "not set")
            fill(page, {"push_server": "push.example"})
            page.save.click()
            await until(lambda: "Server cannot be “push.example”" in page.said.accessibleName())
            await save({"push_server": server.address, "own_topic": "mine"})
            console.options.try_push.click()
            await until(lambda: "does not take our access token" in said.accessibleName())
            await save({"push_token": TOKEN})
            console.options.try_push.click()
            await until(lambda: "took a trial to mine" in page.said.accessibleName())
            assert [note["topic"] for note in server.notes] == ["mine"]

    run(work())


def test_the_way_of_each_message_and_the_quiet_hours_are_chosen_by_screen(
    desk: Desk, open_settings: Callable[[Desk], Console], run: Run
) -> None:
    console = open_settings(desk)
    console.settings_tab.show_page("notices")
    page = next(one for one in console.settings_tab.findChildren(OptionsPage) if "way:reminder" in one.inputs)

    async def work() -> None:
        console.window.show_tab("settings")
        console.settings_tab.show_page("notices")
        fill(page, {"way:reminder": "sms,email", "lead": "30"})
        page.save.click()
        await until(lambda: "60" in console.window.banner.accessibleName())
        # nothing of it was kept
        assert desk.ask_now(ways.ways)["reminder"] == Way("email")
        fill(page, {"lead": "75", "quiet_until": "8"})
        page.save.click()
        await until(lambda: "8" in console.window.banner.accessibleName())
        fill(page, {"quiet_until": "8:00", "stop_words": "Ja, Halt"})
        page.save.click()
        await until(lambda: "“ja” cannot end messages" in console.window.banner.accessibleName())
        fill(page, {"stop_words": "Halt, nej tack, halt!"})
        page.save.click()
        await until(lambda: page.said.accessibleName() == "Saved.")
        assert desk.ask_now(ways.ways)["reminder"] == Way("sms", "email")
        kept = desk.ask_now(hours.hours)
        assert kept.stop_words == ("halt", "nej tack")
        halt = IncomingText("sms", "in-1", OWN, "+358401110000", "HALT!", desk.clock())
        await desk.do(replying.take_reply, halt)
        assert await desk.ask(opt_outs.standing, "sms", OWN) is not None
        assert (f"{kept.quiet_until:%H:%M}", kept.lead.total_seconds()) == ("08:00", 75 * 60)

    run(work())
