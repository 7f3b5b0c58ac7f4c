"""Where a parcel stands in the van: where it was put, or where it will be put by the order of the stops."""

from dispatch_console.domain.road.vanload import Place, place_for
from dispatch_console.store.entities import Parcel, Stop


def place_in_van(stop: Stop, parcel: Parcel) -> Place:
    """What was loaded stays where it stands, whatever leaves the route afterwards."""
    if parcel.loaded_place and parcel.loaded_route_id == stop.route_id:
        return Place.from_code(parcel.loaded_place)
    return place_for(stop.position, len(stop.route.stops), parcel.weight_g or 0)


def place_words(place: Place) -> str:
    """`Left front, floor`, as papers say it."""
    return f"{place.side.capitalize()} {place.depth}, {place.level}"
