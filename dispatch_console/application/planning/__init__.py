"""Planning a day: its problem, plans, edits by hand, publishing."""
