"""Each message goes once, whoever sends, and only while it is true."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from dispatch_console.adapters.senders.smtp import SmtpSender
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import backlog
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.orders import verifying
from dispatch_console.application.outgoing import sending
from dispatch_console.application.outgoing.post import Post
from dispatch_console.application.planning import day_board
from dispatch_console.application.site import notices
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.messages.due import REMINDER_LEAD, told_range
from dispatch_console.ports import OutgoingMessage
from dispatch_console.settings import Settings
from dispatch_console.store import outbox
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Customer, Message
from dispatch_console.store.station_lock import StationLock, somebody_sends
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.days import PROMISE, load_all, out_on_the_road, plan_day, ready_orders
from tests.builders.fleet import DAY
from tests.builders.mails import DELIVERED, body, smtp, states, thank
from tests.builders.sample_orders import get, import_sample
from tests.conftest import Clock
from tests.mail_server import MailBox, free_port

# long beside one mail, so that a busy machine loses no claim; short beside all of a worker's mails
LEASE = timedelta(seconds=6)
# of a worker that is known to be dead every claim has ended
ENDED = timedelta(0)
# the clock of the customers of the sample
VADUZ = ZoneInfo("Europe/Vaduz")


def one(desk: Desk) -> Message:
    return desk.ask_now(lambda session: session.scalars(select(Message)).one())


def test_two_workers_on_a_server_slower_than_a_claim_send_each_mail_once(
    desk: Desk, make_desk: Callable[[Actor], Desk], settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    box.takes_s = 0.8
    mails = 2 * DELIVERED
    thank(desk, mails)
    other = make_desk(Actor("Petri", "dispatcher", "Station 3"))
    # all that one of them has to send takes longer than a claim lasts
    assert box.takes_s * mails / 2 > LEASE.total_seconds()

    async def both() -> tuple[sending.OutboxRun, ...]:
        return tuple(
            await asyncio.gather(*(sending.run_outbox(one, smtp(settings, port), lasts=LEASE) for one in (desk, other)))
        )

    runs = asyncio.run(both())
    assert sum(run.sent for run in runs) == mails and all(run.sent for run in runs)
    assert box.per_recipient == {f"c{number}@example.com": 1 for number in range(mails)}
    assert states(desk) == {"sent": mails}


def _send_and_die(url: str, folder: Path, port: int) -> None:
    desk = Desk(connect(url), Actor("A", "dispatcher", "1"), lambda: datetime(2026, 11, 23, 8, 42, tzinfo=UTC))
    asyncio.run(sending.run_outbox(desk, smtp(Settings(data_dir=folder), port)))


def test_what_a_killed_worker_had_in_hand_is_sent_by_another_and_nothing_twice(
    desk: Desk, database_url: str, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail

    def answers(_recipient: str) -> None:
        # the second mail is still in hand when the worker is killed, however busy the machine is
        box.takes_s = 600.0 if len(box.offered) == 2 else 0.0

    box.answers = answers
    thank(desk, 3)
    process = multiprocessing.get_context("spawn").Process(
        target=_send_and_die, args=(database_url, settings.data_dir, port)
    )
    process.start()
    deadline = time.monotonic() + 60
    while len(box.offered) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    in_hand = box.offered[1]
    assert states(desk)["sending"] == 1
    first = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    second = asyncio.run(sending.run_outbox(desk, smtp(settings, port), lasts=ENDED))
    assert (first.sent, second.sent) == (1, 1) and states(desk) == {"sent": 3}
    # what the server may have taken when the worker died is sent again under the same name, all else once
    again = [str(mail["Message-ID"]) for mail in box.mails if mail["To"] == in_hand]
    assert len(set(again)) == 1
    assert all(count == 1 for to, count in box.per_recipient.items() if to != in_hand)


def test_a_station_whose_clock_is_ahead_takes_nothing_from_another(
    desk: Desk, database_url: str, settings: Settings, mail: tuple[MailBox, int], clock: Clock
) -> None:
    box, port = mail
    thank(desk, 1)
    assert desk.do_now(sending.take_next) is not None
    ahead = Desk(connect(database_url), Actor("B", "dispatcher", "2"), lambda: clock.now + timedelta(minutes=6))
    assert asyncio.run(sending.run_outbox(ahead, smtp(settings, port))).sent == 0
    ahead.close()
    assert box.mails == []


def test_a_worker_that_lost_its_claim_settles_nothing(desk: Desk) -> None:
    thank(desk, 1)
    first = desk.do_now(sending.take_next)
    second = desk.do_now(sending.take_next, timedelta(0))
    assert first is not None and second is not None and first.message_id == second.message_id
    assert desk.do_now(sending.settle, first, "slow") is False
    assert one(desk).state == "sending"
    assert desk.do_now(sending.put_back, first, "smtp.later", final=True) is True
    assert one(desk).state == "sending"
    assert desk.do_now(sending.settle, second, "quick") is True
    assert (one(desk).state, one(desk).provider_id) == ("sent", "quick")


def test_waiting_through_the_night_is_no_try(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    clock.now = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)  # half past nine in the evening there
    from tests.builders.fleet import set_up_fleet

    set_up_fleet(desk)
    thank(desk, 1)
    sender = smtp(settings, port)
    for _ in range(12):
        assert asyncio.run(sending.run_outbox(desk, sender)).sent == 0
        clock.forward(timedelta(minutes=47))
        if clock.now >= datetime(2026, 11, 24, 5, 0, tzinfo=UTC):
            break
    assert (one(desk).tries, one(desk).due_at) == (0, datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    clock.now = datetime(2026, 11, 24, 5, 1, tzinfo=UTC)
    box.answers = lambda _: "451 4.7.1 come back later"
    assert asyncio.run(sending.run_outbox(desk, sender)).retried == 1
    box.answers = lambda _: None
    clock.forward(timedelta(minutes=2))
    assert asyncio.run(sending.run_outbox(desk, sender)).sent == 1


def test_a_mail_server_that_is_away_costs_no_message_its_tries(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    thank(desk, 3)
    for _ in range(10):
        away = asyncio.run(sending.run_outbox(desk, smtp(settings, free_port())))
        assert (away.sent, away.refused, away.blocked, away.waiting) == (0, (), "smtp.away", 3)
        clock.forward(timedelta(minutes=3))
    assert asyncio.run(sending.run_outbox(desk, SmtpSender(settings))).blocked == "smtp.not_set_up"
    clock.forward(timedelta(minutes=3))
    assert asyncio.run(sending.run_outbox(desk, smtp(settings, port))).sent == 3
    assert len(box.mails) == 3


def test_one_address_that_is_refused_does_not_hold_up_the_others(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    thank(desk, 3)
    box.answers = lambda to: "550 5.1.1 unknown" if to == "c0@example.com" else (
        "451 later" if to == "c1@example.com" else None
    )  # fmt: skip
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    assert (run.sent, run.retried, [reason for *_, reason in run.refused]) == (1, 1, ["smtp.recipient"])
    for _ in range(sending.MAX_TRIES):
        clock.forward(timedelta(hours=2))
        run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    assert states(desk) == {"sent": 1, "refused": 2}
    unsent = desk.ask_now(backlog.unsent, datetime(2000, 1, 1, tzinfo=UTC))
    assert {(entry.number, entry.reason) for entry in unsent} == {("SO-0", "smtp.recipient"), ("SO-1", "smtp.later")}


def test_who_wants_no_messages_gets_none_and_the_desk_sees_it(
    desk: Desk, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    thank(desk, 2)

    def opt_out(tx: Transaction) -> None:
        customer = tx.session.scalars(select(Customer).where(Customer.email == "c0@example.com")).one()
        customer.opted_out = True

    desk.do_now(opt_out)
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    assert [reason for *_, reason in run.refused] == ["opted_out"] and len(box.mails) == 1
    (unsent,) = desk.ask_now(backlog.unsent, datetime(2000, 1, 1, tzinfo=UTC))
    assert (unsent.kind, unsent.customer, unsent.reason) == ("delivered", "Customer 0", "opted_out")


def test_the_reminder_says_what_the_board_says(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002", "1004", "1006"))
    # the van leaves late: every arrival is later than it was planned
    route = next(leg for leg in desk.ask_now(day_board.day_board, DAY, clock()).legs)
    clock.now = route.start_at + timedelta(minutes=25)

    def late(tx: Transaction) -> None:
        from dispatch_console.store.entities import Route

        tx.session.get_one(Route, route.route_id).departed_at = clock.now

    desk.do_now(late)
    asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    board = desk.ask_now(day_board.day_board, DAY, clock())
    told = {str(mail["Subject"]).split()[2]: body(mail) for mail in box.mails}
    assert told
    for stop in board.stops:
        if stop.numbers[0] in told:
            # by his clock; the promise ends at four, and the van was to be there before it begins
            start, end = (at.astimezone(VADUZ) for at in told_range(stop.times.eta, PROMISE.start, PROMISE.end))
            assert f"between {start:%H:%M} and {end:%H:%M}" in told[stop.numbers[0]]
            assert stop.times.eta != stop.planned_at


def test_a_reminder_of_a_late_van_waits_for_its_lead_and_is_not_sent_outside_the_promise(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    ready_orders(desk, ("1002",))
    plan_day(desk)
    load_all(desk)
    planned = one(desk).due_at
    (stop,) = desk.ask_now(day_board.day_board, DAY, clock()).stops
    assert planned == max(clock.now, stop.times.arrive_at - REMINDER_LEAD)
    # it stands in the yard long after it should have left
    clock.now = stop.times.arrive_at + timedelta(hours=3)
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    assert [reason for *_, reason in run.refused] == ["outside_promise"] and box.mails == []


def test_a_reminder_that_is_taken_too_early_waits_for_its_lead(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    ready_orders(desk, ("1002",))
    plan_day(desk)
    load_all(desk)
    (stop,) = desk.ask_now(day_board.day_board, DAY, clock()).stops
    clock.now = stop.times.arrive_at - timedelta(hours=3)

    def early(tx: Transaction) -> None:
        tx.session.scalars(select(Message)).one().due_at = clock.now

    desk.do_now(early)
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    assert (run.sent, run.refused, box.mails) == (0, (), [])
    assert one(desk).due_at == stop.times.arrive_at - REMINDER_LEAD


def test_a_van_that_waits_long_at_a_door_is_announced_for_when_it_may_ring(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    out_on_the_road(desk, ("1002",))

    def early(tx: Transaction) -> None:
        from dispatch_console.store.entities import Stop

        stop = tx.session.scalars(select(Stop)).one()
        assert stop.window_start is not None
        stop.route.start_at = stop.route.departed_at = stop.window_start - timedelta(hours=1, minutes=30)
        stop.driving_s = 600

    desk.do_now(early)
    clock.now = desk.ask_now(lambda session: session.scalars(select(Message)).one().due_at)
    clock.now = max(clock.now, get(desk, "1002").promise_start or clock.now) - timedelta(minutes=85)
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    assert (run.sent, run.refused) == (1, ())
    assert "between 13:00 and 13:30" in body(box.mails[0])


def test_one_station_of_a_database_sends(desk: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    other = make_desk(Actor("Petri", "dispatcher", "Station 3"))
    first, second = StationLock(desk.engine), StationLock(other.engine)
    assert not desk.ask_now(somebody_sends)
    assert first.mine() and first.mine() and not second.mine()
    assert desk.ask_now(somebody_sends)
    first.release()
    assert second.mine() and not first.mine()
    second.release()
    assert not desk.ask_now(somebody_sends)


class _Slow:
    channel: ClassVar[str] = "email"

    async def send(self, message: OutgoingMessage) -> str:
        await asyncio.sleep(60)
        return message.key


def test_a_send_that_hangs_is_given_up_before_its_claim_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outbox.CLAIM_LASTS.total_seconds() > sending.SEND_WITHIN_S * 2
    monkeypatch.setattr(sending, "SEND_WITHIN_S", 0.2)
    thank(desk, 1)
    run = asyncio.run(sending.run_outbox(desk, _Slow()))
    assert (run.sent, run.retried, run.blocked) == (0, 1, "smtp.away")


@pytest.mark.parametrize(
    ("answer", "raised", "code"),
    (
        ("550 no such user", BadInput, "smtp.recipient"),
        ("451 greylisted", Unavailable, "smtp.later"),
        ("421 closing", Unavailable, "smtp.away"),
    ),
)
def test_each_answer_of_a_server_is_told_apart(
    settings: Settings, mail: tuple[MailBox, int], answer: str, raised: type[Exception], code: str
) -> None:
    box, port = mail
    box.answers = lambda _: answer
    with pytest.raises(raised, match=code.replace(".", r"\.")):
        asyncio.run(smtp(settings, port).send(OutgoingMessage("k", "a@example.com", "s", "b")))


def test_a_customer_is_told_that_his_order_is_held_only_where_the_site_does_so(
    desk: Desk, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    import_sample(desk)
    quiet, told, freed = (get(desk, number).id for number in ("1002", "1004", "1006"))
    desk.do_now(verifying.hold, quiet, "card not covered")
    desk.do_now(notices.keep_notices, ["on_hold", "delivered"])
    # only what the office decides is set here
    assert desk.ask_now(notices.told_kinds) == {"on_hold"}
    desk.do_now(verifying.hold, told, "card not covered")
    desk.do_now(verifying.reject, told, "card not covered")
    desk.do_now(verifying.release, told)
    desk.do_now(verifying.hold, told, "card not covered")
    desk.do_now(verifying.hold, freed, "a mistake of mine")
    desk.do_now(verifying.release, freed)
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    assert (run.sent, [reason for *_, reason in run.refused]) == (1, ["decided_otherwise"])
    assert list(box.per_recipient) == [get(desk, "1004").email]
    said = body(box.mails[0]).replace("#", "")
    assert "card" not in said and "keep your order 1004 back" in said
    desk.do_now(notices.keep_notices, [])
    assert desk.ask_now(notices.told_kinds) == set()


def test_several_workers_of_one_station_send_each_mail_once(
    desk: Desk, settings: Settings, mail: tuple[MailBox, int]
) -> None:
    box, port = mail
    box.takes_s = 0.3
    box.answers = lambda to: "550 no" if to.startswith("c3@") else None
    thank(desk)
    run = asyncio.run(Post([smtp(settings, port)], [], Letterhead(), workers=3).send_due(desk))
    assert (run.sent, [reason for *_, reason in run.refused], run.waiting) == (DELIVERED - 1, ["smtp.recipient"], 0)
    assert set(box.per_recipient.values()) == {1} and len(box.mails) == DELIVERED - 1
