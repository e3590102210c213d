"""Reading an earlier round's folder: every line is checked, and a fault names file, row and column, never a value. Pure."""

import csv
import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from laerling.questionnaire.rules import Questionnaire
from laerling.release.rules.base import Base, Profile
from laerling.release.rules.rows import LabelRow

FILES: Final = ("round.toml", "answers.csv", "invited.csv", "labels.csv")
# Of many faults, so many are told at a time.
MOST_FAULTS: Final = 20
_FIRST_ROW: Final = 2
_LONGEST_CODE, _LONGEST_NAME, _LONGEST_PARENT = 100, 200, 120
_LABELLED: Final = ("county", "office", "establishment")
_LABEL_COLUMNS: Final = ("dimension", "code", "name", "parents")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where: a file, a row of it (1 is the header, 0 the whole file), and what, in English words."""

    file: str
    row: int
    what: str


class Faulty(ValueError):
    """The folder cannot be taken in; `faults` are the first of what was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        super().__init__("; ".join(f"{fault.file}, row {fault.row}: {fault.what}" for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Head:
    """What round.toml says."""

    year: int
    questionnaire: str
    n_invited: int
    n_answered: int


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier round as its folder has it; `files` is the SHA-256 of each file."""

    head: Head
    base: Base
    labels: tuple[LabelRow, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    file: str
    header: tuple[str, ...]
    rows: list[list[str]]

    def column(self, name: str) -> list[str]:
        place = self.header.index(name)
        return [row[place] for row in self.rows]

    def profiles(self, dimensions: Sequence[str]) -> list[Profile]:
        """Return each row's codes; a dimension that the file does not have is empty."""
        blank = [""] * len(self.rows)
        columns = [self.column(name) if name in self.header else blank for name in dimensions]
        return list(zip(*columns, strict=True))


def read_head(folder: Path) -> Head:
    """Return what round.toml says. Raises Faulty."""
    try:
        said = tomllib.loads((folder / "round.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Faulty([Fault("round.toml", 0, "cannot be read as TOML in UTF-8")]) from None
    numbers = {name: said.get(name) for name in ("year", "n_invited", "n_answered")}
    wrong = [name for name, value in numbers.items() if type(value) is not int or value < 1]
    if wrong or not isinstance(said.get("questionnaire"), str):
        name = wrong[0] if wrong else "questionnaire"
        raise Faulty([Fault("round.toml", 0, f"needs {name}")])
    return Head(numbers["year"], said["questionnaire"], numbers["n_invited"], numbers["n_answered"])  # type: ignore[arg-type]  # asked just above


def read_past(folder: Path, head: Head, questionnaire: Questionnaire, dimensions: Sequence[str]) -> Past:
    """Return an earlier round, checked to the last line. Raises Faulty with the first faults."""
    answers, invited, labels = (_read(folder / name) for name in FILES[1:])
    _raise_first(
        _header_faults(answers, required=("county",), known={*dimensions, *_codes(questionnaire)}),
        _header_faults(invited, required=("county", "n"), known={*dimensions, "n"}),
        _header_faults(labels, required=_LABEL_COLUMNS, known=set(_LABEL_COLUMNS)),
    )
    asked = _asked(invited, dimensions)
    base = Base(
        dimensions=tuple(dimensions),
        profile={
            name: np.array(answers.column(name) if name in answers.header else [""] * len(answers.rows), dtype=np.str_)
            for name in dimensions
        },
        answers=_answers(answers, questionnaire),
        asked=asked,
        listed=asked,
    )
    named = _labels(labels)
    _raise_first(_number_faults(head, base), _profile_faults(answers, base), _name_faults(invited, named, dimensions))
    return Past(head, base, named, {name: _sha256(folder / name) for name in FILES})


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file. Raises Faulty for one that cannot be read."""
    return {name: _sha256(folder / name) for name in FILES}


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        raise Faulty([Fault(path.name, 0, "cannot be read")]) from None


def _raise_first(*several: Iterator[Fault]) -> None:
    for faults in several:
        if found := list(islice(faults, MOST_FAULTS)):
            raise Faulty(found)


def _read(path: Path) -> _Table:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=";", strict=True)
            header = tuple(next(rows, []))
            body = list(rows)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Faulty([Fault(path.name, 0, "cannot be read as CSV with semicolons in UTF-8")]) from None
    wide = (
        Fault(path.name, number, f"has {len(row)} fields where the header has {len(header)}")
        for number, row in enumerate(body, start=_FIRST_ROW)
        if len(row) != len(header)
    )
    _raise_first(wide)
    return _Table(path.name, header, body)


def _header_faults(table: _Table, *, required: Sequence[str], known: set[str]) -> Iterator[Fault]:
    for name in required:
        if name not in table.header:
            yield Fault(table.file, 1, f"lacks the column {name}")
    for place, name in enumerate(table.header, start=1):
        if name not in known:
            yield Fault(table.file, 1, f"column {place} is neither a background nor a question of the questionnaire")
        elif table.header.count(name) > 1:
            yield Fault(table.file, 1, f"has the column {name} twice")


def _codes(questionnaire: Questionnaire) -> set[str]:
    return {question.code for question in questionnaire.questions}


def _answers(table: _Table, questionnaire: Questionnaire) -> dict[str, Any]:
    found = {}
    for question in questionnaire.questions:
        if question.code not in table.header:
            continue
        allowed = {"": 0, "0": 0, **{str(value): value for value in range(1, len(question.options) + 1)}}
        column = table.column(question.code)
        if not set(column) <= set(allowed):
            what = f"{question.code} must be a whole number from 1 to {len(question.options)}, or empty"
            _raise_first(_where(table, column, allowed.__contains__, what))
        found[question.code] = np.array([allowed[text] for text in column], np.int8)
    return found


def _where(table: _Table, column: Sequence[str], holds: Callable[[str], bool], what: str) -> Iterator[Fault]:
    for number, text in enumerate(column, start=_FIRST_ROW):
        if not holds(text):
            yield Fault(table.file, number, what)


def _asked(table: _Table, dimensions: Sequence[str]) -> Counter[Profile]:
    numbers = table.column("n")
    what = "n must be a whole number, 1 at least"
    _raise_first(_where(table, numbers, lambda text: text.isascii() and text.isdigit() and int(text) > 0, what))
    found: Counter[Profile] = Counter()
    for number, (profile, n) in enumerate(zip(table.profiles(dimensions), numbers, strict=True), start=_FIRST_ROW):
        if profile in found:
            raise Faulty([Fault(table.file, number, "has a background that an earlier row has")])
        found[profile] = int(n)
    return found


def _labels(table: _Table) -> tuple[LabelRow, ...]:
    seen, found = set(), []
    for number, row in enumerate(table.rows, start=_FIRST_ROW):
        said = dict(zip(table.header, row, strict=True))
        parents = tuple(filter(None, said["parents"].split("|")))
        fits = 0 < len(said["code"]) <= _LONGEST_CODE and 0 < len(said["name"]) <= _LONGEST_NAME
        if not fits or any(":" not in parent or len(parent) > _LONGEST_PARENT for parent in parents):
            raise Faulty([Fault(table.file, number, "needs a code, a name, and parents such as county:46")])
        if (said["dimension"], said["code"]) in seen:
            raise Faulty([Fault(table.file, number, "names a code that an earlier row names")])
        seen.add((said["dimension"], said["code"]))
        found.append(LabelRow(said["dimension"], said["code"], said["name"], tuple(sorted(parents))))
    return tuple(sorted(found, key=lambda label: (label.dimension, label.code)))


def _number_faults(head: Head, base: Base) -> Iterator[Fault]:
    if base.n != head.n_answered:
        yield Fault("round.toml", 0, "n_answered is not the number of rows in answers.csv")
    if sum(base.asked.values()) != head.n_invited:
        yield Fault("round.toml", 0, "n_invited is not the sum of n in invited.csv")


def _profile_faults(table: _Table, base: Base) -> Iterator[Fault]:
    over = {profile for profile, n in base.answered().items() if n > base.asked.get(profile, 0)}
    if not over:
        return
    for number, profile in enumerate(table.profiles(base.dimensions), start=_FIRST_ROW):
        if profile in over:
            yield Fault(table.file, number, "more have this background than were invited with it")


def _name_faults(table: _Table, labels: Sequence[LabelRow], dimensions: Sequence[str]) -> Iterator[Fault]:
    known = {(label.dimension, label.code) for label in labels}
    for number, profile in enumerate(table.profiles(dimensions), start=_FIRST_ROW):
        for dimension, code in zip(dimensions, profile, strict=True):
            if code and dimension in _LABELLED and (dimension, code) not in known:
                yield Fault(table.file, number, f"the {dimension} has no name in labels.csv")
            elif len(code) > _LONGEST_CODE:
                yield Fault(table.file, number, f"the {dimension} is longer than {_LONGEST_CODE} signs")
