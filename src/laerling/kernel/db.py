"""Two idioms of PostgreSQL used all over the house: rows in by COPY, and conditional updates."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql


class LostRace(RuntimeError):
    """A conditional update did not hit the one row it was meant for."""


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Stream rows into `table` with COPY on Django's connection, and return how many. Memory stays flat."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def require_one(updated: int) -> None:
    """Check that a conditional update hit exactly one row. Raises LostRace."""
    if updated != 1:
        raise LostRace
