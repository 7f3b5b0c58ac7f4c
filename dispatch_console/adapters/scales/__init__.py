"""Scales at a packing bench."""
