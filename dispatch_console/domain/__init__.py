"""Plain Python: orders, gates, windows, routes and the rules between them. Standard library only; no I/O, no clock."""
