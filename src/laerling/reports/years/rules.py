"""Which rounds may be drawn as one line (M25, M26). Pure.

A line is broken where the question cannot be compared, where the unit was another one, and over a round without a
figure. What is broken is never drawn as one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from laerling.questionnaire.rules import Questionnaire, Series, Text, Version, series_of
from laerling.release.queries import CellFacts

Begins = Literal["first", "new", "series", "adjusted"]


@dataclass(frozen=True, slots=True)
class Cause:
    """A question that makes an index another than it was, its wording, and why; `why` may be missing."""

    code: str
    text: Text | None
    why: Text | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rounds in which an item can be compared, and how it begins.

    "first": with the survey itself. "new": not asked before. "series": the whole survey was made anew. "adjusted": the
    same question, but answers cannot be compared; for an index `causes` are the questions. `last` is None for the newest.
    """

    first: int
    last: int | None
    begins: Begins
    why: Text | None = None
    causes: tuple[Cause, ...] = ()

    def has(self, year: int) -> bool:
        """Tell whether a round lies in it."""
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One round's figure, shown or not; `structure` is the code the unit had then, `name` what it was called.

    `is_adjusted` puts the bolt on it: the first round of a question that was adjusted.
    """

    year: int
    figure: CellFacts
    structure: str
    name: str
    is_adjusted: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """Between the rounds `before` and `after` nothing is compared: another question, another unit, or both."""

    before: int
    after: int
    stretch: Stretch | None
    structures: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Rounds in which the unit had no figures of its own, and the units that they lie with instead.

    `may_read` is False where it is a unit of the same name that whoever asks has no access to.
    """

    first: int
    last: int
    codes: tuple[str, ...]
    may_read: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A figure over the years: every round's point, the stretches of rounds to draw as one, and what lies between."""

    item: str
    points: tuple[YearPoint, ...]
    segments: tuple[tuple[YearPoint, ...], ...]
    breaks: tuple[Break, ...]
    elsewhere: tuple[Elsewhere, ...] = ()


def stretches(code: str, versions: Sequence[Version]) -> tuple[Stretch, ...]:
    """Return the stretches of a question or an index, oldest first. `versions` are all of the survey, oldest first."""
    by_code = {one.questionnaire.code: one.questionnaire for one in versions}
    return tuple(_stretch(one, by_code[one.versions[0]], place) for place, one in enumerate(series_of(code, versions)))


def _stretch(series: Series, version: Questionnaire, place: int) -> Stretch:
    if version.follows is None:
        return Stretch(series.first_round, series.last_round, "first")
    if place == 0 or series.begins_as == "new":
        return Stretch(series.first_round, series.last_round, "new", series.begins_because)
    if version.series_break is not None:
        return Stretch(series.first_round, series.last_round, "series", version.series_break)
    causes = tuple(_cause(code, version) for code in series.because_of)
    return Stretch(series.first_round, series.last_round, "adjusted", series.begins_because, causes)


def _cause(code: str, version: Questionnaire) -> Cause:
    """Return a question with the reason why it is not what it was, asked or dropped."""
    for question in version.questions:
        if question.code == code:
            return Cause(code, question.text, question.why)
    return Cause(code, None, next((one.why for one in version.dropped if one.code == code), None))


def line(item: str, points: Iterable[YearPoint], held: Sequence[Stretch], elsewhere: Iterable[Elsewhere] = ()) -> Line:
    """Put a figure's rounds together as a line. Rounds in which the item was not asked are left out."""
    asked = sorted((one for one in points if any(stretch.has(one.year) for stretch in held)), key=lambda one: one.year)
    marked = tuple(_marked(one, held) for one in asked)
    return Line(item, marked, tuple(_segments(marked, held)), tuple(_breaks(marked, held)), tuple(elsewhere))


def _marked(point: YearPoint, held: Sequence[Stretch]) -> YearPoint:
    stretch = _stretch_of(point.year, held)
    begins = stretch.begins == "adjusted" and stretch.first == point.year
    return YearPoint(point.year, point.figure, point.structure, point.name, is_adjusted=begins)


def _stretch_of(year: int, held: Sequence[Stretch]) -> Stretch:
    return next(stretch for stretch in held if stretch.has(year))


def _segments(points: Sequence[YearPoint], held: Sequence[Stretch]) -> Iterator[tuple[YearPoint, ...]]:
    run: list[YearPoint] = []
    for point in points:
        if run and not _goes_on(run[-1], point, held):
            yield tuple(run)
            run = []
        if point.figure.shown:
            run.append(point)
    if run:
        yield tuple(run)


def _goes_on(before: YearPoint, point: YearPoint, held: Sequence[Stretch]) -> bool:
    """Whether a line may be drawn from one point to the other: the next round, the same unit, the same question."""
    return point.figure.shown and point.structure == before.structure and is_next(before.year, point.year, held)


def is_next(before: int, after: int, held: Sequence[Stretch]) -> bool:
    """Tell whether a round comes right after another, and an item can be compared between them."""
    return after == before + 1 and _stretch_of(after, held) == _stretch_of(before, held)


def _breaks(points: Sequence[YearPoint], held: Sequence[Stretch]) -> Iterator[Break]:
    for before, after in pairwise(points):
        stretch = _stretch_of(after.year, held)
        another = stretch if stretch != _stretch_of(before.year, held) else None
        structures = (before.structure, after.structure) if before.structure != after.structure else None
        if another or structures:
            yield Break(before.year, after.year, another, structures)


def runs(lying: Mapping[int, tuple[tuple[str, ...], bool]]) -> tuple[Elsewhere, ...]:
    """Put rounds that lie with the same units (codes, and whether they may be read) together, one after the other."""
    found: list[Elsewhere] = []
    for year, (codes, may_read) in sorted(lying.items()):
        last = found[-1] if found else None
        if last and last.last == year - 1 and (last.codes, last.may_read) == (codes, may_read):
            found[-1] = Elsewhere(last.first, year, codes, may_read)
        else:
            found.append(Elsewhere(year, year, codes, may_read))
    return tuple(found)
