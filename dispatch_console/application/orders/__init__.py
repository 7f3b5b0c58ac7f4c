"""Orders: the queue, everything about one, the verify gate, addresses and pins."""
