"""Ten thousand due SMS through an SMS centre, receipts out of order, every seventh undelivered, a worker killed."""

import asyncio
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from dispatch_console.adapters.senders.sms_smpp import SmsSmppSender
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import ways, writing
from dispatch_console.application.messages.wording import Letterhead
from dispatch_console.application.outgoing.post import Post
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.settings import Settings
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Actor, Transaction
from tests.benchmarks.results import Result, reading
from tests.key_store import Memory
from tests.sms_centre import ACCOUNT, PASSWORD, Centre, receipt, sms_centre

DUE, WORKERS, SEVENTH, KILL_AFTER_S = 10_000, 4, 7, 20.0
FIRST, BEHIND = 700_000, 40


def smpp_outbox(desk: Desk) -> list[Result]:
    """Send everything; return how long it took, how many were lost or came twice, and how many nobody knows of."""
    desk.do_now(importing.take_reading, reading(DUE, FIRST), "sms")
    desk.do_now(ways.keep_message_ways, {"delivered": ("sms",)})

    def write(tx: Transaction) -> None:
        query = select(Order).where(Order.number >= f"SO-{FIRST}").order_by(Order.id)
        for number, order in enumerate(tx.session.scalars(query)):
            order.phone = f"+35840{number + 1_000_000:07d}"
            for axis, action in (("verification", "verify"), ("packing", "start"), ("packing", "close"),
                                 ("dispatch", "finish"), ("outcome", "pick_up")):  # fmt: skip
                order.take(axis, action, tx.now)
            writing.plan_confirmation(tx, order)

    desk.do_now(write)
    url = desk.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    with sms_centre() as centre:
        centre.before_answer = _out_of_order(centre)
        begun = time.perf_counter()
        first = context.Process(target=work, args=(url, centre.port))
        first.start()
        time.sleep(KILL_AFTER_S)
        os.kill(first.pid or 0, signal.SIGKILL)
        first.join()
        # what it had in hand is free again once its claim is over; then one works to the end
        time.sleep(6)
        second = context.Process(target=work, args=(url, centre.port))
        second.start()
        second.join()
        took = time.perf_counter() - begun
        got = Counter(part.destination for part in centre.taken)
    states = _counted(desk, Message.state)
    told = _counted(desk, Message.receipt)
    reasons = _counted(desk, Message.reason)
    unsure = reasons.get("sms.unsure", 0)
    lost = DUE - len(got) - unsure
    note = f"{WORKERS} at once on one line, the process killed after {KILL_AFTER_S:.0f} s; {states}, {told}, {reasons}"
    return [
        Result("smpp_outbox", round(took, 1), "s", note),
        Result("smpp_outbox lost", max(0, lost), "SMS", note),
        Result("smpp_outbox twice", sum(count > 1 for count in got.values()), "SMS", note),
        Result("smpp_outbox in doubt", unsure, "SMS", "the killed process had them in hand: a person decides"),
    ]


def _counted(desk: Desk, column: InstrumentedAttribute[str]) -> dict[str, int]:
    query = select(column, func.count()).where(Message.channel == "sms", Message.kind_of == "delivered")
    return dict(desk.ask_now(lambda session: session.execute(query.group_by(column)).all()))


def _out_of_order(centre: Centre) -> Callable[[int], list[bytes]]:
    """Tell receipts in no order, some before their part was answered, every seventh as undelivered."""
    dice = random.Random(3)
    held: list[int] = []

    def before(number: int) -> list[bytes]:
        held.append(number)
        if len(held) < BEHIND and number < DUE:
            return []
        dice.shuffle(held)
        told, held[:] = held[: BEHIND // 2] if number < DUE else list(held), held[BEHIND // 2 :] if number < DUE else []
        return [
            receipt(
                f"+{centre.taken[one - 1].destination}",
                f"{one:X}" if one % 2 else str(one),
                "UNDELIV" if one % SEVENTH == 0 else "DELIVRD",
            )
            for one in told
        ]

    return before


def work(url: str, port: int) -> None:
    """Send until nothing is due."""
    keyring.set_keyring(Memory())
    keyring.set_password("dispatch-console", "sms_password", PASSWORD)
    noon = datetime.now(UTC).replace(hour=10, minute=0) + timedelta(days=1)
    desk = Desk(connect(url), Actor("Ana Ruiz", "dispatcher", "Station"), lambda: noon)
    settings = Settings(
        data_dir=Path("unused"), sms_address=f"smpp://127.0.0.1:{port}", sms_account=ACCOUNT, sms_from="+358401110000"
    )

    async def send() -> None:
        sender = SmsSmppSender(settings)
        post = Post([sender], [sender], Letterhead(Sender("", "", "")), WORKERS)
        await post.send_due(desk)
        await asyncio.sleep(3)
        await post.close()

    asyncio.run(send())
    desk.close()
