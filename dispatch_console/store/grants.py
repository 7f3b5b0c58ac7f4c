"""What each role may do in the database. The owner of the tables says it; who is not there is left out.

`OWNER` changes tables and nothing else works as it; `APP` is the program; `READER` is for reports of the site's own.
On a shared server `installer/shared_roles.sql` makes them; where the program's account owns the tables, nothing keeps
whoever has its password from rewriting the journal, and `doctor` says so.
"""

from sqlalchemy import Connection, text

OWNER, APP, READER = "dispatch_owner", "dispatch_app", "dispatch_reader"
# written by the function `append_operation` alone
FUNCTION_ONLY = ("operations",)
# may be added to
APPEND_ONLY = ("journal", "promise_entries", "emptied_operations", "erasures")
# functions by which the program does what its rights do not allow
FUNCTIONS = (
    "append_operation(integer, text, text, text, timestamptz, text, text)",
    "empty_entry(integer, jsonb, jsonb)",
    "empty_promise_note(integer)",
)
# told by migrations
READ_ONLY = ("alembic_version", "site")


def give(connection: Connection) -> None:
    """Grant program and reader their rights again. Needs the owner's connection."""
    known = set(
        connection.scalars(
            text("select rolname from pg_roles where rolname = any(:roles) and rolname <> current_user"),
            {"roles": [APP, READER]},
        )
    )
    statements: list[str] = []
    if APP in known:
        statements += [
            f"grant usage on schema public to {APP}",
            f"revoke all on all tables in schema public from {APP}",
            f"grant select, insert, update, delete on all tables in schema public to {APP}",
            f"grant usage, select on all sequences in schema public to {APP}",
        ]
        statements += [f"revoke insert, update, delete on {table} from {APP}" for table in (*FUNCTION_ONLY, *READ_ONLY)]
        statements += [f"revoke update, delete on {table} from {APP}" for table in APPEND_ONLY]
    if READER in known:
        statements += [
            f"grant usage on schema public to {READER}",
            f"grant select on all tables in schema public to {READER}",
            f"grant select on all sequences in schema public to {READER}",
        ]
    if known:
        statements += [f"revoke all on function {function} from public" for function in FUNCTIONS]
        statements += [f"grant execute on function {function} to {APP}" for function in FUNCTIONS if APP in known]
    for statement in statements:
        connection.execute(text(statement))


def journal_is_guarded(connection: Connection) -> bool:
    """Return whether the account of this connection can add to the journal and not change it."""
    query = "select not bool_or(has_table_privilege(name, 'update') or pg_has_role(relowner, 'member')) "
    query += "from unnest(cast(:names as text[])) name join pg_class on pg_class.oid = name::regclass"
    return bool(connection.scalar(text(query), {"names": [*FUNCTION_ONLY, *APPEND_ONLY]}))
