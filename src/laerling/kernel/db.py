"""Idioms of PostgreSQL used all over the house: rows in by COPY, large tables joined, conditional updates."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from psycopg import sql

_NULL = "\\N"
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class LostRace(RuntimeError):
    """A conditional update did not hit the one row it was meant for."""


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Stream rows into `table` with COPY on Django's connection, and return how many. Memory stays flat."""
    count = 0
    with _landing(table, columns) as landing, connection.cursor() as cursor, cursor.copy(landing) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def copy_blocks(table: str, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    """Stream rows that are COPY's text already (`copy_text`) into `table` on Django's connection."""
    with _landing(table, columns) as landing, connection.cursor() as cursor, cursor.copy(landing) as copy:
        for block in blocks:
            copy.write(block)


def copy_text(
    columns: Sequence[Sequence[str | None]], *, first: Sequence[str] = (), nulls_in: Collection[int] = ()
) -> bytes:
    """Return rows, given as columns of texts, as COPY's text.

    `first` are values that stand first in every row; `nulls_in` are the places of the columns that may hold None.
    The text is joined whole and looked at for what would need escaping; only where there is such, each value is
    escaped. It takes a fraction of handing rows over one by one.
    """
    begin = "".join(f"{value.translate(_ESCAPED)}\t" for value in first)
    n_nulls = sum(columns[place].count(None) for place in nulls_in)
    shown = [
        [_NULL if value is None else value for value in column] if place in nulls_in else column
        for place, column in enumerate(columns)
    ]
    text = _lines(shown, begin)
    marks = [text.count(mark) for mark in "\t\n\r\\"]
    n_rows = len(columns[0])
    if marks != [n_rows * (len(first) + len(columns) - 1), n_rows, 0, n_nulls]:
        text = _lines([[_escaped(value) for value in column] for column in columns], begin)
    return text.encode()


def _lines(columns: Sequence[Sequence[Any]], begin: str) -> str:
    return begin + f"\n{begin}".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _escaped(value: str | None) -> str:
    return _NULL if value is None else value.translate(_ESCAPED)


@contextmanager
def joined_whole() -> Iterator[None]:
    """Join tables by hash, in ample memory, for some statements of a transaction.

    Of a table that this transaction has filled nothing is known, or worse: that it is empty, where autovacuum came by
    meanwhile. Guessed to hold a row or two, it would be joined row by row, for minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'")
        yield
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT")


def require_one(updated: int) -> None:
    """Check that a conditional update hit exactly one row. Raises LostRace."""
    if updated != 1:
        raise LostRace


@contextmanager
def _landing(table: str, columns: Sequence[str]) -> Iterator[sql.Composed]:
    """Yield the COPY statement for rows of `table`.

    Where policies on rows bind the role we are in, PostgreSQL takes no COPY into the table: the rows land in a temporary
    one, and at the end each is held to the policies.
    """
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    own = sql.Identifier(table)
    if not _is_guarded(table):
        yield sql.SQL("COPY {} ({}) FROM STDIN").format(own, names)
        return
    landing = sql.Identifier(f"landing_of_{table}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(landing, names, own)
        )
        yield sql.SQL("COPY {} ({}) FROM STDIN").format(landing, names)
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(own, names, names, landing))
        cursor.execute(sql.SQL("DROP TABLE {}").format(landing))


def _is_guarded(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(to_regclass(%s)::oid)", [table])
        return bool(cursor.fetchone()[0])
