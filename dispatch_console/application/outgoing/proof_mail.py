"""Mail proofs of delivery to an address; the ledger keeps who got them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import wording
from dispatch_console.application.operations.mail_address import bad_address
from dispatch_console.application.operations.views import reads
from dispatch_console.application.outgoing.paper_mail import note_mailed
from dispatch_console.application.papers.paper_language import language_for
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import ENGLISH
from dispatch_console.ports import MessageSender, OutgoingMessage
from dispatch_console.store.entities import Order, Sheet
from dispatch_console.store.kinds import Kind


@dataclass(frozen=True, slots=True)
class ProofsOut:
    """Proofs that lie ready as files: their ledger entries, and the orders' numbers. `email` is suggested: that of the
    customer where all are of one.
    """

    sheets: tuple[int, ...]
    numbers: tuple[str, ...]
    email: str
    language: str


@reads(Kind.PAPERS, Kind.ORDERS)
def proofs_out(session: Session, paths: Sequence[Path]) -> ProofsOut:
    """Return what the ledger says of some files of proofs."""
    query = (
        select(Sheet.id, Order.id, Order.number, Order.email)
        .join(Order, Order.id == Sheet.order_id)
        .where(Sheet.kind_of == "proof", Sheet.path.in_([str(path) for path in paths]))
        .order_by(Sheet.id)
    )
    rows = session.execute(query).all()
    emails = {email for *_, email in rows if email}
    one = emails.pop() if len(emails) == 1 else ""
    languages = {language_for(session, order_id) for _, order_id, *_ in rows}
    return ProofsOut(
        sheets=tuple(sheet for sheet, *_ in rows),
        numbers=tuple(dict.fromkeys(number for _, _, number, _ in rows)),
        email=one,
        language=languages.pop() if len(languages) == 1 else ENGLISH,
    )


async def mail_proofs(desk: Desk, channel: MessageSender, sender: Sender, paths: Sequence[Path], to: str) -> None:
    """Send one message with some proofs. Errors: BadInput `papers.address`; and what the channel says."""
    if bad_address(to):
        raise BadInput("papers.address", address=to)
    out = await desk.ask(proofs_out, paths)
    subject, body = wording.rendered(
        "proofs", out.language, numbers=list(out.numbers), sender=sender.name, phone=sender.phone
    )
    await channel.send(OutgoingMessage(f"proofs-{uuid4().hex}", to, subject, body, tuple(paths)))
    await desk.do(note_mailed, list(out.sheets), to)
