"""The three roles of the local server, none of which is a superuser: what a superuser's connection reads could run
programs on the machine.

The owner has the tables and changes them when the program is brought up to date; the program itself works as another
role, which can add to the journal and not change it; a reader sees everything for reports of the site's own.
"""

from collections.abc import Callable, Mapping

import psycopg
from psycopg import sql

from dispatch_console.store.grants import APP, OWNER, READER

DATABASE = "dispatch"

Connection = psycopg.Connection[tuple[object, ...]]


def set_up(administration: Connection, passwords: Mapping[str, str], connect: Callable[[], Connection]) -> bool:
    """Create the roles and the database where they are missing. `connect` opens the database as superuser.

    A database of an earlier version becomes the owner's. Returns whether it did: the rights of the others must then be
    granted again.
    """
    for name in (OWNER, APP, READER):
        role = sql.Identifier(name)
        if not administration.execute("select 1 from pg_roles where rolname = %s", (name,)).fetchone():
            administration.execute(sql.SQL("create role {}").format(role))
        administration.execute(
            sql.SQL(
                "alter role {} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password {}"
            ).format(role, sql.Literal(passwords[name]))
        )
    owner = administration.execute(
        "select pg_get_userbyid(datdba) from pg_database where datname = %s", (DATABASE,)
    ).fetchone()
    if owner is None:
        administration.execute(
            sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )
        return False
    if owner[0] == OWNER:
        return False
    hand_over(connect, DATABASE, administration)
    return True


def hand_over(connect: Callable[[], Connection], name: str, administration: Connection) -> None:
    """Make the owner's all that is in a database, but for what belongs to an extension."""
    with connect() as connection:
        connection.execute(_HAND_OVER)
    administration.execute(sql.SQL("alter database {} owner to {}").format(sql.Identifier(name), sql.Identifier(OWNER)))


# sequences of a column follow their table
_HAND_OVER = f"""do $$ declare thing record; begin
    for thing in select c.relname, c.relkind from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('e', 'a', 'i'))
        order by c.relkind <> 'r'
    loop
        execute format('alter %s public.%I owner to {OWNER}',
            case thing.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
            else 'table' end, thing.relname);
    end loop;
    for thing in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    loop
        execute format('alter routine %s owner to {OWNER}', thing.name);
    end loop;
end $$"""
