"""Messages to customers: when they are due, and whether they are still true."""
