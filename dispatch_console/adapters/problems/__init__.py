"""Routing problems of others: benchmark files and VROOM's JSON."""
