"""Tell where a parcel stands in the van, or will stand by the order of the stops."""

from dispatch_console import texts
from dispatch_console.domain.road.vanload import Place, place_for
from dispatch_console.store.entities import Parcel, Stop


def place_in_van(stop: Stop, parcel: Parcel) -> Place:
    """Return a parcel's place: where it was put, else where the order of the stops puts it."""
    if parcel.loaded_place and parcel.loaded_route_id == stop.route_id:
        return Place.from_code(parcel.loaded_place)
    return place_for(stop.position, len(stop.route.stops), parcel.weight_g or 0)


def place_words(place: Place) -> str:
    """Return a place as papers say it: `Left front, floor`."""
    return f"{texts.plain(place.side).capitalize()} {texts.plain(place.depth)}, {texts.plain(place.level)}"
