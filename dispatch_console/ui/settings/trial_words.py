"""Words of a trial: what a shop's orders would come in as, and what became of its own fields."""

from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.intake.comparing import ImportCheck
from dispatch_console.domain.orders.incoming import ColumnAccount, Fate, IncomingOrder
from dispatch_console.language import plural, tr, weekday_month
from dispatch_console.ui import words
from dispatch_console.ui.settings.source_looks import OwnField, SourceForm, Trial

# orders that are shown
MOST = 5


def trial(checked: ImportCheck, form: SourceForm, zone: ZoneInfo) -> Trial:
    """Return what a system would bring, in words."""
    orders = checked.reading.orders[-MOST:]
    rows = [_row(order, checked, zone) for order in orders]
    doubtful = frozenset(place for place, order in enumerate(orders) if _wrong(order, checked))
    if not checked.reading.rows:
        return Trial(title=tr("It answers, and has no orders of the last two weeks."), orders=())
    own = [_own(column, checked, form, zone) for column in checked.reading.account if column.own]
    never = [OwnField(name=name, field=ours) for name, ours in form.own_fields.items() if name not in _names(own)]
    used = sum(bool(one.field) or bool(one.becomes) for one in own)
    return Trial(
        title=tr(
            "{shown} of {count} orders as they would come in; {waiting} would wait; nothing was written, here or there",
            shown=len(orders),
            count=checked.reading.rows,
            waiting=checked.reading.rows - len(checked.reading.orders),
        ),
        orders=tuple(rows),
        doubtful=doubtful,
        own_title=tr("Own fields of this shop: {count} found, {used} used", count=len(own), used=used),
        own=(*own, *never),
    )


def _names(own: list[OwnField]) -> set[str]:
    return {one.name for one in own}


def _row(order: IncomingOrder, checked: ImportCheck, zone: ZoneInfo) -> tuple[str, ...]:
    wrong = _wrong(order, checked)
    if order.left_out is not None:
        wrong = [texts.left_out(str(order.left_out), "")]
    pieces = sum(line.quantity for line in order.lines if line.needs_delivery)
    way = texts.plain(order.handover).capitalize()
    address = ", ".join(part for part in (order.address.line1, order.address.city) if part)
    return (
        order.number,
        order.customer_name,
        address,
        _spans(order, zone) or order.wish,
        order.address.gate_code,
        str(pieces),
        "; ".join(wrong) or way,
    )


def _wrong(order: IncomingOrder, checked: ImportCheck) -> list[str]:
    return [
        texts.sentence(one.code, {"value": one.value, **one.facts})
        for one in checked.reading.problems
        if one.order_number == order.number
    ]


def _spans(order: IncomingOrder, zone: ZoneInfo) -> str:
    """Return the windows with their days, also today's: whether the day was read right is what one looks for."""
    return ", ".join(
        f"{weekday_month(window.start.astimezone(zone).date())} {words.clock(window.start, zone)}"
        f"–{words.clock(window.end, zone)}"
        for window in order.windows
    )


def _own(column: ColumnAccount, checked: ImportCheck, form: SourceForm, zone: ZoneInfo) -> OwnField:
    missed = column.fates.get(Fate.NOT_UNDERSTOOD, 0)
    used = column.fields[0] if column.fields else ""
    chosen = form.own_fields.get(column.own, "")
    return OwnField(
        name=column.own,
        field=chosen,
        by_name=texts.file_field(used) if used and not chosen else "",
        sample=column.sample,
        filled=tr("{count} of {all}", count=column.filled, all=checked.reading.rows),
        becomes=_becomes(used, column.sample, checked, zone) if used else "",
        doubts=plural("{count} not understood", "{count} not understood", missed) if missed else "",
    )


def _becomes(field: str, sample: str, checked: ImportCheck, zone: ZoneInfo) -> str:
    """Return what a sample is read as, by the first order that shows it."""
    if field in ("delivery_day", "window"):
        asked = [order for order in checked.reading.orders if order.wish]
        # one that was understood shows more
        asked.sort(key=lambda order: (not order.windows, sample not in order.wish))
        return (_spans(asked[0], zone) or asked[0].wish) if asked else ""
    if field == "collects":
        return texts.file_field("collects")
    return sample
