"""Which dissolved counties came to which county, by mergers and splits (M26). Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """One line of descent: `old` went into `new` on a day, by "merge" or "split"."""

    old: str
    new: str
    on: date
    kind: Literal["merge", "split"]


@dataclass(frozen=True, slots=True)
class Inherited:
    """A dissolved county that came to another, and how: `on` is its last change, the day it was dissolved."""

    code: str
    change: Change


def inherited(code: str, changes: Iterable[Change], names: Mapping[str, str]) -> tuple[Inherited, ...]:
    """Return the dissolved counties whose history is a county's own, the latest first.

    What was merged into it comes whole, with all that was merged before. Of what it was split from it has that county's
    years, and before those only the county of its own name: the new Østfold has Viken and the old Østfold, not Akershus.
    """
    lines = tuple(changes)
    found = {one.code: one for one in _walk(code, lines, names)}
    return tuple(sorted(found.values(), key=lambda one: (-one.change.on.toordinal(), one.code)))


def _walk(code: str, lines: tuple[Change, ...], names: Mapping[str, str]) -> Iterator[Inherited]:
    for line in lines:
        if line.new != code:
            continue
        yield Inherited(line.old, line)
        for further in _walk(line.old, lines, names):
            if line.kind == "merge" or names.get(further.code) == names.get(code):
                yield further
