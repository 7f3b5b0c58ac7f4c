"""`audit verify`: is the log of all changes as it was written?"""

import argparse

from dispatch_console.cli.answer import Answer
from dispatch_console.program import open_desk
from dispatch_console.settings import Settings
from dispatch_console.store import journal


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Exit code 1 where it is not."""
    with open_desk(settings) as desk:
        entries = desk.ask_now(journal.count)
        first = desk.ask_now(lambda session: next(journal.broken_links(session), None))
    document = {"intact": first is None, "entries": entries, "first_broken": first}
    if first is None:
        return Answer(document, (f"intact: {entries} entries",))
    return Answer(document, (f"changed afterwards: the first that does not fit is operation {first}",), 1)
