"""What lies staged, compared with the contracts of its round and stage, and moved into them."""

from typing import Final
from uuid import UUID

from django.db import connection
from psycopg import sql

from laerling.kernel.db import joined_whole
from laerling.register.actions.contracts.staging import FIELDS
from laerling.register.actions.tally import Tally
from laerling.register.layouts import layout
from laerling.register.models import Contract, Extract

_NAMES: Final = tuple(map(sql.Identifier, FIELDS))
_COMPARED: Final = tuple(sql.Identifier(name) for name in layout("vigo").names if name != "count_date")

_INSERT: Final = """
    INSERT INTO register_contract (round_id, stage, extract_id, {fields})
    SELECT round_id, stage, extract_id, {fields} FROM register_stagedcontract WHERE extract_id = %(extract)s
"""
# Contracts that are new or come from a later file: by count date, then by the file's hash.
_UPSERT: Final = """
    WITH written AS (
        INSERT INTO register_contract AS kept (round_id, stage, extract_id, {fields})
        SELECT round_id, stage, extract_id, {fields} FROM register_stagedcontract WHERE extract_id = %(extract)s
        ON CONFLICT (round_id, stage, number) DO UPDATE SET extract_id = EXCLUDED.extract_id, {changes}
        WHERE (EXCLUDED.count_date, %(sha256)s) >
            (kept.count_date, (SELECT sha256 FROM register_extract WHERE id = kept.extract_id))
        RETURNING old.id IS NULL AS is_new, ({before}) IS DISTINCT FROM ({after}) AS is_other)
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_other AND NOT is_new) FROM written
"""
# The same, without writing.
_COMPARE: Final = """
    SELECT count(*) FILTER (WHERE kept.id IS NULL), count(*) FILTER (WHERE kept.id IS NOT NULL
        AND (staged.count_date, %(sha256)s) > (kept.count_date, brought.sha256)
        AND ({before}) IS DISTINCT FROM ({after}))
    FROM register_stagedcontract AS staged
    LEFT JOIN register_contract AS kept
        ON kept.round_id = %(round)s AND kept.stage = %(stage)s AND kept.number = staged.number
    LEFT JOIN register_extract AS brought ON brought.id = kept.extract_id
    WHERE staged.extract_id = %(extract)s
"""
# The counties as a list: joined, a county's thousands of rows would be tried against as many.
_MISSING: Final = """
    SELECT count(*) FROM register_contract AS kept
    WHERE round_id = %(round)s AND stage = %(stage)s
        AND county_code = ANY(
            ARRAY(SELECT DISTINCT county_code FROM register_stagedcontract WHERE extract_id = %(extract)s))
        AND NOT EXISTS (SELECT FROM register_stagedcontract AS staged
            WHERE staged.extract_id = %(extract)s AND staged.number = kept.number)
"""


def compare(extract: Extract, tally: Tally) -> None:
    """Count what a staged file would bring: new and changed contracts, and those of its counties that it lacks."""
    if is_empty(extract):
        tally.n_new = tally.n_good
    else:
        with joined_whole():
            (tally.n_new, tally.n_changed) = _counts(_COMPARE, "kept", "staged", extract)
            (tally.n_missing,) = _row(sql.SQL(_MISSING), extract)
    tally.n_unchanged = tally.n_good - tally.n_new - tally.n_changed


def store(extract: Extract, tally: Tally) -> None:
    """Move a staged file into the contracts, and count what it brought."""
    if is_empty(extract):
        statement = sql.SQL(_INSERT).format(fields=sql.SQL(", ").join(_NAMES))
        with connection.cursor() as cursor:
            cursor.execute(statement, _given(extract))
            tally.n_new = cursor.rowcount
    else:
        with joined_whole():
            (tally.n_missing,) = _row(sql.SQL(_MISSING), extract)
            (tally.n_new, tally.n_changed) = _counts(_UPSERT, "old", "new", extract)
    tally.n_unchanged = tally.n_good - tally.n_new - tally.n_changed


def is_empty(extract: Extract) -> bool:
    """Whether the stage has no contracts yet: then nothing can be changed or missing. The round's lock is ours."""
    return not Contract.objects.filter(round_id=extract.round_id, stage=extract.stage).exists()


def _counts(statement: str, before: str, after: str, extract: Extract) -> tuple[int, ...]:
    return _row(
        sql.SQL(statement).format(
            fields=sql.SQL(", ").join(_NAMES),
            changes=sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(name) for name in _NAMES),
            before=sql.SQL(", ").join(sql.SQL("{}.{}").format(sql.Identifier(before), name) for name in _COMPARED),
            after=sql.SQL(", ").join(sql.SQL("{}.{}").format(sql.Identifier(after), name) for name in _COMPARED),
        ),
        extract,
    )


def _row(statement: sql.SQL | sql.Composed, extract: Extract) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(extract))
        found: tuple[int, ...] = cursor.fetchone()
    return found


def _given(extract: Extract) -> dict[str, int | str | UUID]:
    return {"round": extract.round_id, "stage": extract.stage, "extract": extract.id, "sha256": extract.sha256}
