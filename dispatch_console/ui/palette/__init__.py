"""Ctrl+K finds any order, driver, address or action; F1 lists the keys of the screen one is looking at."""
