"""The fleet: vans, drivers and shifts as people keep them."""
