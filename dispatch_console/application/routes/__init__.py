"""Routes that stand, read only: the day's plan, the stop of an order, live times, places in the van."""
