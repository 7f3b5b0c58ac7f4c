"""Files of an installed region, as those who write and those who read them know them: road graph, tiles of the map."""
