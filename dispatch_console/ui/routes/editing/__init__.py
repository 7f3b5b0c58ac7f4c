"""Editing by hand: what is carried, its preview, conflicts with other dispatchers."""
