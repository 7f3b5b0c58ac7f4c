"""The Routes tab: what has no route, the map, the timeline and the stops of the selected van, with one selection."""
