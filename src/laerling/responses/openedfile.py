"""The opened urn as a file: rows in random order with a coarse profile and wide answers, and a report of what went in. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from laerling.responses.private import private_file
from laerling.sample.rules.profiles import PROFILE_KEYS

_KIND: Final = "laerling opened urn"
_VERSION: Final = 2


class OpenedFault(Exception):
    """The opened file is not what it should be; the sentence says how."""


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """One person's answers: `profile` in the order of PROFILE_KEYS, `answers` in that of the questions, 0 = skipped."""

    profile: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """All of an opened urn. `rejected` counts ballots left out, by reason; `n_coarsened` rows that lost a profile value.

    `n_missing` and `n_surplus` are how many genuine ballots there are too few and too many, added up over the profiles of
    those who have answered; `counts_sha256` names the counts they were held against, empty where there were none.
    """

    round: int
    questionnaire: str
    fingerprint: str
    root_hash: str
    n_ballots: int
    rejected: Mapping[str, int]
    n_coarsened: int
    questions: tuple[tuple[str, int], ...]
    rows: Sequence[OpenedRow]
    n_missing: int = 0
    n_surplus: int = 0
    counts_sha256: str = ""

    @property
    def n_rejected(self) -> int:
        """How many ballots were left out."""
        return sum(self.rejected.values())

    def report(self) -> dict[str, Any]:
        """Return what went in and what came out, without any answer."""
        return {
            "round": self.round,
            "questionnaire": self.questionnaire,
            "fingerprint": self.fingerprint,
            "root_hash": self.root_hash,
            "n_ballots": self.n_ballots,
            "n_ok": len(self.rows),
            "rejected": dict(self.rejected),
            "n_missing": self.n_missing,
            "n_surplus": self.n_surplus,
            "counts_sha256": self.counts_sha256,
            "n_coarsened": self.n_coarsened,
            "rows_sha256": _rows_hash(self.rows),
        }


def report_text(report: Mapping[str, Any]) -> str:
    """Return a report as the text that is kept, printed and compared: the same on the offline machine and on the server."""
    return json.dumps(report, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def report_hash(report: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the report's text."""
    return sha256(report_text(report).encode()).hexdigest()


def write_opened(path: Path, opened: Opened) -> None:
    """Write the file, readable by its owner only. Raises FileExistsError where there is one already."""
    content = {
        "kind": _KIND,
        "version": _VERSION,
        **opened.report(),
        "profile": PROFILE_KEYS,
        "questions": opened.questions,
        "rows": [(row.profile, row.answers) for row in opened.rows],
    }
    with private_file(path) as file:
        file.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def read_opened(path: Path) -> Opened:
    """Read and check the file. Raises OpenedFault; OSError where it cannot be read at all."""
    try:
        content = json.loads(path.read_bytes())
        known = content["kind"], content["version"], tuple(content["profile"])
        opened = _opened(content)
    except (ValueError, KeyError, TypeError):
        raise OpenedFault("This is not an opened urn.") from None
    if known != (_KIND, _VERSION, PROFILE_KEYS):
        raise OpenedFault("This is not an opened urn of a version that this system knows.")
    if content["rows_sha256"] != _rows_hash(opened.rows):
        raise OpenedFault("The opened urn was damaged on its way: its rows are not those that the report names.")
    if opened.n_ballots != len(opened.rows) + opened.n_rejected:
        raise OpenedFault("The opened urn does not account for every ballot.")
    _check_rows(opened)
    return opened


def _opened(content: Mapping[str, Any]) -> Opened:
    return Opened(
        round=int(content["round"]),
        questionnaire=str(content["questionnaire"]),
        fingerprint=str(content["fingerprint"]),
        root_hash=str(content["root_hash"]),
        n_ballots=int(content["n_ballots"]),
        rejected={str(reason): int(n) for reason, n in content["rejected"].items()},
        n_coarsened=int(content["n_coarsened"]),
        questions=tuple((str(code), int(n_options)) for code, n_options in content["questions"]),
        n_missing=int(content["n_missing"]),
        n_surplus=int(content["n_surplus"]),
        counts_sha256=str(content["counts_sha256"]),
        rows=[OpenedRow(tuple(profile), tuple(answers)) for profile, answers in content["rows"]],
    )


def _check_rows(opened: Opened) -> None:
    highest = tuple(n_options for _code, n_options in opened.questions)
    for row in opened.rows:
        if len(row.profile) != len(PROFILE_KEYS) or not all(isinstance(value, str) for value in row.profile):
            raise OpenedFault("A row of the opened urn has a profile that is not understood.")
        if len(row.answers) != len(highest) or not all(map(_within, row.answers, highest)):
            raise OpenedFault("A row of the opened urn has an answer that the questionnaire does not know.")


def _within(value: object, highest: int) -> bool:
    return isinstance(value, int) and 0 <= value <= highest


def _rows_hash(rows: Sequence[OpenedRow]) -> str:
    digest = sha256()
    for row in rows:
        digest.update(json.dumps([row.profile, row.answers], ensure_ascii=False, separators=(",", ":")).encode())
    return digest.hexdigest()
