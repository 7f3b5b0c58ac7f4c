"""Connectors of live order systems: each reads orders and tells of what became of them."""
