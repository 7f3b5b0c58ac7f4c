"""Messages to customers: when one is written, how it is worded, which were not sent."""
