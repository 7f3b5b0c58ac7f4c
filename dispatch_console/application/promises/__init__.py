"""Promises: windows that are offered, the call desk, and what customers agreed to."""
