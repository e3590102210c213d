"""The database's own files, read without asking it: what was deleted, and what nobody thought of."""

import struct
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from drills.attacker.evidence import BALLOT, Claims, Evidence

_PAGE: Final = 8192
# A row's header is 23 bytes and then, where a column is empty, one bit for each; what follows begins at a multiple of 8.
_HEADERS: Final = (24, 32)
# How far into a row what it is known by may stand, and how many columns a row may have.
_WITHIN: Final = 160
_COLUMNS: Final = 60
# How near to a person's name a ballot must lie to be taken for theirs.
_NEAR: Final = 8192


def read(folder: Path, people: Mapping[bytes, str], *, but_not: str = "pg_wal") -> Evidence:
    """Return what all files of the data folder hold of people and ballots: rows, live or dead, and neighbours.

    `people` by the raw bytes of their id and of their link's hash.
    """
    found, finder = Evidence(), Finder(people)
    for data in files(folder, but_not=but_not):
        persons, ballots = list(finder.people(data)), list(finder.ballots(data))
        for place, person in persons:
            found.people[person] |= _transactions(data, place)
        for place, ballot in ballots:
            found.ballots[ballot] |= _transactions(data, place)
        found.beside |= beside(persons, ballots)
    return found


def files(folder: Path, *, but_not: str = "pg_wal") -> Iterator[bytes]:
    """Yield every file of the data folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and but_not not in path.parts:
            yield path.read_bytes()


class Finder:
    """Finds people and ballots in bytes, wherever they stand."""

    def __init__(self, people: Mapping[bytes, str]) -> None:
        self._people = {name[:8]: (name, person) for name, person in people.items()}
        self._beginnings = np.sort(np.frombuffer(b"".join(self._people), dtype="<u8"))

    def people(self, data: bytes) -> Iterator[tuple[int, str]]:
        """Yield where whom's name stands, in order."""
        for place in sorted(place for shift in range(8) for place in self._places(data, shift)):
            name, person = self._people[data[place : place + 8]]
            if data.startswith(name, place):
                yield place, person

    def _places(self, data: bytes, shift: int) -> Iterator[int]:
        length = (len(data) - shift) // 8
        if length > 0:
            words = np.frombuffer(data, dtype="<u8", count=length, offset=shift)
            nearest = np.searchsorted(self._beginnings, words)
            nearest[nearest == len(self._beginnings)] = 0
            yield from (int(word) * 8 + shift for word in np.flatnonzero(self._beginnings[nearest] == words))

    @staticmethod
    def ballots(data: bytes) -> Iterator[tuple[int, str]]:
        """Yield where which ballot begins, in order."""
        for match in BALLOT.finditer(data):
            yield match.start(), match[1].decode()


def beside(persons: list[tuple[int, str]], ballots: list[tuple[int, str]]) -> Claims:
    """Pair each ballot with the person whose name stands nearest before it, or else after it."""
    claims: Claims = {}
    places = [place for place, _person in persons]
    for place, ballot in ballots:
        at = bisect_left(places, place)
        near = [persons[one] for one in (at - 1, at) if 0 <= one < len(persons) and abs(places[one] - place) <= _NEAR]
        if near:
            claims[near[0][1]] = ballot
    return claims


def _transactions(data: bytes, place: int) -> set[int]:
    """Return the transactions in the header of the row around a place in a file of pages; none where there is no row."""
    for start in range(place - 24, max(place - _WITHIN, place // _PAGE * _PAGE), -1):
        if start % 8 == 0 and data[start + 22] in _HEADERS and start + data[start + 22] <= place:
            wrote, took = struct.unpack_from("<II", data, start)
            columns = struct.unpack_from("<H", data, start + 18)[0] & 0x7FF
            if 0 < columns < _COLUMNS and wrote:
                return {wrote, took} - {0}
    return set()
