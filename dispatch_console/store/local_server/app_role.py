"""The role as which the program works: it owns its database and may do nothing else on the server.

A superuser's connection would let a hostile backup, or whoever finds its password, run programs on the machine.
"""

from collections.abc import Callable

import psycopg
from psycopg import sql

NAME = "dispatch_app"
DATABASE = "dispatch"

Connection = psycopg.Connection[tuple[object, ...]]


def set_up(administration: Connection, password: str, connect: Callable[[], Connection]) -> None:
    """Make the role and its database where they are missing. `connect` opens the database as superuser.

    A database of an earlier version, which was the superuser's, becomes the role's.
    """
    role, database = sql.Identifier(NAME), sql.Identifier(DATABASE)
    if not administration.execute("select 1 from pg_roles where rolname = %s", (NAME,)).fetchone():
        administration.execute(sql.SQL("create role {}").format(role))
    administration.execute(
        sql.SQL("alter role {} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password {}").format(
            role, sql.Literal(password)
        )
    )
    owner = administration.execute(
        "select pg_get_userbyid(datdba) from pg_database where datname = %s", (DATABASE,)
    ).fetchone()
    if owner is None:
        administration.execute(sql.SQL("create database {} owner {}").format(database, role))
    elif owner[0] != NAME:
        hand_over(connect, DATABASE, administration)


def hand_over(connect: Callable[[], Connection], name: str, administration: Connection) -> None:
    """All that stands in a database becomes the role's; what belongs to an extension stays the superuser's."""
    with connect() as connection:
        connection.execute(_HAND_OVER)
    administration.execute(sql.SQL("alter database {} owner to {}").format(sql.Identifier(name), sql.Identifier(NAME)))


# sequences of a column follow their table
_HAND_OVER = f"""do $$ declare thing record; begin
    for thing in select c.relname, c.relkind from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('e', 'a', 'i'))
        order by c.relkind <> 'r'
    loop
        execute format('alter %s public.%I owner to {NAME}',
            case thing.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
            else 'table' end, thing.relname);
    end loop;
    for thing in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    loop
        execute format('alter routine %s owner to {NAME}', thing.name);
    end loop;
end $$"""
