"""Each query of a screen names the kinds of things it reads; when one changes, the screen asks again."""

from collections.abc import Callable
from typing import Any, TypeVar

from dispatch_console.store.kinds import Kind

Query = TypeVar("Query", bound=Callable[..., Any])
_KINDS = "query_kinds"
# after a line that was lost every screen asks again
ALWAYS: frozenset[str] = frozenset({Kind.EVERYTHING})


def reads(*kinds: Kind) -> Callable[[Query], Query]:
    """Mark a query with what it reads. A test changes everything and compares."""

    def mark(query: Query) -> Query:
        setattr(query, _KINDS, frozenset(kinds))
        return query

    return mark


def kinds_of(*queries: Callable[..., Any]) -> frozenset[str]:
    """Return the kinds of things that any of these queries reads, and `*`. Errors: AttributeError for one unmarked."""
    return ALWAYS.union(*(getattr(query, _KINDS) for query in queries))
