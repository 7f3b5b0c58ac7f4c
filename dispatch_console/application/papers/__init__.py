"""Papers: the facts on each, the ledger of prints, and whether they are still true."""
