"""Names and keys of the lists beside the queue that come and go: vans, who holds what, saved ones."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console.application.orders.lists import Lists
from dispatch_console.application.orders.queue import OrderFilter
from dispatch_console.language import tr
from dispatch_console.ui import words
from dispatch_console.ui.orders.filters import ListEntry


@dataclass(frozen=True, slots=True)
class ShownLists:
    """`groups`: entries by title; `wanted`: the filter of each entry, by its key."""

    groups: tuple[tuple[str, tuple[ListEntry, ...]], ...]
    wanted: dict[str, OrderFilter]


def list_entries(found: Lists, zone: ZoneInfo, now: datetime) -> ShownLists:
    """Return the entries of every list, with what each of them filters."""
    wanted: dict[str, OrderFilter] = {}
    vans, held, saved = [], [], []
    for van in found.vans:
        key = f"van:{van.leaves_at.isoformat()}"
        left = tr("{when}, left", when=words.when(van.leaves_at, zone, now))
        name = left if van.leaves_at < now else words.when(van.leaves_at, zone, now)
        vans.append(ListEntry(key, name, van.count))
        wanted[key] = OrderFilter(work=True, leaves_at=van.leaves_at)
    for person in found.held:
        key = f"held:{person.by}|{person.at}"
        held.append(ListEntry(key, f"{person.by}, {person.at}", person.count))
        wanted[key] = OrderFilter(work=True, held_by=person.by, held_at=person.at)
    for one in found.saved:
        key = f"saved:{one.id}"
        saved.append(ListEntry(key, one.name, one.count, can_go=True))
        wanted[key] = one.wanted
    return ShownLists(((tr("Van"), tuple(vans)), (tr("Held by"), tuple(held)), (tr("Saved"), tuple(saved))), wanted)
