"""Papers by e-mail from the papers page, into a real mail server."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from dispatch_console.application.papers import ledger
from dispatch_console.console.console import Console
from dispatch_console.domain.errors import BadInput
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Sheet
from dispatch_console.ui.map.day import stop_key
from tests.builders.days import PROMISE, out_on_the_road, plan_day, ready_orders
from tests.builders.phones import delivered, paired
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.mail_server import MailBox
from tests.ui.conftest import Run, until

TO = "dock@example.com"


def with_mail(settings: Settings, port: int) -> Settings:
    return replace(settings, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)


async def draw(console: Console) -> None:
    console.window.show_tab("routes")
    QTest.keyClick(console.routes.tab, Qt.Key.Key_M)
    await until(lambda: console.routes.tab.papers.isVisible() and console.routes.tab.papers.email.isEnabled())


def test_papers_go_to_an_address_and_to_each_driver(
    desk: Desk, open_console: Callable[..., Console], settings: Settings, run: Run, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    console = open_console(desk, with_mail(settings, port))
    page = console.routes.tab.papers

    async def send() -> None:
        await draw(console)
        QTest.keyClick(page, Qt.Key.Key_E)
        await until(page.mail.address.hasFocus)
        assert not page.mail.each.isEnabled(), "no driver has an address yet"
        QTest.keyClicks(page.mail.address, "dock")
        QTest.keyClick(page.mail.address, Qt.Key.Key_Return)
        await until(lambda: "dock is not an e-mail address" in page.said.accessibleName())
        assert page.mail.address.text() == "dock", "what was typed stays"
        QTest.keyClicks(page.mail.address, "@example.com")
        QTest.keyClick(page.mail.address, Qt.Key.Key_Return)
        await until(lambda: page.said.accessibleName().startswith(f"3 papers went to {TO}"))
        assert all(re.search(rf", mailed \d\d:\d\d to {TO}$", card.under) for card in page.papers.cards)
        (driver,) = desk.ask_now(records.drivers)
        desk.do_now(records.keep_driver, driver.id, {**driver.fields, "email": "sami@example.com"})
        await until(page.mail.each.isEnabled)
        page.mail.each.click()
        await until(lambda: page.said.accessibleName().startswith("1 driver mailed."))

    run(send())
    first, second = box.mails
    assert (first["To"], second["To"]) == (TO, "sami@example.com")
    assert (
        " ".join(first["Subject"].split()) == "E 13:00 on Monday 23 November 2026: manifest, load list and call sheet"
    )
    names = [part.get_filename() for part in first.walk() if part.get_filename()]
    assert [str(name).split("-")[0] for name in names] == ["manifest", "load", "call"]
    drawn = [part.get_payload(decode=True) for part in second.walk() if part.get_filename()]
    assert all(isinstance(pdf, bytes) and pdf.startswith(b"%PDF") for pdf in drawn)
    sheets = desk.ask_now(lambda session: [sheet.mailed_to for sheet in session.scalars(select(Sheet))])
    assert sheets == ["sami@example.com"] * 3


def test_without_a_mail_server_the_page_says_what_to_do(
    desk: Desk, open_console: Callable[..., Console], run: Run
) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    console = open_console(desk)
    page = console.routes.tab.papers

    async def fail() -> None:
        await draw(console)
        QTest.keyClick(page, Qt.Key.Key_E)
        page.mail.address.setText(TO)
        page.mail.all.click()
        await until(lambda: "No mail server is set up" in page.said.accessibleName())

    run(fail())


def test_papers_that_are_gone_or_no_longer_true_are_not_mailed(
    desk: Desk, open_console: Callable[..., Console], settings: Settings, run: Run, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    console = open_console(desk, with_mail(settings, port))
    page = console.routes.tab.papers

    async def fail() -> None:
        await draw(console)
        QTest.keyClick(page, Qt.Key.Key_E)
        page.mail.address.setText(TO)
        file = page.paths[2]
        kept = file.read_bytes()
        file.unlink()
        page.mail.all.click()
        await until(lambda: "not in the folder any more: call-sheet" in page.said.accessibleName())
        file.write_bytes(kept)
        (key,) = set(desk.ask_now(lambda session: [sheet.departure for sheet in session.scalars(select(Sheet))]))
        desk.do_now(ledger.make_stale, key, "moved")
        page.mail.all.click()
        await until(lambda: "no longer true. M draws them anew" in page.said.accessibleName())
        await until(lambda: all("no longer true" in card.under for card in page.papers.cards))

    run(fail())
    assert not box.mails
    assert not any(desk.ask_now(lambda session: [sheet.mailed_to for sheet in session.scalars(select(Sheet))]))


def test_a_driver_with_an_address_that_is_none_is_refused(desk: Desk) -> None:
    texts = {"name": "Tuuli Koski", "letter": "F", "phone": "", "skills": "", "email": "tuuli at home"}
    with pytest.raises(BadInput, match=r"papers\.address"):
        desk.do_now(records.keep_driver, None, texts)


def test_a_proof_is_mailed_to_the_customer_in_his_language(
    desk: Desk, clock: Clock, open_console: Callable[..., Console], settings: Settings, run: Run,
    mail: tuple[MailBox, int],
) -> None:  # fmt: skip
    box, port = mail
    clock.now = PROMISE.start
    phone = paired(desk, out_on_the_road(desk, ("1002", "1004")))
    phone.act("handoff", get(desk, "1002").id, **delivered())
    assert phone.hand_in() == ["done"]
    clock.forward(timedelta(minutes=5))
    console = open_console(desk, with_mail(settings, port))
    tab = console.tracking.tab
    console.window.show_tab("tracking")

    async def send() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        QTest.keyClick(tab.board, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: "Choose a stop that is done" in tab.said.accessibleName())
        assert console.tracking.chosen.board is not None
        stop = next(one for one in console.tracking.chosen.board.stops if get(desk, "1002").id in one.order_ids)
        await console.tracking.select(stop_key(stop))
        await until(tab.board.stop.proof.isEnabled)
        QTest.keyClick(tab.board, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
        await until(tab.mail_card.isVisible)
        assert tab.mail_card.address.text() == get(desk, "1002").email
        tab.mail_card.address.setText("anna@example.com")
        tab.mail_card.agree.click()
        await until(lambda: "The proof went to anna@example.com" in tab.said.accessibleName())

    run(send())
    (sent,) = box.mails
    assert sent["To"] == "anna@example.com" and "#1002" in str(sent["Subject"])
    assert [part.get_content_type() for part in sent.walk() if part.get_filename()] == ["application/pdf"]
    entry = desk.ask_now(lambda session: session.scalars(select(Sheet).where(Sheet.kind_of == "proof")).one())
    assert entry.mailed_to == "anna@example.com"
