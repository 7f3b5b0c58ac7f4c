"""rows of several files of one name may wait side by side

Revision: 0012, after 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = "uq_quarantined_rows_file_row_column_name_code"


def upgrade() -> None:
    op.drop_constraint(NAME, "quarantined_rows", type_="unique")
    op.create_index("ix_quarantined_rows_source_order_number", "quarantined_rows", ["source", "order_number"])


def downgrade() -> None:
    op.drop_index("ix_quarantined_rows_source_order_number", table_name="quarantined_rows")
    op.execute(
        """DELETE FROM quarantined_rows AS older USING quarantined_rows AS newer
        WHERE (older.file, older.row, older.column_name, older.code)
            = (newer.file, newer.row, newer.column_name, newer.code) AND older.id < newer.id"""
    )
    op.create_unique_constraint(NAME, "quarantined_rows", ["file", "row", "column_name", "code"])
