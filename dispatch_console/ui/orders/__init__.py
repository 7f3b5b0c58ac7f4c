"""The Orders tab: the queue and the order beside it."""
