"""The timeline of a day: a row for each van."""
