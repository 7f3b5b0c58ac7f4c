"""What all tables share: typed columns, names of constraints, and which changes the journal and the feed see."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ARRAY, DateTime, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    """`kind` is announced when a row changes, `kinds_by_column` where only some columns did.

    `journaled` is false for rows that are history themselves.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text,
        list[str]: ARRAY(Text),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }
    kind: ClassVar[str] = ""
    # a column that follows from others announces nothing itself: its kind is empty
    kinds_by_column: ClassVar[Mapping[str, str]] = {}
    journaled: ClassVar[bool] = True

    def kinds_of(self, columns: Iterable[str]) -> set[str]:
        """Return the kinds to announce when these columns changed."""
        return {self.kinds_by_column.get(column, self.kind) for column in columns} - {""}

    def every_kind(self) -> set[str]:
        """Return the kinds to announce when the row is new or gone."""
        return self.table_kinds()

    @classmethod
    def table_kinds(cls) -> set[str]:
        """Return every kind of which a row of the table can be."""
        return {cls.kind, *cls.kinds_by_column.values()} - {""}


class Versioned:
    """A row whose lost updates are refused: each update must still find the version that was read."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
