"""The end of a day as people read it: open things by kind, what came back, the cash, and what should be so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.road.day_end import CashOf
from dispatch_console.application.road.day_facts import DayFacts
from dispatch_console.application.road.van_return import GoodsRow
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.domain.values import Money
from dispatch_console.language import Words, mark, money, plural, short_date, tr
from dispatch_console.ui import words
from dispatch_console.ui.return_desk import day_cash, things
from dispatch_console.ui.return_desk.day_rows import Act, BackRow, DayRow, HeadRow, OpenRow
from dispatch_console.ui.return_desk.day_side import Check

# the keys of goods stand apart from those of open things
BACK = "back:"
SHOULD_BE = Words(
    {
        OpenKind.ROUTE: mark("Every van left, or was called off"),
        OpenKind.OUTCOME: mark("Every stop has an outcome"),
        OpenKind.NEXT_STEP: mark("Missed stops have a next step"),
        OpenKind.GOODS: mark("Every parcel has a place"),
        OpenKind.SURPLUS: mark("Nothing surplus lies in a van"),
        OpenKind.CONTRADICTION: mark("No parcel is here that somebody took"),
        OpenKind.PROOF: mark("Every handoff has its proof"),
        OpenKind.CASH: mark("Cash agrees or is explained"),
        OpenKind.PHONE: mark("Every phone has said all"),
    }
)
PLACE_SIGNS = {
    Destination.REBOOK: "calendar-clock",
    Destination.STOCK: "warehouse",
    Destination.SUPPLIER: "undo-2",
    Destination.DAMAGE: "package-x",
    Destination.OTHER_VAN: "truck",
    Destination.LOST: "circle-help",
}


def kind_of(thing: OpenThing) -> OpenKind:
    """Return under which kind a thing is listed: money is money, also where it is missing of one door."""
    return OpenKind.CASH if thing.what == "cash" else thing.kind


def rows_of(
    found: Sequence[OpenThing], facts: DayFacts, cash: Sequence[CashOf], zone: ZoneInfo, now: datetime
) -> tuple[DayRow, ...]:
    """Return the whole list: what blocks by kind, then what was let pass, then what came back."""
    order = list(OpenKind)
    rows: list[DayRow] = []
    blocking = sorted((thing for thing in found if thing.blocks), key=lambda thing: order.index(kind_of(thing)))
    drivers = {row.shift_id: row.driver or tr("Counter") for row in cash}
    for kind, group in groupby(blocking, kind_of):
        these = list(group)
        sums = ((thing.money, thing.currency) for thing in these) if kind is OpenKind.CASH else ()
        rows.append(HeadRow(sign=things.SIGNS[kind], count=str(len(these)), words=_head(kind, len(these)),
                            right=day_cash.money_of(sums)))  # fmt: skip
        rows += [_open_row(thing, drivers, zone, now) for thing in these]
    if passed := [thing for thing in found if not thing.blocks]:
        rows.append(HeadRow(sign="circle-check", count=str(len(passed)), words=tr("let pass")))
        rows += [_open_row(thing, drivers, zone, now) for thing in passed]
    if facts.goods:
        rows.append(HeadRow(sign="undo-2", count="", words=_came_back(facts.goods), right=tr("change where it goes"),
                            key_hint="G"))  # fmt: skip
        rows += [_back_row(row, zone) for row in facts.goods]
    return tuple(rows)


def _head(kind: OpenKind, count: int) -> str:
    match kind:
        case OpenKind.ROUTE:
            return plural("van has not left", "vans have not left", count)
        case OpenKind.OUTCOME:
            return plural("order without an outcome", "orders without an outcome", count)
        case OpenKind.NEXT_STEP:
            return plural("missed order without a next step", "missed orders without a next step", count)
        case OpenKind.GOODS:
            return plural("parcel or piece is not here", "parcels or pieces are not here", count)
        case OpenKind.SURPLUS:
            return plural("surplus parcel in a van", "surplus parcels in vans", count)
        case OpenKind.CONTRADICTION:
            return plural("parcel is here, and somebody took it", "parcels are here, and somebody took them", count)
        case OpenKind.PROOF:
            return plural("proof is missing", "proofs are missing", count)
        case OpenKind.CASH:
            return plural("sum of cash is open", "sums of cash are open", count)
        case OpenKind.PHONE:
            return plural("phone has more to say", "phones have more to say", count)


def _came_back(goods: Sequence[GoodsRow]) -> str:
    parcels = sum(row.is_parcel for row in goods)
    said = [plural("{count} parcel", "{count} parcels", parcels)] if parcels else []
    said += [plural("{count} line of goods", "{count} lines of goods", len(goods) - parcels)] * (parcels < len(goods))
    return tr("Brought back: {what}", what=", ".join(said))


def _open_row(thing: OpenThing, drivers: Mapping[int | None, str], zone: ZoneInfo, now: datetime) -> OpenRow:
    # what nobody counted yet has no time of its own, and what is planned for later is not late yet
    has_time, is_ahead = thing.what != "not_counted", thing.since > now
    at = words.clock(thing.since, zone)
    return OpenRow(
        key=thing.key,
        sign="circle-check" if thing.waived_by else "circle-x",
        tone="good" if thing.waived_by else "wrong",
        title=title(thing, drivers),
        under=_under(thing, zone),
        right=(tr("at {time}", time=at) if is_ahead else tr("since {time}", time=at)) if has_time else "",
        under_right=words.age(thing.since, now) if has_time and not is_ahead else "",
        acts=() if thing.waived_by else acts_of(thing),
    )


def title(thing: OpenThing, drivers: Mapping[int | None, str]) -> str:
    """Return which thing it is: its order and customer, or the van, and where it stands on the route."""
    where = f"{thing.letter} {thing.stop}" if thing.stop else thing.letter
    match thing.kind:
        case OpenKind.ROUTE:
            return thing.what
        case OpenKind.CASH:
            said = [drivers.get(thing.shift_id, thing.letter), things.title(thing)]
        case OpenKind.GOODS | OpenKind.SURPLUS:
            said = [thing.what, thing.number, thing.customer, where]
        case OpenKind.PHONE if thing.what == "silent":
            said = [thing.customer, things.title(thing)]
        case _:
            said = [thing.number, thing.customer, where]
    return ", ".join(part for part in said if part)


def _under(thing: OpenThing, zone: ZoneInfo) -> str:
    """Return what is known of a thing, and who let it pass."""
    if thing.waived_by:
        return things.let_pass(thing)
    said = [tr("Of {day}.", day=short_date(thing.of_day))] if thing.of_day is not None else []
    at = words.clock(thing.since, zone)
    match thing.kind:
        case OpenKind.ROUTE:
            said.append(tr("Planned to leave at {time}. Shift+X in Routes calls it off.", time=at))
        case OpenKind.OUTCOME:
            is_there = thing.what == "at_door"
            there, out = tr("The driver is at the door."), tr("Planned at {time}, no news of it.", time=at)
            said.append(there if is_there else out)
        case OpenKind.NEXT_STEP:
            outcome = words.OUTCOMES.get(thing.what, thing.what)
            said.append(tr("{outcome} at {time}.", outcome=outcome[:1].upper() + outcome[1:], time=at))
        case OpenKind.GOODS if thing.record_id is None:
            said.append(tr("Its stop went to another van; this one was to bring it back, or to hand it over."))
        case OpenKind.GOODS:
            said.append(tr("Not handed over at {time}, and not scanned in.", time=at))
        case OpenKind.SURPLUS:
            said.append(tr("Scanned at {time} into a van that it does not belong into.", time=at))
        case OpenKind.CONTRADICTION:
            said.append(tr("Scanned in at {time}, and recorded as handed over.", time=at))
        case OpenKind.PROOF if thing.money:
            said.append(tr("{money} of the cash is missing.", money=money(Money(thing.money, thing.currency))))
        case OpenKind.PROOF:
            proof = words.PROOFS.get(thing.what, texts.plain(thing.what))
            there = tr("{proof} is missing.", proof=proof.capitalize())
            said += [there, tr("The signed sheet can show it.")] if thing.on_sheet else [there]
        case OpenKind.CASH:
            nobody = thing.what == "not_counted"
            said.append(tr("Nobody counted it yet.") if nobody else tr("Counted by {who}.", who=thing.by))
        case OpenKind.PHONE if thing.what == "silent":
            said.append(tr("Told by the phone, and never sent. Last heard at {time}.", time=at))
        case OpenKind.PHONE:
            why = words.PHONE_REASONS.get(thing.what, tr("it cannot be done as it is"))
            said.append(tr("The phone says otherwise: {why}.", why=why))
    return " ".join(said)


def acts_of(thing: OpenThing) -> tuple[Act, ...]:
    """Return what can be done about a thing."""
    record = Act(code="record", words=tr("Record what happened"))
    match thing.kind:
        case OpenKind.ROUTE:
            return Act(code="load_out", words=tr("Open its load-out")), Act(
                code="routes", words=tr("Go to it in Routes")
            )
        case OpenKind.OUTCOME:
            return record, Act(code="return_desk", words=tr("Type it from the sheet"))
        case OpenKind.NEXT_STEP:
            never = Act(code="give_up", words=tr("It comes back for good"), needs_reason=True)
            return Act(code="ring", words=tr("Ring for a new window")), never
        case OpenKind.GOODS:
            acts = Act(code="here", words=tr("It is here")), Act(code="lost", words=tr("It is lost"))
            # no record: its stop went to another van
            taken = Act(code="taken", words=tr("The other van has it now"))
            return acts if thing.record_id is not None else (*acts, taken)
        case OpenKind.SURPLUS:
            return (Act(code="carried", words=tr("It is carried away")),)
        case OpenKind.CONTRADICTION:
            return (Act(code="correct", words=tr("Correct the stop: nobody took it")),)
        case OpenKind.PROOF if thing.what == "cash":
            return (Act(code="correct", words=tr("Correct what was paid")),)
        case OpenKind.PROOF:
            seen = tr("Seen on the sheet") if thing.on_sheet else tr("It is there")
            there = Act(code="on_sheet", words=seen, needs_reason=not thing.on_sheet)
            return there, Act(code="correct", words=tr("Correct the stop"))
        case OpenKind.CASH:
            return (Act(code="return_desk", words=tr("Count it at the return desk")),)
        case OpenKind.PHONE if thing.what == "silent":
            return (Act(code="phones", words=tr("Look at the phones")),)
        case OpenKind.PHONE:
            return record, Act(code="set_aside", words=tr("Set it aside"), needs_reason=True)


def _back_row(row: GoodsRow, zone: ZoneInfo) -> BackRow:
    goes = Destination(row.goes_to) if row.goes_to else None
    where = f"{row.letter} {row.stop}" if row.stop else row.letter or tr("counter")
    outcome = words.OUTCOMES.get(row.outcome, "") if row.outcome else ""
    at = words.clock(row.seen_at, zone) if row.seen_at is not None else ""
    return BackRow(
        key=f"{BACK}{row.goods_id}",
        what=row.what,
        whose=", ".join(part for part in (row.customer, where, outcome) if part),
        place_sign=PLACE_SIGNS[goes] if goes is not None else "circle-help",
        place=texts.plain(row.goes_to) if row.goes_to else tr("nobody said where"),
        state=_state(goes, at, row.seen_by),
        tone="wrong" if goes is Destination.LOST else "good",
    )


def _state(goes: Destination | None, at: str, who: str) -> str:
    match goes:
        case Destination.LOST:
            return tr("lost, says {who}", who=who)
        case Destination.OTHER_VAN:
            return tr("since {time}, says {who}", time=at, who=who)
        case _:
            return tr("here {time}, {who}", time=at, who=who)


def checks_of(found: Sequence[OpenThing], cash: Sequence[CashOf], facts: DayFacts, not_gone: int) -> tuple[Check, ...]:
    """Return what should be so when the day closes, and how far each is."""
    return (*(_check(kind, found, cash, facts) for kind in OpenKind), _went_out(not_gone))


def _check(kind: OpenKind, found: Sequence[OpenThing], cash: Sequence[CashOf], facts: DayFacts) -> Check:
    """Return how far one thing is: what somebody let pass or explained is not there, and is not shown as there."""
    these = [thing for thing in found if kind_of(thing) is kind]
    left = [thing for thing in these if thing.blocks]
    said = SHOULD_BE[kind]
    if left:
        return Check(words=said, state=tr("{count} open", count=len(left)), tone="wrong", leads_to=left[0].key)
    lost = sum(row.goes_to == Destination.LOST for row in facts.goods) if kind is OpenKind.GOODS else 0
    explained = sum(row.counted is not None and row.difference != 0 for row in cash) if kind is OpenKind.CASH else 0
    if these:
        state = tr("{count} let pass", count=len(these))
        return Check(words=said, state=state, tone="decide", leads_to=these[0].key)
    if explained:
        return Check(words=said, state=tr("{count} explained", count=explained), tone="decide")
    if lost:
        return Check(words=said, state=tr("{count} lost", count=lost), tone="decide")
    done = facts.done.get(kind, 0)
    return Check(words=said, state=tr("{done} of {all}", done=done, all=done) if done else "", tone="")


def _went_out(not_gone: int) -> Check:
    """Return whether all that was promised left with a van. It closes without: those orders are rung, not counted."""
    said = tr("All promised orders left")
    return Check(words=said, state=tr("{count} did not: ring them", count=not_gone) if not_gone else "",
                 tone="decide" if not_gone else "")  # fmt: skip


def summary(facts: DayFacts) -> str:
    """Return how much of a day was done."""
    said = []
    if facts.vans:
        stops = plural("{count} stop done", "{count} stops done", facts.stops)
        said.append(stops + " " + plural("by {count} van", "by {count} vans", facts.vans))
    if facts.at_counter:
        said.append(plural("{count} at the counter", "{count} at the counter", facts.at_counter))
    return ", ".join(said)
