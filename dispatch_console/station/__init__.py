"""Workflows between the outside and the operations: files, papers, maps, backups, and this station's options."""
