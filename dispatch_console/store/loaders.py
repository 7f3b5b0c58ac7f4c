"""Load values that the database holds and psycopg cannot make, as the nearest ones that can be."""

from datetime import date, datetime
from typing import Any

import psycopg
from psycopg import DataError
from psycopg.abc import Buffer
from psycopg.types.datetime import DateLoader, TimestamptzLoader

from dispatch_console.domain.moments import EARLIEST, LATEST, within


class _Moment(TimestamptzLoader):
    def load(self, data: Buffer) -> datetime:
        try:
            return within(super().load(data))
        except (DataError, OverflowError):
            return EARLIEST if _long_ago(data) else LATEST


class _Day(DateLoader):
    def load(self, data: Buffer) -> date:
        try:
            return min(max(super().load(data), EARLIEST.date()), LATEST.date())
        except DataError:
            return EARLIEST.date() if _long_ago(data) else LATEST.date()


def _long_ago(data: Buffer) -> bool:
    text = bytes(data)
    return text.startswith(b"-") or text.endswith(b"BC")


def register(connection: "psycopg.Connection[Any]") -> None:
    connection.adapters.register_loader("timestamptz", _Moment)
    connection.adapters.register_loader("date", _Day)
