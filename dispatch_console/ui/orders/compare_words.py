"""The words of the compare page: both sides of an order, and what follows from a choice."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.intake.side_by_side import Standing, Twin, Twins, Versions
from dispatch_console.domain.orders.source_difference import Difference
from dispatch_console.domain.orders.source_parts import Part
from dispatch_console.language import Words, mark, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.orders.compare_page import Compared, ComparedRow, Consequence

PARTS = Words(
    {
        Part.LINES: mark("Lines"),
        Part.ADDRESS: mark("Address"),
        Part.WINDOW: mark("Window"),
        Part.HANDOVER: mark("Handover"),
        Part.PAYMENT: mark("Payment"),
        Part.NAME: mark("Name"),
        Part.PHONE: mark("Telephone"),
        Part.EMAIL: mark("E-mail"),
        Part.INSTRUCTIONS: mark("Instructions"),
        Part.REQUIREMENTS: mark("Requirements"),
        Part.STATE: mark("State at the source"),
        Part.NUMBER: mark("Number"),
        Part.OTHERS: mark("Other fields"),
    }
)


def of_versions(shown: Versions, zone: ZoneInfo, now: datetime) -> Compared:
    """Return an order as it was verified beside its source's version."""
    seen = words.when(shown.seen_at, zone, now)
    verified = (
        tr("{by}, {at}", by=shown.verified_by, at=words.when(shown.verified_at, zone, now))
        if shown.verified_at
        else tr("as it stands here")
    )
    if shown.now.packing == "packed":
        notice = tr("Changed at the source {at}, after packing. Nothing here has changed yet.", at=seen)
    else:
        notice = tr("Changed at the source {at}. Nothing here has changed yet.", at=seen)
    return Compared(
        number=shown.number,
        stage=words.STAGES[shown.stage],
        customer=shown.customer,
        notice=notice,
        left=(tr("1  Verified here"), verified),
        right=(tr("2  New at the source"), tr("{source}, seen {at}", source=shown.source, at=seen)),
        rows=tuple(
            ComparedRow(
                key=one.part,
                title=PARTS[one.part],
                ours=tuple(_side(one.part, each, each.ours) for each in one.differences),
                theirs=tuple(_side(one.part, each, each.theirs) for each in one.differences),
            )
            for one in shown.parts
        ),
        same=tr("The same on both sides: {parts}.", parts=", ".join(PARTS[part] for part in shown.same)),
        choosing=True,
    )


def _side(part: Part, difference: Difference, value: str) -> str:
    """Return one value, named where its part holds several fields."""
    said = texts.plain(value)
    alone = part in (Part.NAME, Part.PHONE, Part.EMAIL, Part.INSTRUCTIONS, Part.REQUIREMENTS, Part.HANDOVER)
    return said if alone else f"{texts.field(difference.what)}: {said}"


def of_twins(shown: Twins, zone: ZoneInfo, now: datetime) -> Compared:
    """Return two orders that look alike, the earlier one at the left."""
    return Compared(
        number=shown.later.number,
        stage=words.STAGES[shown.later.stage],
        customer=shown.customer,
        notice=tr(
            "Same customer and same goods as {number}. Was it ordered twice by mistake?", number=shown.earlier.number
        ),
        left=(tr("1  {number}, the earlier one", number=shown.earlier.number), _placed(shown.earlier, zone, now)),
        right=(tr("2  {number}, the later one", number=shown.later.number), _placed(shown.later, zone, now)),
        rows=tuple(
            ComparedRow(
                key=one.what, title=texts.field(one.what).capitalize(), ours=(texts.plain(one.ours),),
                theirs=(texts.plain(one.theirs),),
            )
            for one in shown.differences
        ),
        same=tr("Everything else is the same."),
        choosing=False,
        can_reject=shown.later.can_reject,
    )  # fmt: skip


def _placed(twin: Twin, zone: ZoneInfo, now: datetime) -> str:
    stage = words.STAGES[twin.stage]
    if twin.placed_at is not None:
        return tr("ordered {at}, {source}, {stage}", at=words.when(twin.placed_at, zone, now), source=twin.source,
                  stage=stage)  # fmt: skip
    return tr("imported {at}, {source}, {stage}", at=words.when(twin.imported_at, zone, now), source=twin.source,
              stage=stage)  # fmt: skip


def consequences(before: Standing, after: Standing, zone: ZoneInfo, now: datetime) -> tuple[Consequence, ...]:
    """Return what a choice would change, in the order in which it matters."""
    if after.closure == "cancelled" and before.closure != "cancelled":
        return (Consequence("ban", tr("The order is cancelled here too."), "decide"), *_of_the_road(before, after))
    found = [Consequence("list-checks", _verify(before), "decide" if before.ticks else "")]
    if before.parcels and not after.parcels:
        opened = plural("{count} parcel is opened", "{count} parcels are opened", before.parcels)
        found.append(Consequence("package-open", tr("{opened}: packed and labelled anew.", opened=opened), "decide"))
    elif before.parcels:
        found.append(Consequence("package-check", tr("The parcels stay as they are packed.")))
    found += _of_the_road(before, after)
    if after.address != before.address or after.place != before.place:
        quality = words.QUALITY[after.quality].lower()
        sure = after.quality in ("exact", "by_hand")
        found.append(
            Consequence(
                "map-pin", tr("The new place on the map: {quality}.", quality=quality), "" if sure else "decide"
            )
        )
    if after.leaves_at != before.leaves_at and after.leaves_at is not None:
        found.append(Consequence("truck", tr("Leaves {at}.", at=words.when(after.leaves_at, zone, now))))
    if after.promise is not None:
        promised = words.span(*after.promise, zone, now)
        if after.promise_is_wished:
            found.append(Consequence("calendar-check", tr("The promise of {promised} stays.", promised=promised)))
        else:
            said = tr("Promised is {promised}, asked for is another time: ring the customer.", promised=promised)
            found.append(Consequence("phone", said, "decide"))
    return tuple(found)


def _verify(before: Standing) -> str:
    if not before.ticks:
        return tr("Verify is open.")
    ticks = plural("{count} tick is taken back", "{count} ticks are taken back", before.ticks)
    return tr("Verify opens again: {ticks}.", ticks=ticks)


def _of_the_road(before: Standing, after: Standing) -> list[Consequence]:
    found = []
    if before.route and not after.route:
        found.append(Consequence("route", tr("It leaves {route}; its stop is free.", route=before.route), "decide"))
    elif before.route:
        found.append(Consequence("route", tr("It stays on {route}.", route=before.route)))
    stale = sorted(after.stale - before.stale)
    if stale:
        papers = ", ".join(texts.paper(kind) for kind in stale)
        found.append(Consequence("file-warning", tr("No longer true, print again: {papers}.", papers=papers), "decide"))
    return found
