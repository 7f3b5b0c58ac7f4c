"""The command line: the same operations as the screens, without a screen. Its names and JSON shapes stay stable."""
