"""Mail the papers of routes to one address, or to each driver his own; the ledger keeps who got what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.messages import wording
from dispatch_console.application.operations.mail_address import bad_address
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.site import depot
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import listed, tr, whole_day
from dispatch_console.ports import MessageSender, OutgoingMessage
from dispatch_console.store.entities import Route, Sheet
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOut:
    """A paper that lies ready as a file. `printed` is the time of day it was drawn; `mailed` says when and to whom it
    went last, empty where it did not. A `stale` one is no longer true."""

    sheet: int
    kind: str
    path: Path
    route: str
    day: str
    printed: str
    driver: str
    email: str
    mailed: str
    stale: bool


@reads(Kind.PAPERS, Kind.PLANS, Kind.FLEET)
def papers_out(session: Session, paths: Sequence[Path]) -> tuple[PaperOut, ...]:
    """Return the newest ledger entry of each file, in their order; files whose route is gone have none."""
    zone = depot.zone_of(session)
    names = {str(path): path for path in paths}
    query = select(Sheet, Route).join(Route, Route.id == Sheet.route_id).where(Sheet.path.in_(names)).order_by(Sheet.id)
    papers: dict[str, PaperOut] = {}
    for sheet, route in session.execute(query):
        start, driver = route.start_at.astimezone(zone), route.shift.driver
        papers[sheet.path] = PaperOut(
            sheet=sheet.id,
            kind=sheet.kind_of,
            path=names[sheet.path],
            route=route.name,
            day=whole_day(start),
            printed=f"{sheet.printed_at.astimezone(zone):%H:%M}",
            driver=driver.name,
            email=driver.email,
            mailed=tr(
                "{zone} to {mailed_to}", zone=f"{sheet.mailed_at.astimezone(zone):%H:%M}", mailed_to=sheet.mailed_to
            )
            if sheet.mailed_at
            else "",
            stale=sheet.stale_since is not None,
        )
    return tuple(papers[name] for name in names if name in papers)


async def mail(desk: Desk, channel: MessageSender, sender: Sender, papers: Sequence[PaperOut], to: str) -> None:
    """Send one message with all these papers.

    Errors: BadInput `papers.address`; Refused `papers.stale`, `papers.gone`; and what the channel says.
    """
    if bad_address(to):
        raise BadInput("papers.address", address=to)
    now = await desk.ask(papers_out, [paper.path for paper in papers])
    if any(paper.stale for paper in now) or {paper.sheet for paper in now} != {paper.sheet for paper in papers}:
        raise Refused("papers.stale")
    missing = [paper.path.name for paper in now if not paper.path.is_file()]
    if missing or not now:
        raise Refused("papers.gone", files=tuple(missing))
    await channel.send(_written(now, to, sender))
    await desk.do(note_mailed, [paper.sheet for paper in now], to)


def by_driver(papers: Sequence[PaperOut]) -> Mapping[tuple[str, str], tuple[PaperOut, ...]]:
    """Group papers by driver and his address, which may be empty."""
    of_driver: dict[tuple[str, str], tuple[PaperOut, ...]] = {}
    for paper in papers:
        key = paper.driver, paper.email
        of_driver[key] = (*of_driver.get(key, ()), paper)
    return of_driver


@operation("note_mailed", roles.DISPATCH)
def note_mailed(tx: Transaction, sheets: Sequence[int], to: str) -> None:
    for sheet in tx.session.scalars(select(Sheet).where(Sheet.id.in_(sheets))):
        sheet.mailed_to, sheet.mailed_at = to, tx.now


def _written(papers: Sequence[PaperOut], to: str, sender: Sender) -> OutgoingMessage:
    drivers = list(dict.fromkeys(paper.driver for paper in papers))
    kinds = [paper.kind for paper in papers]
    counted = [
        texts.papers(kind, kinds.count(kind)) if kinds.count(kind) > 1 else texts.paper(kind)
        for kind in dict.fromkeys(kinds)
    ]
    subject, body = wording.rendered(
        "papers",
        routes=list(dict.fromkeys(paper.route for paper in papers)),
        day=papers[0].day,
        papers=listed(counted),
        driver=drivers[0] if len(drivers) == 1 else "",
        time=max(paper.printed for paper in papers),
        sender=sender.name,
        phone=sender.phone,
    )
    return OutgoingMessage(f"papers-{uuid4().hex}", to, subject, body, tuple(paper.path for paper in papers))
