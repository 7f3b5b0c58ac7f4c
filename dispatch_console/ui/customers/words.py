"""How items, entries and customers are named."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.customers.conversation import Said
from dispatch_console.application.customers.customer_view import CustomerView, Now
from dispatch_console.application.customers.erasing import Erasing
from dispatch_console.application.customers.inbox_list import InboxRow
from dispatch_console.application.customers.merging import Merge
from dispatch_console.application.messages.backlog import Today
from dispatch_console.domain.messages.inbox import ItemKind
from dispatch_console.domain.messages.remedies import Remedy
from dispatch_console.domain.moments import from_text
from dispatch_console.language import Words, mark, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.widgets.card_list import Card

REASONS = Words(
    {
        "may_cancel": mark("may mean the order, messages are stopped"),
        "may_stop": mark("seems to want no more messages"),
        "reaction": mark("only a reaction, no answer"),
        "empty": mark("a picture or nothing"),
        "no_offer": mark("a yes, but nothing was offered"),
        "several_offers": mark("a yes, but several orders wait for one"),
        "offer_lapsed": mark("a yes that came too late: offer another window"),
        "wrong_number": mark("the number is somebody else's"),
        "unknown_sender": mark("nobody knows whose this is"),
        "order.on_its_way": mark("a yes, but the order is on its way"),
        "bounced": mark("the mail came back"),
        "missed": mark("a missed delivery: the dispatcher asks"),
        "given_up": mark("it comes back for good"),
        "goods_gone": mark("a parcel of it does not go out again"),
    }
)
SIGNS = {
    ItemKind.QUERY: "message-square-text",
    ItemKind.RING: "phone",
    ItemKind.FAILED: "triangle-alert",
    ItemKind.RATING: "circle-alert",
    ItemKind.WRONG: "circle-alert",
}


def title(row: InboxRow) -> str:
    """Return what an item is, in a few words."""
    match row.kind:
        case ItemKind.FAILED:
            return tr("Not told: {kind}", kind=texts.plain(row.message_kind))
        case ItemKind.RING:
            return tr("Asks to be rung")
        case ItemKind.RATING:
            return tr("Rated {rating} of 5", rating=row.rating or "")
        case ItemKind.WRONG:
            return tr("Something is wrong")
        case _:
            first = row.text.strip().splitlines()[0] if row.text.strip() else why(row)
            return first or tr("A message")


def why(row: InboxRow) -> str:
    """Return why an item came to a person; empty where it speaks for itself."""
    if row.kind == ItemKind.FAILED:
        return texts.not_sent(row.reason)
    return REASONS.get(row.reason, "") if row.reason else ""


def card(row: InboxRow, me: str, zone: ZoneInfo, now: datetime) -> Card:
    """Return an item as a card of the list."""
    owner = tr("mine") if row.owner == me else row.owner or tr("nobody's yet")
    is_away = row.snoozed_until is not None and row.snoozed_until > now
    by = words.when(row.snoozed_until if is_away and row.snoozed_until else row.due_at, zone, now)
    late = row.due_at <= now
    return Card(
        key=str(row.item_id),
        title=title(row),
        right=tr("from {at}", at=by) if is_away else tr("by {at}", at=by),
        under=f"{row.who}, {owner}",
        under_right=row.number.removeprefix("SO-"),
        tone="wrong" if row.kind == ItemKind.FAILED else "",
        said_tone="decide" if late else "",
        said_sign=SIGNS.get(ItemKind(row.kind), ""),
    )


def head_of(said: Said, zone: ZoneInfo, now: datetime) -> tuple[str, str, str]:
    """Return who said something, how far it got, and the tone of that."""
    way = texts.plain(said.channel) if said.channel else ""
    match said.what:
        case "in":
            return (tr("Customer, {way}", way=way) if said.kind != "machine" else tr("Machine, {way}", way=way)), "", ""
        case "out":
            kind = texts.plain(said.kind).capitalize()
            return tr("{kind}, {way}", kind=kind, way=way), *_reached(said, zone, now)
        case "promise":
            return tr("Promise ledger"), said.who, ""
        case "wish":
            stopped = tr("No more messages, {way}", way=way), said.who, "wrong"
            return stopped if said.kind == "stop" else (tr("Messages again, {way}", way=way), "", "")
        case "rating":
            return tr("Rated {rating} of 5", rating=said.kind), "", ""
        case _:
            done = tr("done {at}", at=words.when(said.done_at, zone, now)) if said.done_at else tr("open")
            if said.kind == ItemKind.NOTE:
                return tr("Note, {who}", who=said.who), "", ""
            named = {ItemKind.RING: tr("Asks to be rung"), ItemKind.WRONG: tr("Something is wrong")}
            rating = (said.facts or {}).get("rating", "")
            name = named.get(ItemKind(said.kind), tr("Rated {rating} of 5", rating=rating))
            return name, done, "" if said.done_at else "decide"


def _reached(said: Said, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    if said.state == "refused":
        return tr("not sent: {why}", why=texts.not_sent(said.reason)), "wrong"
    if said.state in ("waiting", "sending"):
        at = words.when(said.at, zone, now)
        if said.never:
            return tr("will not go: {why}", why=texts.not_sent(said.never)), "faint"
        if said.at > now:
            return tr("goes at {at}", at=at), "faint"
        return tr("due since {at}, not sent yet", at=at), "decide"
    if said.receipt == "delivered" and said.receipt_at is not None:
        return tr("received {at}", at=words.when(said.receipt_at, zone, now)), "good"
    if said.reason:
        return texts.not_sent(said.reason), "wrong"
    return tr("sent, no receipt"), "faint"


def body_of(said: Said, zone: ZoneInfo, now: datetime) -> str:
    """Return what was said."""
    if said.what == "promise":
        window = words.span(said.start, said.end, zone, now) if said.start and said.end else ""
        way = texts.plain(said.channel) if said.channel else ""
        what = texts.plain(said.kind).capitalize()
        return ", ".join(part for part in (f"{what} {window}".strip(), way, said.text) if part)
    if said.what == "item" and said.facts:
        return "\n".join(part for part in (said.text, *facts_of_case(said.facts, zone)) if part)
    return said.text.strip()


def facts_of_case(facts: Mapping[str, Any], zone: ZoneInfo) -> list[str]:
    """Return what was known of a delivery when its case was opened, line by line."""

    def at(name: str) -> str:
        return f"{from_text(str(facts[name])).astimezone(zone):%H:%M}" if facts.get(name) else "–"

    remedy = _remedy(facts)
    if "driver" not in facts:
        return remedy
    who = ", ".join(str(facts[name]) for name in ("driver", "vehicle", "route") if facts.get(name))
    lines = [
        tr("Driven by {who}", who=who) if who else "",
        tr("Promised {start} to {end}, planned {planned}, at the door {arrived}, handed over {handed}",
           start=at("promised_from"), end=at("promised_until"), planned=at("planned"), arrived=at("arrived"),
           handed=at("handed")),
        tr("{scanned} of {parcels} parcels scanned into the van", scanned=facts.get("scanned", 0),
           parcels=facts.get("parcels", 0)),
        tr("Given to {who}", who=facts["recipient"]) if facts.get("recipient") else tr("Given to nobody in person"),
        plural("{count} call before", "{count} calls before", int(facts.get("calls", 0))),
    ]  # fmt: skip
    return [line for line in (*lines, *remedy) if line]


def _remedy(facts: Mapping[str, Any]) -> list[str]:
    """Return what became of a case, and why it came to it."""
    if not facts.get("remedy"):
        return []
    said = {
        Remedy.NONE: tr("Nothing more"),
        Remedy.REFUND: tr("Money back: at the shop, by hand"),
        Remedy.REDELIVERY: tr("Goods once more: {number}", number=facts.get("again", "")),
    }[Remedy(str(facts["remedy"]))]
    cause = tr("Cause: {cause}", cause=facts["cause"]) if facts.get("cause") else ""
    return [f"{said}. {cause}".strip()]


def rows_now(now_view: Now, zone: ZoneInfo, now: datetime) -> list[tuple[str, str, str]]:
    """Return what comes now: a caption, its words, and their tone."""
    rows = []
    if now_view.van:
        rows.append((tr("Van"), tr("{van}, {driver}, stop {stop}", van=now_view.van, driver=now_view.driver,
                                   stop=now_view.stop), ""))  # fmt: skip
    if now_view.promise is not None:
        span = words.span(*now_view.promise, zone, now)
        agreed = tr("{span}, confirmed", span=span) if now_view.is_confirmed else tr("{span}, not agreed", span=span)
        rows.append((tr("Promise"), agreed, "" if now_view.is_confirmed else "decide"))
    else:
        rows.append((tr("Promise"), tr("none yet"), "decide"))
    if now_view.eta is not None:
        planned = words.clock(now_view.planned, zone) if now_view.planned else ""
        rows.append(
            (tr("ETA"), tr("{eta}, plan was {planned}", eta=words.clock(now_view.eta, zone), planned=planned), "")
        )
        if now_view.promise is not None:
            slack = round((now_view.promise[1] - now_view.eta).total_seconds() / 60)
            said = tr("{slack} min", slack=slack) if slack >= 0 else tr("{late} min late", late=-slack)
            rows.append((tr("Slack"), said, "" if slack >= 0 else "wrong"))
    if now_view.pin:
        rows.append((tr("PIN"), tr("{pin}, for the driver: tell it to the customer alone", pin=now_view.pin), ""))
    if now_view.before:
        rows.append((tr("Before it"), tr("{who}, at the door", who=now_view.before), ""))
    return rows


def reach(view: CustomerView) -> list[tuple[str, str]]:
    """Return how to reach a customer: a sign and its words."""
    rows = [("phone", view.phone or tr("no phone number")), ("mail", view.email or tr("no e-mail address"))]
    if view.language:
        rows.append(("info", view.language))
    if view.wants_none:
        ways = ", ".join(texts.plain(channel) for channel in view.wants_none)
        rows.append(("ban", tr("wants no {ways}", ways=ways)))
    return rows


def rated(view: CustomerView) -> str:
    """Return how a customer rated us, and whether a case of his is open."""
    mean = tr("{mean} of 5 from {count}", mean=f"{view.rating:.1f}", count=view.ratings) if view.rating else ""
    cases = tr("no open case")
    if view.open_cases:
        cases = plural("{count} open case", "{count} open cases", view.open_cases)
    return f"{mean or tr('none yet')}, {cases}"


def of_merge(merge: Merge) -> str:
    """Return what a merge would do, and how it is said yes to."""
    said = plural("{count} order of {other} ({contact}) comes to {kept}.",
                  "{count} orders of {other} ({contact}) come to {kept}.", merge.orders, other=merge.other,
                  contact=merge.other_contact or tr("no contact"), kept=merge.kept)  # fmt: skip
    if merge.wants_none:
        said += " " + tr("Nothing is sent to {contacts}.", contacts=", ".join(merge.wants_none))
    return f"{said} {tr('Enter merges, Esc does not.')}"


def of_erasing(goes: Erasing) -> str:
    """Return what erasing a person would do, and how it is said yes to."""
    said = [plural("Name, address, telephone, mail and words of {who} go from {count} order; its number, goods and "
                   "times stay.",
                   "Name, address, telephone, mail and words of {who} go from {count} orders; their numbers, goods and "
                   "times stay.",
                   goes.orders, who=goes.name)]  # fmt: skip
    if goes.called_off:
        said.append(tr("Called off: {numbers}.", numbers=", ".join(goes.called_off)))
    if goes.invoices:
        said.append(plural("{count} invoice stays as a file.", "{count} invoices stay as files.", goes.invoices))
    said.append(tr("This cannot be taken back. Type the name to erase it."))
    return " ".join(said)


def erased(orders: int) -> str:
    return plural("Erased, with {count} order. Backups from before still hold it.",
                  "Erased, with {count} orders. Backups from before still hold them.", orders)  # fmt: skip


def today(count: Today, silent: Sequence[tuple[str, datetime | None]], zone: ZoneInfo, now: datetime) -> str:
    """Return what became of the messages of the day, and of which ways some answers may be missing."""
    said = [tr("Today: {sent} sent, {arrived} known to have arrived, {refused} not sent",
               sent=count.sent, arrived=count.arrived, refused=count.refused)]  # fmt: skip
    if count.due:
        said[0] += tr(", {due} due and waiting", due=count.due)
    for way, heard in silent:
        at = words.when(heard, zone, now) if heard is not None else ""
        name = texts.plain(way)
        said.append(tr("Answers by {way} since {at} may be missing.", way=name, at=at) if at
                    else tr("Answers by {way} may be missing.", way=name))  # fmt: skip
    return "\n".join(said)
