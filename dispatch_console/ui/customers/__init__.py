"""The Customers tab: what waits for an answer, what was said, and all of one customer."""
