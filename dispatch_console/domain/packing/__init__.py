"""Packing: which line a scanned item belongs to, and when an order can be sealed."""
