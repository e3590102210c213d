"""The exported urn as a file: one line that says what it is, then one sealed ballot a line, in random order. Pure."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from laerling.responses.private import private_file

_KIND: Final = "laerling urn"
_VERSION: Final = 1


class UrnFault(Exception):
    """The urn's file is not what it should be; the sentence says how."""


@dataclass(frozen=True, slots=True)
class UrnHeader:
    """What the opening must know: which round and key, how many ballots with which root hash, and what may be answered.

    `questions` are code and number of options, in the order of the questionnaire. `profile_minimum` is how many must
    share a profile for it to be kept. `counts` is how many of each profile have answered, sealed to the holders; empty
    in files of earlier versions.
    """

    round: int
    questionnaire: str
    fingerprint: str
    n_ballots: int
    root_hash: str
    profile_minimum: int
    questions: tuple[tuple[str, int], ...]
    counts: str = ""


def root_hash(sealed: Iterable[bytes]) -> str:
    """Return the hash that names a set of ballots whatever their order: SHA-256 over their sorted SHA-256 hashes, in hex."""
    return sha256(b"".join(sorted(sha256(ballot).digest() for ballot in sealed))).hexdigest()


def write_urn(path: Path, header: UrnHeader, ballots: Iterable[bytes]) -> None:
    """Write the file, readable by its owner only. Raises FileExistsError where there is one already."""
    with private_file(path) as file:
        file.write(json.dumps({"kind": _KIND, "version": _VERSION, **asdict(header)}).encode() + b"\n")
        for ballot in ballots:
            file.write(b64encode(ballot) + b"\n")


def read_header(file: IO[bytes]) -> UrnHeader:
    """Read the first line. Raises UrnFault."""
    try:
        content = json.loads(file.readline())
        known = content.pop("kind"), content.pop("version")
        questions = tuple((str(code), int(n_options)) for code, n_options in content.pop("questions"))
        header = UrnHeader(**content, questions=questions)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UrnFault("This is not an exported urn.") from None
    if known != (_KIND, _VERSION):
        raise UrnFault("This is not an exported urn of a version that this program knows.")
    return header


def read_ballots(file: IO[bytes]) -> Iterator[bytes]:
    """Read the ballots that follow the header. Raises UrnFault at a damaged line."""
    for number, line in enumerate(file, start=2):
        try:
            yield b64decode(line.strip(), validate=True)
        except ValueError:
            raise UrnFault(f"Line {number} of the urn is damaged.") from None
