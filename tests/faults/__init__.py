"""`python -m tests.faults`: stations on one database while lines break, computers sleep and servers die."""
