"""The road: live times, places in the van, outcomes at the door and the proof they need."""
