"""Phones of drivers: whose is ready, how one is paired, and what of theirs waits for a person."""
