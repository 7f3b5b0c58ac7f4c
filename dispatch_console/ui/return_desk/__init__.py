"""The end of the day: vans come back, and the day is closed."""
