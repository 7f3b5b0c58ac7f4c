"""Postgres: the local server, tables, transactions, the journal, the outbox and the change feed."""
