"""From load-out to the door: loading, release, arrival, handoff, the next attempt."""
