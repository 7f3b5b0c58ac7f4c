"""Papers: the facts they print, and the guarded codes on them."""
