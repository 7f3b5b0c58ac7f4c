"""From the reading of a file to orders: compared, taken, kept back, and changed later by their source."""
