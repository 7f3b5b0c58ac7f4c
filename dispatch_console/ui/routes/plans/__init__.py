"""Several plans of a day: the optimiser, plans side by side, the dial."""
