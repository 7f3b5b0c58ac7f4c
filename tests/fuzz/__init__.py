"""Order files with mistakes of all kinds: none crashes a reader, hangs it, or takes a good row with it."""
