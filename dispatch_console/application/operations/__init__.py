"""What every operation stands on: who may do it, what may be typed, what was seen, and acts without an answer."""
