"""Words on the screens for the codes of the domain."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.intake.live_sources import LiveSourceView
from dispatch_console.application.intake.quarantine import WaitingRow
from dispatch_console.application.operations.acts import Settled
from dispatch_console.domain.orders.incoming import Problem
from dispatch_console.language import Words, day_month, mark, plural, tr, weekday, whole_day

# more than these fill the line

STAGES = Words(
    {
        "verify": mark("Verify"),
        "pack": mark("Pack"),
        "schedule": mark("Schedule"),
        "route": mark("Route"),
        "load": mark("Load"),
        "counter": mark("At the counter"),
        "on_the_road": mark("On the road"),
        "reconcile": mark("Reconcile"),
        "closed": mark("Closed"),
        "needs_attention": mark("Needs attention"),
    }
)
CHECKS = Words(
    {
        "products_match": mark("Products match the order"),
        "items_inspected": mark("All items looked at, none damaged"),
        "quantities_match": mark("Quantities match the order"),
        "customer_known": mark("Customer and phone"),
        "address_exact": mark("Address is exact, pin is right"),
        "instructions_read": mark("Special instructions read"),
        "age_limit_told": mark("Age limit told to the customer"),
        "cash_told": mark("Amount to pay told to the customer"),
        "fragile_marked": mark("Fragile items marked"),
        "payment_agreed": mark("Not paid yet: agreed how it is paid"),
        "released_at_source": mark("On hold at the source: asked whether it may go"),
        "refund_understood": mark("Money was given back: known for which items"),
        "state_understood": mark("State at the source is unknown: asked what it means"),
        "handover_known": mark("Asked how it gets to the customer"),
        "not_a_duplicate": mark("Not ordered twice by mistake (D compares)"),
    }
)
REQUIREMENTS = Words(
    {
        "id_check": mark("ID check"),
        "age_18": mark("18+"),
        "cash_on_delivery": mark("Cash on delivery"),
        "signature": mark("Signature"),
        "fragile": mark("Fragile"),
        "two_person": mark("2 persons"),
        "lift": mark("Lift"),
        "cold": mark("Cold"),
        "this_way_up": mark("This way up"),
        "photo": mark("Photo"),
        "pin": mark("PIN"),
        "gift": mark("Gift"),
    }
)
# what keeps a door from being exact
DOUBTS = Words(
    {
        "country": mark("country not agreed"),
        "town": mark("town not agreed"),
        "postcode": mark("postcode not agreed"),
        "town_unknown": mark("no town or postcode to compare"),
        "spelling": mark("spelled differently on the map"),
        "interpolated": mark("between two doors of the map"),
        "several": mark("several such doors there"),
    }
)
QUALITY = Words(
    {
        "exact": mark("Exact"),
        "street": mark("Street"),
        "postcode": mark("Postcode"),
        "by_hand": mark("By hand"),
        "none": mark("No pin yet"),
    }
)
RELATIONS = Words(
    {
        "customer": mark("The customer"),
        "family": mark("Family"),
        "colleague": mark("Colleague"),
        "neighbour": mark("Neighbour"),
        "reception": mark("Reception"),
        "other": mark("Other"),
    }
)
ID_KINDS = Words(
    {
        "driving_licence": mark("Driving licence"),
        "identity_card": mark("Identity card"),
        "passport": mark("Passport"),
        "residence_permit": mark("Residence permit"),
        "other": mark("Other paper"),
    }
)
PROOFS = Words(
    {
        "outcome": mark("Outcome"),
        "recipient": mark("Name of who took it"),
        "said_name": mark("Said the name"),
        "said_number": mark("Said the order number"),
        "signature": mark("Signature"),
        "id_kind": mark("Identity paper seen"),
        "of_age": mark("18 or over"),
        "cash": mark("Cash, the whole amount"),
        "parcels": mark("Every parcel scanned"),
        "photo": mark("Photo"),
        "pin": mark("The customer's PIN"),
        "permission": mark("Permission for a safe place"),
        "in_person": mark("Only in person: age, identity, signature, PIN or cash"),
        "too_large": mark("Two people carry it: no mailbox holds it"),
    }
)
OUTCOMES = texts.OUTCOMES
OUTCOMES_SHORT = texts.OUTCOMES_SHORT
# why a person has to look at what a phone says
PHONE_FAULTS = Words(
    {
        "not_paired": mark("No phone has this route: it is driven on paper"),
        "not_secure": mark("Not ready without network: its page does not come over https from a name that it trusts"),
        "not_trusted": mark("Not ready without network: it does not trust the door's certificate"),
        "not_worker": mark("Not ready without network: its browser does not keep the page yet; open it once more"),
        "not_stored": mark("Not ready without network: it has not kept the route yet"),
        "not_reloaded": mark("Not ready without network: nobody has tried it; open the page once more on the phone"),
    }
)

PHONE_REASONS = Words(
    {
        "phone.recorded_otherwise": mark("the desk recorded something else"),
        "phone.other_version": mark("it was told twice, and not the same"),
        "phone.other_day": mark("by its clock it was another day"),
        "phone.take": mark("it scanned a parcel that is not on its route"),
        "phone.other_van": mark("the order is not on its route any more"),
        "phone.revoked": mark("its link was taken back"),
        "phone.act": mark("it cannot be read"),
        "phone.no_order": mark("the order is not there"),
    }
)


def clock(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%H:%M")


def when(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return `13:00` today, `Tue 08:00` within a week, else the date."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if timedelta(0) < local.date() - today < timedelta(days=7):
        return f"{weekday(local)} {local:%H:%M}"
    return f"{day_month(local)} {local:%H:%M}" if local.year == today.year else local.strftime("%Y-%m-%d %H:%M")


def span(start: datetime, end: datetime, zone: ZoneInfo, now: datetime) -> str:
    return f"{when(start, zone, now)}–{clock(end, zone)}"


def spoken(start: datetime, end: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return a window as it is said on the phone: `today between 14:00 and 16:00`."""
    local, today = start.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    day = {0: tr("today"), 1: tr("tomorrow")}.get(days) or tr("on {day}", day=whole_day(local, with_year=False))
    return tr("{day} between {start} and {end}", day=day, start=f"{local:%H:%M}", end=clock(end, zone))


def sources(found: Sequence[LiveSourceView], zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    """Return when the live sources were read, with how many are away since when; and why, for the tooltip."""
    in_use = [one for one in found if not one.is_paused]
    read = [one.last_read_at for one in in_use if one.last_read_at is not None]
    said = [tr("sources read {at}", at=when(min(read), zone, now))] if read else []
    away = [one for one in in_use if one.away_since is not None]
    since = min((one.away_since for one in away if one.away_since is not None), default=None)
    if since is not None:
        counted = plural("{count} source away since {since}", "{count} sources away since {since}", len(away),
                         since=when(since, zone, now))  # fmt: skip
        said.append(counted)
    if paused := len(found) - len(in_use):
        said.append(plural("{count} source paused", "{count} sources paused", paused))
    refused = sum(one.refused for one in found)
    if refused:
        said.append(plural("{count} write-back refused", "{count} write-backs refused", refused))
    why = "; ".join(texts.sentence(one.away_why, one.away_facts) for one in away)
    return ", ".join(said), why or (tr("Settings, Sources says what was refused.") if refused else "")


def clock_is_off(ahead: timedelta) -> str:
    """Return `this computer's clock is 6 min ahead: set it right`."""
    by = minutes(abs(ahead))
    if ahead > timedelta(0):
        return tr("this computer's clock is {by} ahead: set it right", by=by)
    return tr("this computer's clock is {by} behind: set it right", by=by)


def settled(acts: Sequence[Settled]) -> str:
    """Say what was written and what was not, of the acts that were under way when the line broke."""
    written = [act_name(act.name) for act in acts if act.written]
    lost = [act_name(act.name) for act in acts if not act.written]
    sentences = [tr("This was not written, repeat it: {lost}.", lost=", ".join(lost))] if lost else []
    sentences += [tr("This was written: {written}.", written=", ".join(written))] if written else []
    return (tr("The database is back.") + " ") + " ".join(sentences)


def act_name(operation: str) -> str:
    return texts.history(operation) or operation.replace("_", " ")


def minutes(span: timedelta) -> str:
    """Return `3 min`, `1 h 39`."""
    total = int(span.total_seconds() // 60)
    return (
        tr("{total} min", total=total)
        if total < 60
        else tr("{hours} h {minutes}", hours=total // 60, minutes=f"{total % 60:02d}")
    )


def gain(seconds: int) -> str:
    """Return `+9 min`, `−31 min`."""
    whole = round(seconds / 60)
    return tr("{sign}{minutes} min", sign="−" if whole < 0 else "+", minutes=abs(whole))


def age(since: datetime, now: datetime) -> str:
    """Return `12 min`, `2 h 05`, `3 d`."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    if minutes < 24 * 60:
        return tr("{hours} h {minutes}", hours=minutes // 60, minutes=f"{minutes % 60:02d}")
    return tr("{days} d", days=minutes // (24 * 60))


def problem_row(problem: Problem, *, waits: bool = False) -> tuple[str, str, str, str, str, str]:
    """Return row, order, customer, column, what stands there, what is wrong. `waits`: for another reason."""
    sentence = texts.sentence(problem.code, {"value": problem.value, "column": problem.column, **problem.facts})
    blocks = "" if problem.blocks or waits else (" " + tr("The order goes in without it."))
    whose = str(problem.facts.get("customer", ""))
    return str(problem.row), problem.order_number or "", whose, problem.column, problem.value, sentence + blocks


def waiting_row(row: WaitingRow, zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    """Return the file and when it was read, then as `problem_row`."""
    return row.file, when(row.seen_at, zone, now), *problem_row(row.problem)
