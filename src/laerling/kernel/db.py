"""Two idioms of PostgreSQL used all over the house: rows in by COPY, and conditional updates."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg import sql


class LostRace(RuntimeError):
    """A conditional update did not hit the one row it was meant for."""


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Stream rows into `table` with COPY on Django's connection, and return how many. Memory stays flat.

    Where the table's rows are guarded by policies for this role, PostgreSQL takes no COPY into it: the rows go by a
    temporary table then, and each is held to the policies.
    """
    if _is_guarded(table):
        return _copy_by_way(table, columns, rows)
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


def _is_guarded(table: str) -> bool:
    """Return whether policies on rows bind the role we are in; never for a temporary table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(to_regclass(%s)::oid)", [table])
        return bool(cursor.fetchone()[0])


def _copy_by_way(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    way = sql.Identifier(f"way_to_{table}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                way, names, sql.Identifier(table)
            )
        )
        count = copy_in(f"way_to_{table}", columns, rows)
        cursor.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(sql.Identifier(table), names, names, way)
        )
        cursor.execute(sql.SQL("DROP TABLE {}").format(way))
    return count
