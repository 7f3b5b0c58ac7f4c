"""One OpenStreetMap extract in, the street map of a region out."""
