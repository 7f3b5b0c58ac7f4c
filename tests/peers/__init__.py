"""Order systems that run here for real: `make test-peers`. Not part of `make test`, which has servers of its own."""
