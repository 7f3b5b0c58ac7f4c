"""operations are written by a function that gives each its place and links it to the one before; acts have keys; a
database knows whose it is

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

GUARDED = ("operations", "journal", "promise_entries")
APPEND = """
create function append_operation(
    of_id integer, of_name text, of_actor text, of_station text, of_at timestamptz, of_key text, of_body_hash text
) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare before record;
begin
    -- one after the other, and only while this is written: what takes long was written before
    perform pg_advisory_xact_lock(7204512);
    select hash, place into before from public.operations order by place desc limit 1;
    insert into public.operations (id, name, actor, station, at, previous_hash, hash, place, body_hash, key)
    values (of_id, of_name, of_actor, of_station, of_at, coalesce(before.hash, ''),
        encode(sha256(convert_to(coalesce(before.hash, '') || of_body_hash, 'UTF8')), 'hex'),
        coalesce(before.place, 0) + 1, of_body_hash, of_key);
end $$
"""


def upgrade() -> None:
    op.add_column("operations", sa.Column("place", sa.BigInteger(), nullable=True))
    op.add_column("operations", sa.Column("body_hash", sa.Text(), nullable=True))
    op.add_column("operations", sa.Column("key", sa.Text(), nullable=True))
    op.execute("alter table operations disable trigger operations_append_only")
    op.execute(
        "update operations set place = counted.place "
        "from (select id, row_number() over (order by id) as place from operations) counted "
        "where counted.id = operations.id"
    )
    op.execute("alter table operations enable trigger operations_append_only")
    op.alter_column("operations", "place", nullable=False)
    op.create_unique_constraint("uq_operations_place", "operations", ["place"])
    op.create_unique_constraint("uq_operations_key", "operations", ["key"])
    op.drop_constraint("fk_journal_operation_id", "journal", type_="foreignkey")
    op.create_foreign_key(
        "fk_journal_operation_id", "journal", "operations", ["operation_id"], ["id"], deferrable=True,
        initially="DEFERRED",
    )  # fmt: skip
    op.execute(APPEND)
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.execute("insert into site default values")


def downgrade() -> None:
    op.drop_table("site")
    op.execute("drop function append_operation(integer, text, text, text, timestamptz, text, text)")
    op.drop_constraint("fk_journal_operation_id", "journal", type_="foreignkey")
    op.create_foreign_key("fk_journal_operation_id", "journal", "operations", ["operation_id"], ["id"])
    op.drop_constraint("uq_operations_key", "operations", type_="unique")
    op.drop_constraint("uq_operations_place", "operations", type_="unique")
    for name in ("key", "body_hash", "place"):
        op.drop_column("operations", name)
