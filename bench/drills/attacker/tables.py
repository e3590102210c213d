"""A superuser's SQL: every table with what PostgreSQL keeps beside each row, and copies of the whole database."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from drills.attacker.evidence import Evidence, ballot_id

# Ids and hashes as COPY writes them, wherever they stand: jobs, sessions, counts and the audit are looked at alike.
_NAMES: Final = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\\\x(?:[0-9a-f]{2}){32,}")
_TABLES: Final = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
_STATISTICS: Final = (
    "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del, n_tup_hot_upd, n_live_tup, n_dead_tup, seq_scan, idx_scan"
    " FROM pg_stat_user_tables ORDER BY 1"
)
# Number of the transaction that wrote a row, and of the one that took it away.
_BESIDE: Final = 3


def dump(to: Path) -> None:
    """Copy every table into one file, each row with its place and its transactions, and the statistics after them."""
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor, to.open("wb") as file:
        cursor.execute(_TABLES)
        for (table,) in cursor.fetchall():
            file.write(f"\n-- {table}\n".encode())
            _copy(cursor, f'SELECT ctid, xmin, xmax, * FROM "{table}" ORDER BY ctid', file)  # noqa: S608  its own names
        file.write(b"\n-- statistics\n")
        _copy(cursor, _STATISTICS, file)


def _copy(cursor: Any, query: str, file: BinaryIO) -> None:
    """Write what a query gives. The cursor's `copy` is psycopg's, behind Django's."""
    with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        file.writelines(copy)


def read(path: Path, people: Mapping[bytes, str]) -> Evidence:
    """Return what a copy tells. `people` are known by id and by the hash of their link, as COPY writes them."""
    found = Evidence()
    answered, ballots, by_id = [], [], []
    for table, line in _lines(path):
        fields = line.split(b"\t")
        numbers = {int(number) for number in fields[1:_BESIDE] if number != b"0"}
        for name in _NAMES.findall(line):
            if name in people:
                found.people[people[name]] |= numbers
            elif len(name) > 2000 and (ballot := ballot_id(bytes.fromhex(name[3:].decode()))):
                found.ballots[ballot] |= numbers
                ballots.append(ballot)
                by_id.append((fields[_BESIDE], ballot))
        if table == b"invitations_invitation" and fields[_BESIDE] in people:
            answered.append((int(fields[1]), people[fields[_BESIDE]]))
    found.people_in_order = {
        "place of the invitation": [person for _number, person in answered],
        "transaction of the flag": [person for _number, person in sorted(answered)],
    }
    found.ballots_in_order = {
        "place in the urn": ballots,
        "id in the urn": [ballot for _id, ballot in sorted(by_id)],
        "hash of the ballot": sorted(ballots),
    }
    return found


def places(path: Path, people: Mapping[bytes, str]) -> dict[tuple[int, int], str]:
    """Return who stood at which place of the invitations (block, line) when a copy was taken."""
    found = {}
    for table, line in _lines(path):
        fields = line.split(b"\t")
        if table == b"invitations_invitation" and fields[_BESIDE] in people:
            block, number = fields[0].strip(b"()").split(b",")
            found[int(block), int(number)] = people[fields[_BESIDE]]
    return found


def _lines(path: Path) -> Iterator[tuple[bytes, bytes]]:
    table = b""
    with path.open("rb") as file:
        for line in file:
            if line.startswith(b"-- "):
                table = line[3:].strip()
            elif line.strip() and table != b"statistics":
                yield table, line.rstrip(b"\n")


def known_as(person_id: str, link_hash: bytes) -> tuple[bytes, bytes]:
    """Return how COPY writes the two names of a person."""
    return person_id.encode(), b"\\\\x" + link_hash.hex().encode()
