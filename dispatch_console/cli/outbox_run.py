"""`outbox run`: send what is due."""

import argparse
import asyncio

from dispatch_console import plugins
from dispatch_console.application import messages
from dispatch_console.cli.answer import Answer
from dispatch_console.ports import MessageSender
from dispatch_console.program import open_desk
from dispatch_console.settings import Settings

PAUSE_S = 15.0


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    sender: MessageSender = plugins.load("senders", "email")(settings)

    async def send() -> messages.OutboxRun:
        total = await messages.run_outbox(desk, sender)
        while not chosen.once and not chosen.json:
            await asyncio.sleep(PAUSE_S)
            total = await messages.run_outbox(desk, sender)
        return total

    with open_desk(settings) as desk:
        done = asyncio.run(send())
    document = {
        "sent": done.sent,
        "retried": done.retried,
        "refused": [
            {"id": message_id, "kind": kind, "order": number, "reason": reason}
            for message_id, kind, number, reason in done.refused
        ],
        "waiting": done.waiting,
    }
    return Answer(document, (f"{done.sent} sent, {done.retried} to try again, {done.waiting} waiting",))
