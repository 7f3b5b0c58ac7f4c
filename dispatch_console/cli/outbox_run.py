"""`outbox run`: send what is due, on a machine that need have no screen."""

import argparse
import asyncio

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing.post import Post
from dispatch_console.application.outgoing.sending import OutboxRun
from dispatch_console.cli.answer import Answer
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from dispatch_console.station.senders import post_of
from dispatch_console.store.station_lock import StationLock

PAUSE_S = 15.0


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Send with `--once` whatever is due now; else on and on, as long as no other station sends."""
    post = post_of(settings, chosen.workers)
    with open_desk(settings) as desk:
        once = chosen.once or chosen.json
        done = asyncio.run(_once(desk, post) if once else _on_and_on(desk, post))
    document = {
        "sent": done.sent,
        "retried": done.retried,
        "refused": [
            {"id": message_id, "kind": kind, "order": number, "channel": channel, "reason": reason}
            for message_id, kind, number, channel, reason in done.refused
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
        for _, kind, number, _, reason in done.refused
    ]
    if done.blocked:
        lines.append(texts.sentence(done.blocked, {}))
    return Answer(document, tuple(lines))


async def _once(desk: Desk, post: Post) -> OutboxRun:
    try:
        return await post.send_due(desk)
    finally:
        await post.close()


async def _on_and_on(desk: Desk, post: Post) -> OutboxRun:
    lock = StationLock(desk.engine)
    try:
        while True:
            if lock.mine():
                await post.send_due(desk)
            await asyncio.sleep(PAUSE_S)
    finally:
        await post.close()
        lock.release()
