"""What the handoff page says of an order: its rows, what is missing, what the button does, why it is closed."""

from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.orders.pins import Tried
from dispatch_console.application.road.drafts import Draft
from dispatch_console.application.road.handoff_view import HandoffView, WaitingHandoff
from dispatch_console.domain.orders.pins import LOCKED
from dispatch_console.language import decimal, listed, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.handoff.understanding import Understood, is_counter
from dispatch_console.ui.widgets.card_list import Card, Mark
from dispatch_console.ui.widgets.map_colours import driver_colours


def rows(view: HandoffView, draft: Draft | None) -> tuple[tuple[str, str], ...]:
    """Return the facts of the order beside the form."""
    goods = tr(
        "{parcels}, {weight_g} kg",
        parcels=plural("{count} parcel", "{count} parcels", len(view.parcels)),
        weight_g=decimal(view.weight_g / 1000, 1),
    )
    needs = ", ".join(words.REQUIREMENTS.get(need, need) for need in view.needs) or tr("signature")
    found = [(tr("Goods"), goods), (tr("Needs"), needs)]
    if view.promise is not None:
        start, end = view.promise
        found.insert(0, (tr("Promise"), f"{words.clock(start, view.zone)}–{words.clock(end, view.zone)}"))
    if view.instructions:
        found.append((tr("Said"), view.instructions))
    if draft is not None:
        found.append((tr("Begun"), tr("by {by} at {at}", by=draft.by, at=words.clock(draft.at, view.zone))))
    return tuple(found)


def where(view: HandoffView) -> str:
    """Return at which stop the goods change hands."""
    if not view.stop:
        return tr("at the depot")
    return tr("stop {letter} {stop}, {driver}", letter=view.letter, stop=view.stop, driver=view.driver)


def says(
    view: HandoffView,
    read: Understood,
    *,
    missing: int,
    lacking: tuple[str, ...],
    blocked: bool,
    signs_again: bool,
) -> str:
    """Return the sentence above the button. `lacking`: codes of proofs that are wanted and not waited for."""
    if read.wrong:
        return read.wrong
    if signs_again:
        return tr("Goods or money changed after the signature. It has to be signed again.")
    if not missing and lacking:
        named = listed([words.PROOFS.get(code, code) for code in lacking])
        return tr("Missing, and not waited for: {named}. The record will say so.", named=named)
    if not missing:
        return ""
    said = plural("{count} proof is missing", "{count} proofs are missing", missing)
    if is_counter(view):
        return tr("{said}. Nothing is handed out before all are there.", said=said)
    if blocked:
        return tr("{said}. It cannot be recorded yet.", said=said)
    return tr("{said}. It can be recorded now; the day does not close without.", said=said)


def button(view: HandoffView, missing: int) -> str:
    """Return what the button does."""
    if is_counter(view):
        return tr("Record pick-up")
    return tr("Record, {missing} open", missing=missing) if missing else tr("Record handoff")


def closed(view: HandoffView) -> str:
    """Return why nothing can be recorded for the order; empty where it can."""
    if view.outcome != "none":
        still = [record for record in view.records if record.replaced_at is None and record.open_proofs]
        said = tr("This order has its record: {outcome_code}.", outcome_code=texts.plain(view.outcome_code))
        if still:
            proofs = ", ".join(texts.plain(code) for code in still[-1].open_proofs)
            said += " " + tr("Still to come: {proofs}. The return desk brings it.", proofs=proofs)
        return said
    if view.dispatch in ("planned", "on_manifest", "loaded"):
        return tr("This order is on a route that has not left. Take it off the route for a pick-up.")
    if not view.packed:
        return tr("This order is not packed.")
    return ""


def pin(view: HandoffView, tried: Tried | None) -> tuple[str, str]:
    """Return what is said of the PIN that was tried, and its tone."""
    if view.pin_right:
        return tr("is right"), ""
    if tried is None:
        return "", ""
    if tried.result == LOCKED:
        return tr("was wrong five times: it is compared no more"), "wrong"
    return plural("is wrong, {count} try is left", "is wrong, {count} tries are left", tried.left), "wrong"


def card(entry: WaitingHandoff, zone: ZoneInfo) -> Card:
    """Return an order that waits for its handoff as an entry of the list."""
    at = entry.since or entry.planned_at
    if entry.letter:
        colours = driver_colours(entry.letter)
        mark = Mark("letter", entry.letter, colours.fill, ink=colours.letter)
    else:
        mark = Mark("icon", "hourglass" if entry.stop else "store")
    return Card(
        key=str(entry.order_id),
        title=entry.customer,
        right=words.clock(at, zone) if at else "",
        under=entry.where,
        under_right=entry.group.lower(),
        mark=mark,
    )
