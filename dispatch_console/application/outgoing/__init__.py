"""Workflows that send: due messages and papers by e-mail."""
