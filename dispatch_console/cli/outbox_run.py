"""`outbox run`: send what is due, on a machine that need have no screen."""

import argparse
import asyncio

from dispatch_console import plugins, texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing import sending
from dispatch_console.application.outgoing.sending import OutboxRun
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import tr
from dispatch_console.ports import MessageSender
from dispatch_console.settings import Settings
from dispatch_console.station.letterhead import sender_of
from dispatch_console.station.program import open_desk
from dispatch_console.store.station_lock import StationLock

PAUSE_S = 15.0


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Send with `--once` whatever is due now; else on and on, as long as no other station sends."""
    sender: MessageSender = plugins.load("senders", "email")(settings)
    house, door = sender_of(settings), settings.door_address
    with open_desk(settings) as desk:
        once = chosen.once or chosen.json
        done = asyncio.run(_once(desk, sender, house, door) if once else _on_and_on(desk, sender, house, door))
    document = {
        "sent": done.sent,
        "retried": done.retried,
        "refused": [
            {"id": message_id, "kind": kind, "order": number, "channel": sender.channel, "reason": reason}
            for message_id, kind, number, reason in done.refused
        ],
        "waiting": done.waiting,
        "blocked": done.blocked or None,
    }
    lines = [
        tr(
            "{sent} sent, {retried} to try again, {waiting} waiting",
            sent=done.sent,
            retried=done.retried,
            waiting=done.waiting,
        )
    ]
    lines += [
        (
            "  "
            + tr(
                "not sent: {kind} of order {number}: {not_sent}",
                kind=kind,
                number=number,
                not_sent=texts.not_sent(reason),
            )
        )
        for _, kind, number, reason in done.refused
    ]
    if done.blocked:
        lines.append(texts.sentence(done.blocked, {}))
    return Answer(document, tuple(lines))


async def _once(desk: Desk, sender: MessageSender, house: Sender, door: str) -> OutboxRun:
    return await sending.run_outbox(desk, sender, house=house, door=door)


async def _on_and_on(desk: Desk, sender: MessageSender, house: Sender, door: str) -> OutboxRun:
    lock = StationLock(desk.engine)
    try:
        while True:
            if lock.mine():
                await sending.run_outbox(desk, sender, house=house, door=door)
            await asyncio.sleep(PAUSE_S)
    finally:
        lock.release()
