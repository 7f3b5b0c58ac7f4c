"""Of what customers are told, by which way and when: one page of Settings, kept as a whole."""

from collections.abc import Collection, Mapping, Sequence

from dispatch_console.application.messages import hours, ways
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.site import notices
from dispatch_console.domain import roles
from dispatch_console.store.transaction import Transaction


@operation("keep_message_rules", roles.SUPERVISOR)
def keep_message_rules(
    tx: Transaction, told: Collection[str], by_way: Mapping[str, Sequence[str]], when: Sequence[str]
) -> None:
    """Set of which decisions customers are told, by which way each kind goes, and when nobody is written to. `when`:
    quiet from, quiet until, minutes of a reminder before its van, own words that end messages, as they are typed.

    Errors: those of `hours.keep_message_hours` and `ways.keep_message_ways`; then nothing of it is kept.
    """
    hours.keep_message_hours(tx, *when)
    ways.keep_message_ways(tx, by_way)
    notices.keep_notices(tx, told)
