"""Tests mirror the package; `journeys` play the whole program, `benchmarks` measure it."""
