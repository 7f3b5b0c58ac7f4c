"""Requirements of every operation: rights, typed texts, records as seen, and acts whose answer was lost."""
