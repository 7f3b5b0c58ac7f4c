"""The shared vocabulary of the screens."""
