"""Let long acts take turns that would block each other: one at a time in a database."""

from sqlalchemy import text
from sqlalchemy.orm import Session

IMPORT, INVOICE, SLOTS, REPLIES, TEXTS = 7_204_514, 7_204_517, 7_204_521, 7_204_523, 7_204_525
# as long as a statement may take: an import of ten thousand orders is over by then
PATIENCE = "55s"


def wait_for_turn(session: Session, act: int) -> None:
    """Wait for the turn, and keep it until this transaction ends.

    Errors: Unavailable `database.held` names who has it.
    """
    session.execute(text(f"set local lock_timeout = '{PATIENCE}'"))
    session.execute(text("select pg_advisory_xact_lock(:act)"), {"act": act})
