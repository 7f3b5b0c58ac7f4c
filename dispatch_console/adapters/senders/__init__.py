"""Message senders: one module per channel."""
