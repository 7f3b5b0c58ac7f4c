"""`message preview`: what a customer would be told, and whether it is true now."""

import argparse

from dispatch_console.application.orders import detail
from dispatch_console.application.outgoing import outbox_list
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.domain.messages.price import read_price
from dispatch_console.language import for_customers, tr
from dispatch_console.settings import Settings
from dispatch_console.station.letterhead import sender_of
from dispatch_console.station.program import open_desk
from dispatch_console.texts import not_sent


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Answer the message; nothing is sent. Errors: BadInput `message.kind`, `message.language`."""
    if chosen.kind not in set(MessageKind):
        raise BadInput("message.kind", kind=chosen.kind, known=", ".join(MessageKind))
    language = chosen.language or ""
    if language and language.partition("_")[0] not in for_customers():
        raise BadInput("field.language", value=language, known=", ".join(for_customers()))
    with open_desk(settings) as desk:
        order_id = desk.ask_now(detail.id_of, chosen.number)
        shown = desk.ask_now(
            outbox_list.preview, order_id, chosen.kind, desk.clock(), sender_of(settings), chosen.channel, language
        )
    price = read_price(settings.sms_price)
    document = {
        "subject": shown.subject,
        "text": shown.text,
        # of a mail nobody counts them
        "segments": shown.segments,
        "cost": str(price.times(shown.segments)) if price is not None and shown.segments else None,
        "would_send": not shown.reason,
        "reason": shown.reason,
    }
    verdict = tr("Not sent: {why}.", why=not_sent(shown.reason)) if shown.reason else tr("It would be sent now.")
    return Answer(document, (shown.subject, "", shown.text, verdict))
