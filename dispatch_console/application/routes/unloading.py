"""Take parcels out of a van: the one place where that is written."""

from collections.abc import Iterable

from dispatch_console.store.entities import Parcel


def unload(parcels: Iterable[Parcel]) -> None:
    """Take parcels out of the van that they are in; those that are in none stay as they are."""
    for parcel in parcels:
        parcel.loaded_route_id = parcel.loaded_at = None
        parcel.loaded_place = ""
