"""Routes that stand: the day's plan, the stop of an order, live times, places in the van and the way out of it."""
