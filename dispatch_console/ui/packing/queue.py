"""The queue of the benches: which orders wait, for which van, and who has them."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.application.packing.pack_queue import PackQueueRow
from dispatch_console.language import plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.packing.tab import PackingTab, QueueCounts
from dispatch_console.ui.widgets.card_list import Card


class BenchQueue:
    """Shows the orders that wait; `filter` is a figure of the head, empty for all."""

    def __init__(self, tab: PackingTab, me: tuple[str, str]) -> None:
        """`me`: who packs here, and the station."""
        self._tab, self._me = tab, me
        self.filter = ""
        self.rows: tuple[PackQueueRow, ...] = ()

    def show(self, open_order: int | None, zone: ZoneInfo, now: datetime) -> None:
        """Show those of the filter."""
        van = self._next_van(now)
        counts = QueueCounts(
            all=len(self.rows),
            van=sum(1 for row in self.rows if van is not None and row.leaves_at == van),
            van_leaves=words.when(van, zone, now) if van is not None else "",
            changed=sum(1 for row in self.rows if row.changed),
            part=sum(1 for row in self.rows if row.is_part),
        )
        cards = tuple(self._card(row, open_order, zone, now) for row in self.shown(now))
        self._tab.show_queue(cards, str(open_order or ""), counts)
        self._show_next(open_order, zone, now)

    def _show_next(self, open_order: int | None, zone: ZoneInfo, now: datetime) -> None:
        following = self.next_one(open_order, now)
        if following is None:
            self._tab.next_order.show_next("", "", "")
            return
        items = plural("{count} item", "{count} items", following.pieces)
        if following.packed:
            items = tr("{packed} of {count} items are in", packed=following.packed, count=following.pieces)
        leaves = tr("leaves {leaves}", leaves=words.when(following.leaves_at, zone, now)) if following.leaves_at else ""
        said = ", ".join(part for part in (items, leaves) if part)
        self._tab.next_order.show_next(following.number, following.customer, said)

    def shown(self, now: datetime) -> Sequence[PackQueueRow]:
        """Return the orders of the filter."""
        van = self._next_van(now)
        asked = {
            "van": lambda row: row.leaves_at == van,
            "changed": lambda row: row.changed,
            "part": lambda row: row.is_part,
        }.get(self.filter)
        return [row for row in self.rows if asked is None or asked(row)]

    def next_one(self, open_order: int | None, now: datetime) -> PackQueueRow | None:
        """Return the most urgent order that nobody else has."""
        for row in self.shown(now):
            if row.id != open_order and (not row.held_by or (row.held_by, row.held_at) == self._me):
                return row
        return None

    def _next_van(self, now: datetime) -> datetime | None:
        leaving = [row.leaves_at for row in self.rows if row.leaves_at is not None]
        return min((at for at in leaving if at >= now), default=min(leaving, default=None))

    def _card(self, row: PackQueueRow, open_order: int | None, zone: ZoneInfo, now: datetime) -> Card:
        items = plural("{count} item", "{count} items", row.pieces)
        is_late = row.leaves_at is not None and row.leaves_at < now
        note, tone, sign = self._note(row, open_order)
        return Card(
            key=str(row.id),
            title=row.number.removeprefix("SO-"),
            right=words.when(row.leaves_at, zone, now) if row.leaves_at else "",
            under=items,
            under_right=note,
            under_tone=tone,
            under_sign=sign,
            tone="wrong" if is_late else "",
        )

    def _note(self, row: PackQueueRow, open_order: int | None) -> tuple[str, str, str]:
        """Return what stands right below, its tone and its sign."""
        if row.id == open_order:
            return tr("open"), "accent", ""
        if row.changed:
            return tr("changed"), "decide", "git-compare"
        if row.held_by:
            return f"{row.held_by.split()[0]}, {row.held_at}", "", "lock"
        if row.handed_from:
            return tr("from {who}", who=row.handed_from.split()[0]), "decide", "arrow-left-right"
        if row.is_part:
            return tr("part pack"), "decide", "package-x"
        return (tr("{count} in", count=row.packed), "decide", "package-open") if row.packed else ("", "", "")
