"""a person can be erased: values of the journal are emptied, and it says of which operations

Revision: 0036, after 0035
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# nothing but a value that becomes the mark may differ: whoever calls it can rewrite nothing
EMPTY_ENTRY = """
create function empty_entry(of_id integer, new_before jsonb, new_after jsonb)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare old record;
begin
    select before, after into strict old from public.journal where id = of_id for update;
    if exists (
        select 1 from (
            select o.value as was, n.value as becomes
            from jsonb_each(old.before) o full join jsonb_each(new_before) n using (key)
            union all
            select o.value, n.value from jsonb_each(old.after) o full join jsonb_each(new_after) n using (key)
        ) pairs
        where was is distinct from becomes and (was is null or becomes is distinct from '"(erased)"'::jsonb)
    ) then
        raise exception 'append-only: values of the journal can only be emptied' using errcode = '42501';
    end if;
    perform set_config('dispatch.emptying', 'yes', true);
    update public.journal set before = new_before, after = new_after where id = of_id;
    perform set_config('dispatch.emptying', '', true);
end $$
"""
EMPTY_NOTE = """
create function empty_promise_note(of_id integer)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform set_config('dispatch.emptying', 'yes', true);
    update public.promise_entries set note = '(erased)' where id = of_id and note <> '';
    perform set_config('dispatch.emptying', '', true);
end $$
"""
REFUSE = """
create or replace function refuse_change() returns trigger language plpgsql as
$$ begin
    if tg_op = 'UPDATE' and current_setting('dispatch.emptying', true) = 'yes' then
        return new;
    end if;
    raise exception 'append-only: % on %', tg_op, tg_table_name using errcode = '42501';
end $$
"""
REFUSED_BEFORE = """
create or replace function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'append-only: % on %', tg_op, tg_table_name using errcode = '42501'; end $$
"""


def upgrade() -> None:
    op.add_column("customers", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("orders", postgresql.JSONB(), nullable=False),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_erasures_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "emptied_operations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_emptied_operations_operation_id_operations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emptied_operations")),
    )
    op.create_index("ix_emptied_operations_operation_id", "emptied_operations", ["operation_id"])
    op.execute(REFUSE)
    op.execute(EMPTY_ENTRY)
    op.execute(EMPTY_NOTE)


def downgrade() -> None:
    op.execute("drop function empty_promise_note(integer)")
    op.execute("drop function empty_entry(integer, jsonb, jsonb)")
    op.execute(REFUSED_BEFORE)
    op.drop_table("emptied_operations")
    op.drop_table("erasures")
    op.drop_column("orders", "erased_at")
    op.drop_column("customers", "erased_at")
