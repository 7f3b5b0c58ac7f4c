"""Words on the screens for the codes of the domain."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.intake.quarantine import WaitingRow
from dispatch_console.application.messages.backlog import Unsent
from dispatch_console.application.operations.acts import Settled
from dispatch_console.application.papers.stale import StalePaper
from dispatch_console.domain.orders.incoming import Problem

# more than these fill the line
MOST_UNSENT = 5

STAGES = {
    "verify": "Verify",
    "pack": "Pack",
    "schedule": "Schedule",
    "route": "Route",
    "load": "Load",
    "on_the_road": "On the road",
    "reconcile": "Reconcile",
    "closed": "Closed",
    "needs_attention": "Needs attention",
}
CHECKS = {
    "products_match": "Products match the order",
    "quantities_match": "Quantities match the order",
    "customer_known": "Customer and phone",
    "address_exact": "Address is exact, pin is right",
    "instructions_read": "Special instructions read",
    "age_limit_told": "Age limit told to the customer",
    "cash_told": "Amount to pay told to the customer",
    "fragile_marked": "Fragile items marked",
}
REQUIREMENTS = {
    "id_check": "ID check",
    "age_18": "18+",
    "cash_on_delivery": "Cash on delivery",
    "signature": "Signature",
    "fragile": "Fragile",
    "two_person": "2 persons",
    "lift": "Lift",
    "cold": "Cold",
    "this_way_up": "This way up",
}
QUALITY = {"exact": "Exact", "street": "Street", "postcode": "Postcode", "by_hand": "By hand", "none": "No pin yet"}
PAPERS = {"packing_slip": "Packing slip", "lamp_warranty": "Lamp warranty card", "care_sheet": "Care sheet, wool"}

RELATIONS = {
    "customer": "The customer",
    "family": "Family",
    "colleague": "Colleague",
    "neighbour": "Neighbour",
    "reception": "Reception",
    "other": "Other",
}
ID_KINDS = {
    "driving_licence": "Driving licence",
    "identity_card": "Identity card",
    "passport": "Passport",
    "residence_permit": "Residence permit",
    "other": "Other paper",
}
PROOFS = {
    "outcome": "Outcome",
    "recipient": "Name of who took it",
    "said_name": "Said the name",
    "said_number": "Said the order number",
    "signature": "Signature",
    "id_kind": "Identity paper seen",
    "of_age": "18 or over",
    "cash": "Cash, the whole amount",
    "permission": "Permission for a safe place",
    "in_person": "Only in person: age, identity or cash",
}
OUTCOMES = texts.OUTCOMES


def clock(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%H:%M")


def when(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """`13:00` today, `Tue 08:00` within a week, else the date."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if timedelta(0) < local.date() - today < timedelta(days=7):
        return local.strftime("%a %H:%M")
    return f"{local.day} {local:%b %H:%M}" if local.year == today.year else local.strftime("%Y-%m-%d %H:%M")


def span(start: datetime, end: datetime, zone: ZoneInfo, now: datetime) -> str:
    return f"{when(start, zone, now)}–{clock(end, zone)}"


def spoken(start: datetime, end: datetime, zone: ZoneInfo, now: datetime) -> str:
    """As it is said on the phone: `today between 14:00 and 16:00`."""
    local, today = start.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {local:%A} {local.day} {local:%B}")
    return f"{day} between {local:%H:%M} and {clock(end, zone)}"


def count(number: int, what: str) -> str:
    """`1 parcel`, `3 parcels`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def stale(papers: Sequence[StalePaper]) -> str:
    """Every paper that is no longer true by its name: `D 13:00: manifest and call sheet, revision 1, …`."""
    by_reason: dict[tuple[str, str, str, str, str], list[str]] = {}
    for one in papers:
        what = f"order {one.order}" if one.order else f"{one.letter} {one.leaves}"
        which = "" if one.order else f" of revision {one.revision}"
        by_reason.setdefault((what, which, one.reason, one.printed_by, one.station), []).append(
            one.kind.replace("_", " ")
        )
    lines = [
        f"{what}: {', '.join(kinds)}{which}, {texts.STALE.get(reason, reason)}"
        f" (printed by {who}{', ' + where if where else ''})"
        for (what, which, reason, who, where), kinds in by_reason.items()
    ]
    ways = []
    if any(not one.order for one in papers):
        ways.append(" M prints the papers of a route anew.")
    if any(one.order for one in papers):
        ways.append(" Scan the order on Packing and press F10: label and slip are printed anew.")
    return "Take back what is no longer true. " + "; ".join(lines) + "." + "".join(ways)


def unsent(messages: Sequence[Unsent]) -> str:
    """Every message that was not sent, and why: somebody has to ring."""
    described = [f"{one.kind} to {one.customer}, order {one.number}: {texts.not_sent(one.reason)}" for one in messages]
    more = f"; and {len(described) - MOST_UNSENT} more" if len(described) > MOST_UNSENT else ""
    return f"Not sent today, ring instead: {'; '.join(described[:MOST_UNSENT])}{more}."


def clock_is_off(ahead: timedelta) -> str:
    """`this computer's clock is 6 min ahead: set it right`."""
    way = "ahead" if ahead > timedelta(0) else "behind"
    return f"this computer's clock is {minutes(abs(ahead))} {way}: set it right"


def settled(acts: Sequence[Settled]) -> str:
    """What was written and what was not, of the acts that were under way when the line broke."""
    written = [act_name(act.name) for act in acts if act.written]
    lost = [act_name(act.name) for act in acts if not act.written]
    sentences = [f"This was not written, repeat it: {', '.join(lost)}."] if lost else []
    sentences += [f"This was written: {', '.join(written)}."] if written else []
    return "The database is back. " + " ".join(sentences)


def act_name(operation: str) -> str:
    return texts.history(operation) or operation.replace("_", " ")


def minutes(span: timedelta) -> str:
    """`3 min`, `1 h 39`."""
    total = int(span.total_seconds() // 60)
    return f"{total} min" if total < 60 else f"{total // 60} h {total % 60:02d}"


def gain(seconds: int) -> str:
    """`+9 min`, `−31 min`."""
    whole = round(seconds / 60)
    return f"{'−' if whole < 0 else '+'}{abs(whole)} min"


def thousands(number: int) -> str:
    """`1 284`, with a space that does not break."""
    return f"{number:,}".replace(",", "\u00a0")


def long_day(day: date) -> str:
    """`Mon 23 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def age(since: datetime, now: datetime) -> str:
    """`12 min`, `2 h 05`, `3 d`."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    return f"{minutes // (24 * 60)} d"


def problem_row(problem: Problem) -> tuple[str, str, str, str, str]:
    """Row, order, column, what stands there, what is wrong."""
    sentence = texts.sentence(problem.code, {"value": problem.value, "column": problem.column, **problem.facts})
    blocks = "" if problem.blocks else " The order goes in without it."
    return str(problem.row), problem.order_number or "", problem.column, problem.value, sentence + blocks


def waiting_row(row: WaitingRow, zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    """File and when it was read, then as `problem_row`."""
    return row.file, when(row.seen_at, zone, now), *problem_row(row.problem)
