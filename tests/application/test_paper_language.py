"""Slip and invoice in the language of the customer, and still true at a station that speaks another."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing, readdressing
from dispatch_console.application.intake.readdressing import Contact
from dispatch_console.application.packing import scanning, starting
from dispatch_console.domain.errors import BadInput
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.entities import Customer, Sheet
from tests.builders.papers import text
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, verify_whole


def packed(desk: Desk, **attributes: str) -> int:
    order = replace(incoming(1, quantity=2), attributes=attributes)
    desk.do_now(importing.take_reading, reading(order), "one.csv")
    verify_whole(desk, get(desk, "SO-1"))
    order_id = get(desk, "SO-1").id
    desk.do_now(starting.start, order_id)
    for _ in range(2):
        desk.do_now(scanning.scan, order_id, "MUG")
    return order_id


def slip_text(desk: Desk, settings: Settings, order_id: int, folder: Path) -> str:
    return text(printing.print_slip(desk, settings, order_id, folder).file)


@pytest.mark.parametrize(
    ("locale", "words"),
    [("de", "Lieferschein"), ("fi-FI", "Lähetyslista"), ("sv", "Följesedel"), ("ja", "Packing slip")],
)
def test_a_slip_speaks_as_its_customer_does(
    desk: Desk, settings: Settings, tmp_path: Path, locale: str, words: str
) -> None:
    order_id = packed(desk, customerLocale=locale)
    assert words in slip_text(desk, settings, order_id, tmp_path)
    sheet = desk.ask_now(lambda session: session.scalars(select(Sheet).where(Sheet.kind_of == "slip")).one())
    assert sheet.stale_since is None


def test_a_slip_in_another_language_becomes_stale_for_what_changed_alone(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    order_id = packed(desk, customerLocale="fi")
    slip_text(desk, settings, order_id, tmp_path)

    def is_stale() -> bool:
        sheets = desk.ask_now(lambda session: session.scalars(select(Sheet).where(Sheet.kind_of == "slip")).all())
        return any(sheet.stale_since is not None for sheet in sheets)

    # the flush that compares it: an order that changes without a word of the slip
    contact = Contact(phone="+358 40 765 4321", email="c1@example.com")
    desk.do_now(readdressing.correct_address, order_id, incoming(1).address, contact)
    assert not is_stale()
    desk.do_now(
        readdressing.correct_address, order_id, replace(incoming(1).address, line1="Mannerheimintie 2"), contact
    )
    assert is_stale()


def test_the_language_is_corrected_by_hand_and_no_import_takes_it_back(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    order_id = packed(desk)
    assert "Packing slip" in slip_text(desk, settings, order_id, tmp_path)
    order = get(desk, "SO-1")
    contact = Contact(phone=order.phone, email=order.email, language="sv")
    desk.do_now(readdressing.correct_address, order_id, incoming(1).address, contact)
    told = replace(incoming(2), email="c1@example.com", attributes={"lang": "de"})
    desk.do_now(importing.take_reading, reading(told), "two.csv")
    languages = desk.ask_now(lambda session: session.scalars(select(Customer.language)).all())
    assert list(languages) == ["sv"]
    assert "Följesedel" in slip_text(desk, settings, order_id, tmp_path)
    with pytest.raises(BadInput) as refused:
        desk.do_now(readdressing.correct_address, order_id, incoming(1).address, replace(contact, language="Klingon"))
    assert refused.value.code == "field.language"
