"""Which counties there were when, and which dissolved ones came to which, by mergers and splits (M26). Pure."""

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
class Standing:
    """A county as it stood from and (not including) to a date, None while it stands."""

    code: str
    name: str
    since: date
    until: date | None

    def stood_on(self, day: date) -> bool:
        """Tell whether there was such a county on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Structure:
    """All counties there have been, and how they became one another."""

    counties: tuple[Standing, ...]
    changes: tuple[Change, ...]

    def county(self, code: str) -> Standing | None:
        """Return the county of a code, or None."""
        return next((one for one in self.counties if one.code == code), None)

    def on(self, day: date) -> tuple[Standing, ...]:
        """Return the counties of a day, in the order of their codes."""
        return tuple(sorted((one for one in self.counties if one.stood_on(day)), key=lambda one: one.code))

    def grounds(self, code: str, day: date) -> tuple[str, ...]:
        """Return the codes of the counties that a county's ground lay in on a day: its own where it stood.

        Viken in 2019 is Akershus, Buskerud and Østfold, in 2025 the three again by their new codes; the new Akershus in
        2021 is Viken, and in 2019 the old Akershus. Municipalities that changed county are left out of account.
        """
        found = self.county(code)
        if found is None:
            return ()
        if found.stood_on(day):
            return (code,)
        if day < found.since:
            lines = [(one.old, one.kind == "merge") for one in self.changes if one.new == code]
        else:
            lines = [(one.new, one.kind == "split") for one in self.changes if one.old == code]
        return tuple(sorted({ground for line in lines for ground in self._along(found, *line, day)}))

    def _along(self, county: Standing, neighbour: str, takes_all: bool, day: date) -> tuple[str, ...]:  # noqa: FBT001  of a pair
        """Follow one line of descent: of what a larger county lay in, a part has what bears its own name."""
        grounds = self.grounds(neighbour, day)
        names = {one.code: one.name for one in self.counties}
        own = tuple(ground for ground in grounds if names[ground] == county.name)
        return grounds if takes_all or not own else own


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
