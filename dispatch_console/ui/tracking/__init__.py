"""The Tracking tab: exceptions, the board of the day with its map, load-out, and the record of the handoff."""
