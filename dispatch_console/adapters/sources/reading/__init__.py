"""Orders out of rows: which cells become which fields, and the account of every cell."""
