"""A correction in words: how a stop was recorded, what was done about it since, and what the correction brings."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.road.correcting import Right
from dispatch_console.application.road.finished import RecordPhoto, RecordView
from dispatch_console.domain.orders.proof_levels import SIGNATURE, Level
from dispatch_console.domain.road import corrections, handed
from dispatch_console.domain.road.corrections import Told
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.values import Money
from dispatch_console.language import money, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.handoff.photo_strip import StripPhoto


def before(view: RecordView) -> tuple[str, ...]:
    asked = [name for name, was in ((tr("name"), view.said_name), (tr("order number"), view.said_number)) if was]
    seen = [texts.plain(view.id_kind)] if view.id_kind else []
    if view.of_age:
        seen.append(tr("18 or over"))
    signature = tr("on file") if view.has_signature else tr("on the sheet") if view.on_paper else tr("none")
    return (
        words.OUTCOMES.get(view.outcome, view.outcome),
        ", ".join(part for part in (view.recipient, texts.plain(view.relation)) if part) or tr("nobody"),
        ", ".join(asked) or tr("nothing"),
        ", ".join(seen) or tr("nothing"),
        words.clock(view.arrived_at, view.zone) if view.arrived_at else tr("not known"),
        words.clock(view.acted_at, view.zone),
        money(Money(view.collected, view.currency)) if view.collected else tr("nothing"),
        signature,
    )


def history(view: RecordView) -> tuple[tuple[str, str, str], ...]:
    rows = []
    for record in view.history:
        outcome = words.OUTCOMES.get(record.outcome, record.outcome)
        said = f"{outcome}, {words.clock(record.at, view.zone)}" + (f", {record.recipient}" if record.recipient else "")
        if record.due or record.collected:
            taken, due = (money(Money(minor, view.currency)) for minor in (record.collected, record.due))
            said += ", " + tr("{taken} of {due} taken", taken=taken, due=due)
        if record.replaced_at is not None:
            why = ": ".join(part for part in (texts.plain(record.why), record.why_words) if part)
            said += "; " + tr("corrected at {at}: {why}", at=words.clock(record.replaced_at, view.zone), why=why)
        who = tr("{by}, attempt {attempt}", by=record.recorded_by, attempt=record.attempt)
        rows.append((words.clock(record.recorded_at, view.zone), said, who))
    return tuple(rows)


def is_told(view: RecordView) -> bool:
    return any(told.state == "sending" or (told.state == "sent" and not told.reason) for told in view.told)


def told(view: RecordView) -> Told:
    pieces = handed.received(view.lines, view.turned) if handed.is_delivered(view.outcome) else 0
    at = view.acted_at.replace(second=0, microsecond=0)
    return Told(outcome=view.outcome, recipient=view.recipient, acted_at=at, pieces=pieces)


def told_of(view: RecordView, right: Right | None) -> Told:
    if right is None:
        return Told(outcome="", recipient="", acted_at=None, pieces=0)
    is_handed = handed.is_delivered(right.facts.outcome)
    pieces = handed.received(view.lines, right.facts.turned) if is_handed else 0
    recipient = right.facts.recipient.strip() if is_handed else ""
    at = right.acted_at.replace(second=0, microsecond=0)
    return Told(outcome=right.facts.outcome, recipient=recipient, acted_at=at, pieces=pieces)


def follows(view: RecordView, right: Right | None, *, tells: bool) -> tuple[tuple[str, str, str], ...]:
    """Return what a correction brings about: icon, title, text."""
    return (*_of_messages(view, right, tells=tells), *_of_goods(view, right))


def _of_messages(view: RecordView, right: Right | None, *, tells: bool) -> Iterator[tuple[str, str, str]]:
    if tells:
        says = tr("The customer was told otherwise. That cannot be taken back; it is corrected once.")
        yield "message-square-text", tr("One message puts it right"), says
    if not corrections.says_otherwise(told(view), told_of(view, right)):
        return
    if waiting := [texts.plain(entry.kind) for entry in view.told if entry.state == "waiting"]:
        says = tr("Not sent yet: {kinds}. The customer does not see it.", kinds=", ".join(waiting))
        yield "ban", tr("What waits is withdrawn"), says
    if handed.is_delivered(view.outcome):
        says = (
            tr("The page with the old signature is gone; a new message carries a new link.")
            if view.has_signature
            else tr("The page that says otherwise is gone; a new message carries a new link.")
        )
        yield "external-link", tr("The link to the proof ends"), says


def _of_goods(view: RecordView, right: Right | None) -> Iterator[tuple[str, str, str]]:
    parcels = plural("{count} parcel", "{count} parcels", len(view.parcels))
    was_handed = handed.is_delivered(view.outcome)
    if right is None:
        says = tr("The stop is ahead, and is recorded when it is done.")
        yield "truck", tr("The order is open again"), says
    elif handed.is_delivered(right.facts.outcome) and not was_handed:
        yield "package-check", tr("{parcels} with the customer", parcels=parcels), tr("No longer expected back.")
    elif was_handed and not handed.is_delivered(right.facts.outcome):
        yield "rotate-ccw", tr("{parcels} to come back", parcels=parcels), tr("The day does not close without.")
    elif was_handed:
        before, after = (sum(part.comes_back for part in turned) for turned in (view.turned, right.facts.turned))
        if after and after != before:
            items = plural("{count} item to come back", "{count} items to come back", after)
            yield "rotate-ccw", items, tr("The day does not close without.")
        elif before and not after:
            yield "package-check", tr("All items with the customer"), tr("No longer expected back.")
    if view.next_attempt:
        yield "calendar", tr("The next attempt is taken back"), tr("Its slot is free again.")
    if view.has_signature and right is not None and not right.facts.has_signature:
        says = tr("It was given for something else. The record stays open until the sheet or a new one is here.")
        yield "signature", tr("The signature does not stand any more"), says
    elif right is not None and _lacks_signature(view, right):
        says = tr("The record stays open, and its day with it, until the sheet is here or somebody vouches for it.")
        yield "signature", tr("A signature is missing then"), says
    if right is not None and right.facts.collected != view.collected:
        now = money(Money(right.facts.collected, view.currency))
        says = tr("Instead of {money}.", money=money(Money(view.collected, view.currency)))
        yield "banknote", tr("{money} to come back", money=now), says
    if view.day_closed:
        says = tr("It was closed; it has to be closed once more.")
        yield "lock-open", tr("The day is opened again"), says


def _lacks_signature(view: RecordView, right: Right) -> bool:
    """Return whether nobody signed for what the correction says, where a signature is asked for."""
    outcome = OUTCOMES.get(right.facts.outcome)
    asked = view.levels[SIGNATURE] is Level.REQUIRED
    return asked and outcome is not None and outcome.needs_recipient and not right.facts.has_signature


def photos(view: RecordView) -> tuple[StripPhoto, ...]:
    """Return the photos of a record, with when they came, or why there is none to be seen."""
    return tuple(
        StripPhoto(photo.photo_id, photo.picture, _photo_words(number, photo, view.zone))
        for number, photo in enumerate(view.photos, 1)
    )


def _photo_words(number: int, photo: RecordPhoto, zone: ZoneInfo) -> str:
    if photo.withdrawn_at is not None:
        return tr(
            "Photo {number} was withdrawn at {at} by {by}: {why}", number=number, by=photo.withdrawn_by,
            at=words.clock(photo.withdrawn_at, zone), why=photo.withdrawn_for,
        )  # fmt: skip
    if photo.picture is None:
        return tr("Photo {number} shows nothing, or cannot be read", number=number)
    return tr("Photo {number}, received {at}", number=number, at=words.clock(photo.received_at, zone))
