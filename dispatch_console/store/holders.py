"""Find the station whose open transaction makes the others wait."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from dispatch_console.store.engine import PROGRAM


@dataclass(frozen=True, slots=True)
class Holder:
    """`station` as it calls itself; `seconds` since it began its act."""

    station: str
    seconds: int


def longest(session: Session) -> Holder | None:
    """Return the other connection of this database whose transaction is the oldest; None where there is none. None
    where it is done meanwhile.
    """
    query = text(
        "select application_name, extract(epoch from clock_timestamp() - xact_start)::int as seconds "
        "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
        "and xact_start is not null and (backend_xid is not null or state like 'idle in transaction%') "
        "order by xact_start limit 1"
    )
    row = session.execute(query).first()
    return Holder(row.application_name.removeprefix(PROGRAM).strip(), row.seconds) if row else None
