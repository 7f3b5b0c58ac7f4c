"""What the alarm says: what came instead, where it belongs, what to take, and that nothing was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.packing.products import KnownProduct
from dispatch_console.application.papers import label_truth
from dispatch_console.application.papers.label_truth import ScannedLabel
from dispatch_console.domain import moments
from dispatch_console.domain.packing.scan_match import Match, ScanResult
from dispatch_console.language import plural, tr, whole_day
from dispatch_console.ui import words
from dispatch_console.ui.packing.facts import LineFacts


@dataclass(frozen=True, slots=True)
class AlarmCard:
    """A product as the alarm shows it: its plate or name large, what stands below, its picture."""

    sku: str
    large: str
    below: tuple[str, ...]
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """`choice`: what F6 does, empty where there is nothing to choose; `closing`: what Esc does, empty for the usual.

    `scanned` and `wanted` where one product came for another; `where` names order and line, `noted` what became of it.
    `earlier`: pieces of wrong scans before this one, which lie beside the box.
    """

    title: str
    sentence: str
    steps: tuple[str, ...]
    choice: str = ""
    closing: str = ""
    scanned: AlarmCard | None = None
    wanted: AlarmCard | None = None
    where: str = ""
    noted: str = ""
    # what the field asks for, empty for the right item
    wants: str = ""
    earlier: tuple[str, ...] = ()


def alarm(
    match: Match, text: str, product: KnownProduct | None, wanted: LineFacts | None, zone: ZoneInfo, now: datetime
) -> AlarmFacts:
    """Return the words of a scan that counted nothing. `wanted` is the line that comes next, None when all is in."""
    facts = dict(match.facts)
    what = f"{product.name} {product.distinction}".strip() if product else f"“{text}”"
    need = f"{wanted.name} {wanted.plate}".strip() if wanted else ""
    put_back = (
        tr("Put it back on shelf {shelf}.", shelf=product.shelf)
        if product and product.shelf
        else tr("Put it back on its shelf.")
    )
    following = _next(need, wanted)
    match match.result:
        case ScanResult.SURPLUS:
            sentence = tr("{what} is complete already.", what=what)
            if "pack" in facts:
                sentence = tr("This code is {pack} pieces, and {left} of {what} is wanted.", what=what, **facts)
                single = tr("Scan single pieces by their own code.")
                return AlarmFacts(tr("Too many at once."), sentence, (put_back, single))
            return AlarmFacts(tr("One too many. Take it out."), sentence, (put_back, *following))
        case ScanResult.SEVERAL:
            names = ", ".join(said for name, said in match.facts if name == "product")
            return AlarmFacts(
                tr("Look which one it is."),
                tr("Several products have this code: {names}.", names=names),
                (
                    tr("The order needs {need}. Hold it beside the picture or read its name.", need=need or what),
                    tr("Is it that one? Press F6. If not, put it back and scan the right one."),
                ),
                tr("It is {item}", item=need),
            )
        case ScanResult.CONTRADICTION:
            sentence = tr("The shop and Products say how many this code stands for: {counts}.", counts=facts["counts"])
            steps = (tr("Count the pieces and scan each one by its own code."), tr("Tell the office: one is wrong."))
            return AlarmFacts(tr("How many are in it?"), sentence, steps)
        case ScanResult.UNREADABLE:
            return _unreadable(facts["why"], what)
        case ScanResult.EXPIRED:
            day = whole_day(date.fromisoformat(facts["expired"]))
            sentence = tr("{what} expired on {day}.", what=what, day=day)
            return AlarmFacts(tr("Expired. Take it out."), sentence, (tr("Put it aside for the office."), *following))
        case ScanResult.SERIAL_USED:
            return _used(facts, zone, now)
    if product is None:
        return _unknown(text, following)
    sentence = (
        tr("This is {what}. The order needs {need}.", what=what, need=need)
        if need
        else tr("This is {what}. The order is complete.", what=what)
    )
    scanned = AlarmCard(
        product.sku, product.distinction or product.name, _below(product.name, text, product.shelf), product.picture
    )
    return AlarmFacts(
        tr("Wrong item. Take it out."),
        sentence,
        (put_back, *following),
        scanned=scanned,
        wanted=AlarmCard(wanted.sku, wanted.plate or wanted.name, _below(wanted.name, wanted.sku, wanted.shelf))
        if wanted
        else None,
    )


def belongs(product: KnownProduct) -> str:
    """Return a product and the shelf where it belongs, in words."""
    what = f"{product.name} {product.distinction}".strip()
    return tr("{what} to shelf {shelf}", what=what, shelf=product.shelf) if product.shelf else what


def _below(name: str, code: str, shelf: str) -> tuple[str, ...]:
    place = tr("{code}, shelf {shelf}", code=code, shelf=shelf) if shelf else code
    return (name, place)


def _unknown(text: str, following: tuple[str, ...]) -> AlarmFacts:
    """Return the words for a code that no product has: it may be the right item with another code."""
    return AlarmFacts(
        tr("This code is not known."),
        tr("No product has “{code}”.", code=text),
        (
            tr("Is it another code on the same box? Scan that one."),
            tr("If it is the right item, the office adds the code: Settings, Products."),
            *following,
        ),
    )


def stopped(why: str, number: str) -> AlarmFacts:
    """Return the words for an order that may not be packed any more while it lies on the bench."""
    said = {
        "cancelled": tr("Order {number} was cancelled.", number=number),
        "on_hold": tr("The office holds order {number}.", number=number),
    }
    return AlarmFacts(
        tr("Stop packing."),
        said.get(why, tr("Order {number} changed at the shop, and the office looks at it.", number=number)),
        (
            tr("Leave the box as it is: what was counted stays counted."),
            tr("Esc puts the order aside. It comes back to the queue once it is decided."),
        ),
        closing=tr("Put the order aside"),
    )


def taken_over(by: str, station: str, number: str) -> AlarmFacts:
    """Return the words for an order that another station took over while it lay on this bench."""
    return AlarmFacts(
        tr("Put this order down."),
        tr("{by} at {station} took it over: order {number}.", by=by, station=station, number=number),
        (tr("Bring the box there: what was counted stays counted."), tr("Then Esc, and F2 takes the next order.")),
        closing=tr("It is there"),
    )


def held(facts: Mapping[str, object]) -> AlarmFacts:
    """Return the words for an order that another station has."""
    who = tr("{by} at {station}", by=facts["by"], station=facts["station"])
    return AlarmFacts(
        tr("Somebody packs this order."),
        tr("{who} has order {number} on the bench.", who=who, number=facts["number"]),
        (
            tr("Ask first: what lies in the box there is counted already."),
            tr("F6 takes it over; the other bench is told, and it is written down."),
            tr("Esc leaves it there."),
        ),
        tr("Take it over"),
        tr("Leave it there"),
    )


def late(codes: Sequence[str], number: str) -> AlarmFacts:
    """Return the words for codes that came faster than a hand aims: a scanner had stored them."""
    count = len(codes)
    return AlarmFacts(
        plural("{count} scan came late.", "{count} scans came late.", count),
        tr("The scanner had stored them, perhaps for another order. First: {first}.", first=codes[0]),
        (
            tr("Do they belong to order {number}? F6 counts them here.", number=number)
            if number
            else tr("No order is open: F6 takes the first one for an order."),
            tr("If not, Esc throws them away: scan again what lies before you."),
        ),
        plural("Count {count} scan here", "Count {count} scans here", count),
        tr("Throw them away"),
    )


def other_order(number: str, *, is_label: bool) -> AlarmFacts:
    """Return the words for a paper of another order: it must not go into this box."""
    what = tr("That is a label of order {number}.", number=number) if is_label else tr(
        "That is a paper of order {number}.", number=number
    )  # fmt: skip
    return AlarmFacts(
        tr("Not this order. Take it away."),
        what,
        (
            tr("Lay it to the box of order {number}, or give it to the office.", number=number),
            tr("Take the paper of the order that lies here, and scan it."),
        ),
        closing=tr("It is away: close the alarm"),
        wants=tr("Scan the right paper"),
    )


def old_slip() -> AlarmFacts:
    """Return the words for a slip that is no longer true."""
    return AlarmFacts(
        tr("Old slip. Take it out."),
        tr("Something on it is no longer so: it was printed before a piece was taken out, moved or changed."),
        (tr("Tear it up."), tr("Lay in the one that was printed last, and scan it.")),
        closing=tr("It is out: close the alarm"),
        wants=tr("Scan the new slip"),
    )


def old_label(label: ScannedLabel, zone: ZoneInfo, now: datetime) -> AlarmFacts:
    """Return the words for a label that is no longer true, or whose parcel is no more."""
    old = label.old
    if label.order_id is None or old is None:
        return AlarmFacts(
            tr("This label is void."),
            tr("There is no such parcel any more: its order was packed anew."),
            (tr("Tear the label off."), tr("Scan what is in the box, or ask the office whose it is.")),
        )
    parcel = tr("Parcel {position} of {of}, order {number}", position=label.position, of=label.of, number=label.number)
    tear = tr("Tear it off.")
    if old.reason != label_truth.SUPERSEDED:
        sentence = tr("{parcel}: {why}.", parcel=parcel, why=texts.STALE[old.reason])
        again = tr("Esc, then F10 prints the label again where the order is packed.")
        return AlarmFacts(
            tr("Old label. It is no longer true."),
            sentence,
            (tear, again),
            closing=tr("It is off: close the alarm"),
            wants=tr("Scan the new label"),
        )
    at = words.when(old.newer_at, zone, now) if old.newer_at is not None else ""
    newer = tr("a newer label was printed {at}, {station}", at=at, station=old.station)
    why = f"{newer}; {texts.STALE[old.changed]}" if old.changed else newer
    return AlarmFacts(
        tr("Old label. There is a newer one."),
        tr("{parcel}: {why}.", parcel=parcel, why=why),
        (
            tear,
            tr("Stick the newer one on. If a second box carries it, look which box is which."),
            tr("It is lost? Esc, then F10 prints another."),
        ),
        closing=tr("It is off: close the alarm"),
        wants=tr("Scan the new label"),
    )


def _unreadable(why: str, what: str) -> AlarmFacts:
    if why == "separators":
        return AlarmFacts(
            tr("The code cannot be read."),
            tr("This scanner drops the separators: lot, expiry and serial of {what} run into each other.", what=what),
            (
                tr("Scan it with another scanner."),
                tr("The office sets this one to send separators, or names its sign in Settings, This station."),
            ),
        )
    missing = {"missing_lot": tr("its lot"), "missing_expiry": tr("its expiry"), "missing_serial": tr("its serial")}
    return AlarmFacts(
        tr("Scan the other code."),
        tr("{missing} of {what} must be known, and this code does not say it.", missing=missing[why], what=what),
        (tr("Scan the code that holds it: often a square one beside this."), tr("If there is none, put it aside.")),
    )


def _used(facts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> AlarmFacts:
    at = words.when(moments.from_text(facts["at"]), zone, now)
    sentence = tr(
        "Serial {serial} was packed for order {number}, {at}.", serial=facts["serial"], number=facts["number"], at=at
    )
    steps = (tr("Put this one aside and take another."), tr("Tell the office: one of the two is wrong."))
    return AlarmFacts(tr("This one has left already."), sentence, steps)


def _next(need: str, wanted: LineFacts | None) -> tuple[str, ...]:
    if wanted is None:
        return (tr("Then press Esc."),)
    where = (" " + tr("from shelf {shelf}", shelf=wanted.shelf)) if wanted.shelf else ""
    return (tr("Take {need}{where}.", need=need, where=where), tr("Scan it. The alarm ends by itself."))
