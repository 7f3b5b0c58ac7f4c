"""Kinds of things that change: what the feed announces, and what each screen listens to."""

from enum import StrEnum


class Kind(StrEnum):
    """An order announces an axis that moved by that axis, so that a scan at a bench redraws no route."""

    # of orders: `ORDERS` are the facts that a source tells, and orders that come or go
    ORDERS = "orders"
    VERIFICATION = "verification"
    PACKING = "packing"
    SCANS = "scans"
    HOLDING = "holding"
    PROMISES = "promises"
    DISPATCH = "dispatch"
    OUTCOMES = "outcomes"
    CLOSURE = "closure"
    LOADING = "loading"
    # of plans: `ROAD` is what happens to a plan once its vans leave
    PLANS = "plans"
    ROAD = "road"
    VARIANTS = "variants"
    ADDRESSES = "addresses"
    CUSTOMERS = "customers"
    FLEET = "fleet"
    PAPERS = "papers"
    MESSAGES = "messages"
    PRODUCTS = "products"
    QUARANTINE = "quarantine"
    REGIONS = "regions"
    SITE = "site"
    SOURCES = "sources"
    WRITE_BACKS = "write_backs"
    HINTS = "hints"
    SUPERVISOR_CALLS = "supervisor_calls"
    INBOX = "inbox"
    # phones of drivers, and what they said
    PHONES = "phones"
    # after a line that was lost: nobody knows what was missed
    EVERYTHING = "*"


Kinds = frozenset[str]
