"""The photos of a record are seen where it is corrected, and one that should not be there is withdrawn."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from dispatch_console.application.desk import Desk
from dispatch_console.application.phones import photos
from dispatch_console.console.console import Console
from dispatch_console.store.entities import Handoff, PhonePhoto
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.phones import delivered, paired
from tests.builders.sample_orders import get
from tests.builders.screens import TRACKING
from tests.conftest import Clock
from tests.door.test_driver_page import door_of_a_house, picture
from tests.ui.conftest import Run, until


def test_a_photo_is_seen_and_withdrawn_and_what_was_typed_stays(
    desk: Desk, clock: Clock, open_console: Callable[[Desk], Console], run: Run
) -> None:
    clock.now = PROMISE.start
    phone = paired(desk, out_on_the_road(desk, ("1002", "1004")))
    first = get(desk, "1002").id
    looked = photos.Looked(picture(door_of_a_house), "")
    desk.do_now(photos.take_photo, phone.holder.phone_id, "b" * 32, b"whole", looked, first)
    phone.act("handoff", first, **delivered())
    assert phone.hand_in() == ["done"]
    clock.forward(timedelta(minutes=5))
    record = desk.ask_now(lambda session: session.scalars(select(Handoff.id)).one())
    console = open_console(desk)
    page = console.tracking.tab.correct
    console.window.show_tab(TRACKING)

    async def withdraw() -> None:
        await until(lambda: console.tracking.chosen.board is not None)
        await console.tracking.rooms.open_correction(record)
        await until(lambda: len(page.photos.thumbs) == 1)
        page.why_words.setText("half typed")
        page.photos.thumbs[0].click()
        card = page.photos.card
        assert card.isVisible() and card.reason.isVisible()
        card.reason.setText("not a proof")
        card.agree.click()
        await until(lambda: not page.photos.thumbs)
        assert page.why_words.text() == "half typed"

    run(withdraw())
    row = desk.ask_now(lambda session: session.scalars(select(PhonePhoto)).one())
    assert (row.picture, row.withdrawn_by, row.withdrawn_for) == (None, desk.actor.name, "not a proof")
