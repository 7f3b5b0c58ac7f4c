"""Collect the facts on a proof of delivery."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.papers.order_words import day_words, window_words
from dispatch_console.application.papers.proof_photos import photos_of_attempt
from dispatch_console.application.routes.accepted import turned_of
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.papers.facts import ProofFacts, Sender
from dispatch_console.domain.road.handed import KEPT_REFUND
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import SHEET
from dispatch_console.domain.values import Money
from dispatch_console.language import day_month, listed, money, tr, weekday
from dispatch_console.store.entities import (
    CloseWaiver,
    Handoff,
    JournalEntry,
    Operation,
    Order,
    PhonePhoto,
    Stop,
)

HISTORY_LIMIT = 60


def proof_facts(
    session: Session, order_id: int, sender: Sender, document: int, milestone: Callable[[str], str], now: datetime
) -> ProofFacts:
    """Return the proof of an order's last handoff. `milestone` gives the words of an operation, empty for those left
    out.

    Errors: Refused `proof.none`.
    """
    order = session.get_one(Order, order_id)
    standing = select(Handoff).where(Handoff.order_id == order_id, Handoff.replaced_at.is_(None))
    record = session.scalar(standing.order_by(Handoff.attempt.desc()).limit(1))
    if record is None:
        raise Refused("proof.none", number=order.number)
    zone = depot.zone_of(session)
    acted = record.acted_at.astimezone(zone)
    stop = session.get(Stop, record.stop_id) if record.stop_id else None
    # a promise is kept by who is at the door in time, however long the handing over takes
    arrived_at = record.arrived_at or (stop.arrived_at if stop is not None else None)
    began = min(arrived_at, record.acted_at) if arrived_at is not None else record.acted_at
    outcome = OUTCOMES[record.outcome_code]
    handed = outcome.action in ("deliver", "pick_up")
    words = texts.OUTCOMES[outcome.code].capitalize()
    photos = session.scalars(photos_of_attempt(session, order_id, record.attempt)).all()
    rows = [
        (tr("Time"), f"{acted:%H:%M}, {texts.plain(record.reported_through)}"),
        (tr("Promised"), _promised(record, order, began, zone)),
        (
            tr("Address"),
            ", ".join(part for part in (order.address.line1, order.address.line2, order.address.city) if part),
        ),
        (tr("Parcels"), ", ".join(parcel.code.spaced for parcel in order.parcels) or tr("none")),
    ]
    if handed:
        rows.insert(
            2,
            (
                tr("Received by"),
                ", ".join(part for part in (record.recipient, texts.plain(record.relation)) if part)
                or tr("nobody in person"),
            ),
        )
        if identity := _identity(record, order):
            rows.insert(3, (tr("Identity"), identity))
        rows += _items(record)
    rows.append((tr("To collect"), _money(record, order)))
    driver = ", ".join(part for part in (record.driver, record.vehicle, record.route_name) if part)
    rows.append((tr("Driver") if record.stop_id else tr("Recorded by"), driver))
    if record.note:
        rows.append((tr("Note"), record.note))
    if record.replaces_id is not None:
        rows.append((tr("Corrected"), _corrected(session, record, order, zone)))
    return ProofFacts(
        sender=sender,
        document=document,
        order=order.number,
        title=tr(
            "{words}, {weekday} {day} at {acted}",
            words=words,
            weekday=weekday(acted),
            day=day_words(record.acted_at, zone),
            acted=f"{acted:%H:%M}",
        ),
        delivered=handed,
        rows=tuple(rows),
        signature=record.signature,
        signed=f"{record.recipient}, {acted:%H:%M}" if record.signature else "",
        place=(order.address.lat, order.address.lon)
        if order.address.lat is not None and order.address.lon is not None
        else None,
        missing=tuple(_missing(session, record, order, photos)),
        phone=(record.place["lat"], record.place["lon"], record.place["accuracy"]) if record.place else None,
        photos=tuple(photo.picture for photo in photos if photo.picture is not None),
        zone=zone.key,
        history=_history(session, order_id, zone, milestone),
        printed=f"{day_words(now, zone)} {now.astimezone(zone):%H:%M}",
    )


def _missing(session: Session, record: Handoff, order: Order, photos: Sequence[PhonePhoto]) -> list[str]:
    missing = []
    if not photos:
        missing.append(tr("No photo."))
    withdrawn = [photo for photo in photos if photo.withdrawn_at is not None]
    missing += [
        tr("A photo was withdrawn by {by}: {why}.", by=photo.withdrawn_by, why=photo.withdrawn_for)
        for photo in withdrawn
    ]
    if any(photo.picture is None and photo.withdrawn_at is None for photo in photos):
        missing.append(tr("A photo that shows nothing, or cannot be read."))
    if not record.place:
        missing.append(tr("No position of the phone."))
    if OUTCOMES[record.outcome_code].needs_recipient and record.signature is None:
        # what was signed on a phone is never on a sheet; a corrected record was signed for something else
        on_paper = record.on_paper or (record.replaces_id is None and record.reported_through in ("sheet", "phone"))
        missing.insert(
            0,
            tr("No signature on file; see the signed manifest.")
            if on_paper
            else tr("No signature under this record: it was corrected afterwards.")
            if record.replaces_id is not None
            else tr("No signature."),
        )
    if record.collected < record.due and "cash" in record.open_proofs:
        unpaid = money(Money(record.due - record.collected, order.currency or ""))
        missing.append(tr("Not paid: {unpaid}.", unpaid=unpaid))
    if still := [texts.plain(code) for code in record.open_proofs if code not in ("signature", "cash")]:
        missing.append(tr("Not yet there: {proofs}.", proofs=listed(still)))
    missing += _let_pass(session, record)
    if lacking := [texts.plain(code) for code in record.lacking]:
        missing.append(tr("Asked for and not there: {proofs}.", proofs=listed(lacking)))
    return [*missing, tr("Numbers of identity papers are never stored.")]


def _let_pass(session: Session, record: Handoff) -> list[str]:
    """Return what was open of a record when its day was closed, who let it pass, and why."""
    waivers = select(CloseWaiver).where(CloseWaiver.key.startswith(f"proof:{record.id}:")).order_by(CloseWaiver.id)
    return [
        tr(
            "Let pass by {by}: {proof}, {reason}.",
            by=waiver.waived_by,
            proof=texts.plain(waiver.key.rpartition(":")[2]),
            reason=waiver.reason,
        )
        for waiver in session.scalars(waivers)
    ]


def _items(record: Handoff) -> Iterator[tuple[str, str]]:
    """Return the counts of accepted, refused and damaged pieces, then a row for the pieces of each line that were not
    accepted.
    """
    parts = list(zip((row.name for row in record.turned), turned_of(record), strict=True))
    said = tr(
        "{items_accepted} accepted, {items_refused} refused, {items_damaged} damaged",
        items_accepted=record.items_accepted,
        items_refused=record.items_refused,
        items_damaged=record.items_damaged,
    )
    if kept := sum(part.pieces - part.comes_back for _, part in parts):
        said += ", " + tr("{count} of them kept", count=kept)
    yield tr("Items"), said
    for name, part in parts:
        for pieces, done in part.whereabouts:
            head = tr("Kept") if done == KEPT_REFUND else tr("Not accepted")
            issue = texts.plain(part.issue)
            yield head, tr("{pieces} × {name}: {issue}, {done}", pieces=pieces, name=name, issue=issue,
                           done=texts.plain(done))  # fmt: skip


def _corrected(session: Session, record: Handoff, order: Order, zone: ZoneInfo) -> str:
    """Return who corrected what, and what it said before; no signature stands under that."""
    before = session.get_one(Handoff, record.replaces_id)
    at = record.recorded_at.astimezone(zone)
    return tr(
        "by {by} on {day} at {at}: {why}. Before it said: {outcome}, {clock}{recipient}.",
        by=record.recorded_by,
        day=day_words(record.recorded_at, zone),
        at=f"{at:%H:%M}",
        why=": ".join(part for part in (texts.plain(before.why), before.why_words) if part),
        outcome=texts.OUTCOMES[before.outcome_code],
        clock=f"{before.acted_at.astimezone(zone):%H:%M}",
        recipient=(f", {before.recipient}" if before.recipient else "")
        + (f", {_money(before, order)}" if before.collected != record.collected else ""),
    )


def _identity(record: Handoff, order: Order) -> str:
    """Return what was asked and seen of whoever took it; empty where a sheet says nothing of it, and need not."""
    asked = [what for what, was in ((tr("name"), record.said_name), (tr("order number"), record.said_number)) if was]
    said = tr("{asked} asked", asked=listed(asked)) if asked else tr("not asked")
    if not asked and record.reported_through == SHEET:
        if not record.id_kind and not record.of_age and not _needs_identity(order):
            return ""
        # a sheet has no box for what was asked; what was seen on it stands in the note
        said = tr("as on the signed sheet")
    seen = tr("; {id_kind} seen", id_kind=texts.plain(record.id_kind)) if record.id_kind else ""
    return said + seen + (tr(", 18 or over") if record.of_age else "")


def _needs_identity(order: Order) -> bool:
    return bool({Requirement.ID_CHECK, Requirement.AGE_18} & set(order.requirements))


def _money(record: Handoff, order: Order) -> str:
    if not record.due:
        return tr("nothing")
    currency = order.currency or ""
    taken = tr(
        "{due}, taken {taken}",
        due=money(Money(record.due, currency)),
        taken=money(Money(record.collected, currency)),
    )
    return f"{taken}, {texts.plain(record.means)}" if record.means else taken


def _promised(record: Handoff, order: Order, at: datetime, zone: ZoneInfo) -> str:
    """Return what was promised for this attempt, and whether it was kept."""
    start, end = record.promise_start, record.promise_end
    if start is None or end is None:
        start, end = order.promise_start, order.promise_end
    if start is None or end is None:
        return tr("no window")
    kept = tr(", kept") if start <= at <= end else tr(", not kept")
    return window_words(start, end, zone) + (tr(", the van came before") if at < start else kept)


def _history(
    session: Session, order_id: int, zone: ZoneInfo, milestone: Callable[[str], str]
) -> tuple[tuple[str, str, str], ...]:
    query = (
        select(Operation.id, Operation.at, Operation.name, Operation.actor, Operation.station)
        .join(JournalEntry, JournalEntry.operation_id == Operation.id)
        .where(JournalEntry.order_id == order_id)
        .distinct()
        .order_by(Operation.id)
    )
    steps = [(at, milestone(name), f"{actor}, {station}") for _, at, name, actor, station in session.execute(query)]
    records = session.scalars(select(Handoff).where(Handoff.order_id == order_id).order_by(Handoff.id)).all()
    # what happened at the door stands at its own time, however late it was recorded
    steps += [_at_the_door(record, zone) for record in records]
    rows: list[tuple[str, str, str]] = []
    for at, what, who in sorted(steps, key=lambda step: step[0]):
        local = at.astimezone(zone)
        if what and (not rows or rows[-1][1:] != (what, who)):
            rows.append((f"{day_month(local)} {local:%H:%M}", what, who))
    return tuple(rows[-HISTORY_LIMIT:])


def _at_the_door(record: Handoff, zone: ZoneInfo) -> tuple[datetime, str, str]:
    """Return when a record was made true, what it says, and who says so."""
    outcome = texts.OUTCOMES[record.outcome_code]
    said = ", ".join(part for part in (outcome, record.recipient) if part)
    if record.replaces_id is not None:
        clock = f"{record.acted_at.astimezone(zone):%H:%M}"
        said = tr("corrected: {said}, {clock}", said=said, clock=clock)
        return record.recorded_at, said[:1].upper() + said[1:], record.recorded_by
    typed = record.recorded_by if record.reported_through in (SHEET, "phone") else ""
    through = texts.plain(record.reported_through)
    by = tr("{through}, noted by {who}", through=through, who=typed) if typed else through
    who = ", ".join(part for part in (record.driver, by) if part)
    return record.acted_at, said[:1].upper() + said[1:], who
