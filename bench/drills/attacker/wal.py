"""The write-ahead log, read as it lies on disk: every record carries its transaction, and ballots stand in it whole."""

import re
import struct
import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from drills.attacker.disk import Finder, beside
from drills.attacker.evidence import Evidence

from laerling.config import embedded

_PAGE: Final = 8192
_SEGMENT: Final = 16 * 1024 * 1024
_MAGIC: Final = struct.Struct("<HHIQI")
# What a page begins with: 24 bytes, the first of a segment 40.
_SHORT, _LONG = 24, 40
_RECORD: Final = struct.Struct("<II")
# What stands after a draft in the record of its update: the round, then both lines and locks.
_UPDATED: Final = 2 + 14
_NAME: Final = re.compile(r"[0-9A-F]{24}\Z")
# An update of a row as pg_waldump tells it: transaction, old and new line, and the blocks, the new one first.
_UPDATE: Final = re.compile(
    r"tx:\s+(\d+), .*UPDATE old_xmax: \d+, old_off: (\d+),.* new_off: (\d+), blkref #0: rel \S+ blk (\d+)"
    r"(?:.*blkref #1: rel \S+ blk (\d+))?"
)


def read(folder: Path, people: Mapping[bytes, str], where: Mapping[tuple[int, int], str], relation: str) -> Evidence:
    """Return what the log tells of people and ballots.

    `where` tells who stood at which place of the invitations when the log began, `relation` which file they are in: an
    update names places only.
    """
    found, finder = Evidence(), Finder(people)
    for stream in streams(folder):
        starts, numbers = _records(stream)
        persons, ballots = list(finder.people(stream)), list(finder.ballots(stream))
        for place, ballot in ballots:
            found.ballots[ballot] |= _number_at(place, starts, numbers)
        found.beside |= beside(persons, ballots)
    for person, number in _moved(folder, dict(where), relation):
        found.people[person].add(number)
    return found


def updated(folder: Path, length: int) -> Iterator[bytes]:
    """Yield what rows' updates wrote, `length` bytes each: of a row written anew only what has changed stands in the log."""
    for stream in streams(folder):
        starts, _numbers = _records(stream)
        for start in starts:
            end = start + _RECORD.unpack_from(stream, start)[0] - _UPDATED
            if end - start > length + _SHORT:
                yield stream[end - length : end]


def streams(folder: Path) -> Iterator[bytes]:
    """Yield the log's content without the pages' headers, in runs without a gap; renamed old segments count by content."""
    segments = {}
    for path in folder.iterdir():
        if _NAME.match(path.name):
            data = path.read_bytes()
            segments[_MAGIC.unpack_from(data)[3]] = data
    run: list[bytes] = []
    expected = None
    for address in sorted(segments):
        if run and address != expected:
            yield b"".join(run)
            run = []
        run.append(_without_headers(segments[address], address, is_first=not run))
        expected = address + _SEGMENT
    if run:
        yield b"".join(run)


def _without_headers(segment: bytes, address: int, *, is_first: bool) -> bytes:
    pages = []
    for start in range(0, len(segment), _PAGE):
        _magic, _info, _timeline, its_address, rest = _MAGIC.unpack_from(segment, start)
        if its_address != address + start:
            # From here on lies what was written before the segment was used again: kept, for its ballots.
            pages.append(bytes(_PAGE))
            pages.append(segment[start:])
            break
        begin = _SHORT if start else _LONG
        if is_first and not start:
            begin += -(-rest // 8) * 8
        pages.append(segment[start + begin : start + _PAGE])
    return b"".join(pages)


def _records(stream: bytes) -> tuple[list[int], list[int]]:
    """Return where each record begins and its transaction. What follows a switch of segments is empty and passed over."""
    starts, numbers, place = [], [], 0
    while place + _RECORD.size <= len(stream):
        length, number = _RECORD.unpack_from(stream, place)
        if length < 24:
            place += 8
            continue
        starts.append(place)
        numbers.append(number)
        place += -(-length // 8) * 8
    return starts, numbers


def _number_at(place: int, starts: list[int], numbers: list[int]) -> set[int]:
    at = bisect_right(starts, place) - 1
    return {numbers[at]} - {0} if at >= 0 else set()


def _moved(folder: Path, where: dict[tuple[int, int], str], relation: str) -> Iterator[tuple[str, int]]:
    """Yield whose invitation was written anew by which transaction, following each from place to place."""
    segments = sorted(path for path in folder.iterdir() if _NAME.match(path.name))
    if not segments:
        return
    command = [embedded.tool("pg_waldump"), "--relation", relation, "--rmgr", "Heap", str(segments[0])]
    told = subprocess.run([*command, str(segments[-1])], capture_output=True, text=True, check=False).stdout
    for line in told.splitlines():
        update = _UPDATE.search(line)
        if update is None:
            continue
        number, old, new, block = map(int, update.group(1, 2, 3, 4))
        person = where.pop((int(update[5] or block), old), None)
        if person is not None:
            where[block, new] = person
            yield person, number
