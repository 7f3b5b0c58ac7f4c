"""Straight distances and the square of street maps."""
