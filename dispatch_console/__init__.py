"""Dispatch Console: a warehouse delivers its own orders, step by step as its operating procedure says."""
