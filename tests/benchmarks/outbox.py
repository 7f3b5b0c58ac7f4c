"""Ten thousand due mails by four workers, a server that refuses every seventh, and a worker that is killed."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from dispatch_console.adapters.senders.smtp import SmtpSender
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import writing
from dispatch_console.application.outgoing import sending
from dispatch_console.settings import Settings
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Message, Order
from dispatch_console.store.transaction import Actor, Transaction
from tests.benchmarks.results import Result, reading
from tests.mail_server import mail_server

DUE, WORKERS, SEVENTH, KILL_AFTER_S = 10_000, 4, 7, 8.0
LEASE = timedelta(seconds=5)


def outbox(desk: Desk) -> list[Result]:
    """Send everything; return how long it took, and how many were lost or came twice."""
    desk.do_now(importing.take_reading, reading(DUE), "ten")

    def write(tx: Transaction) -> None:
        for order in tx.session.scalars(select(Order).order_by(Order.id)):
            order.email = f"c{order.id}@example.com"
            for axis, action in (("verification", "verify"), ("packing", "start"), ("packing", "close"),
                                 ("dispatch", "finish"), ("outcome", "pick_up")):  # fmt: skip
                order.take(axis, action, tx.now)
            writing.plan_confirmation(tx, order)

    desk.do_now(write)
    url = desk.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    with mail_server() as (box, port):
        box.answers = lambda to: "550 no" if int(to[1:].partition("@")[0]) % SEVENTH == 0 else None
        begun = time.perf_counter()
        workers = [context.Process(target=work, args=(url, port)) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        time.sleep(KILL_AFTER_S)
        os.kill(workers[0].pid or 0, signal.SIGKILL)
        for worker in workers:
            worker.join()
        # what the killed one had in hand is free again once its claim is over
        time.sleep(LEASE.total_seconds() + 1)
        work(url, port)
        took = time.perf_counter() - begun
        got: Counter[str] = box.per_recipient
    query = select(Message.state, func.count()).group_by(Message.state)
    states = dict(desk.ask_now(lambda session: session.execute(query).all()))
    twice = sum(count > 1 for count in got.values())
    lost = states.get("sent", 0) - len(got) + states.get("waiting", 0) + states.get("sending", 0)
    note = f"{WORKERS} workers, every {SEVENTH}th refused for good, one worker killed; {states}"
    return [
        Result("outbox_10k", round(took, 1), "s", note),
        Result("outbox_10k lost", lost, "mails", note),
        Result("outbox_10k twice", twice, "mails", note),
    ]


def work(url: str, port: int) -> None:
    """Send until nothing is due."""
    engine = connect(url)
    # by day: at night nobody is written to
    noon = datetime.now(UTC).replace(hour=10, minute=0) + timedelta(days=1)
    desk = Desk(engine, Actor("Ana Ruiz", "dispatcher", "Station"), lambda: noon)
    settings = Settings(data_dir=Path("unused"), smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)
    asyncio.run(sending.run_outbox(desk, SmtpSender(settings), lasts=LEASE))
    desk.close()
