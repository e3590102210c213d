"""Something over the years: one's own line beside county and nation, and a county reckoned on another structure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from laerling.organisations import queries as organisations
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Question, Version
from laerling.release.queries import ANSWERED, HIDDEN, CellFacts, GroupCells
from laerling.reports.over_years import Gap, UnitYears, YearFigure, YearsReport
from laerling.reports.queries import figures
from laerling.reports.regions.queries import region_lines
from laerling.reports.regions.rules import RegionPoint
from laerling.reports.regions.words import why_not
from laerling.reports.types import Unit
from laerling.reports.years import words
from laerling.reports.years.queries import SURVEY, lines
from laerling.reports.years.rules import Line, YearPoint


def over_years(
    *,
    units: Sequence[Unit],
    item: str,
    title: str,
    now: datetime,
    language: str,
    readable: Collection[str] | None = None,
) -> YearsReport:
    """Return an item over all rounds that are out. `readable` are the counties that may be read, None for all.

    Eight queries a unit at most, and three more. Raises KeyError for an item no round has asked.
    """
    asked = _Asked(item, language)
    names = organisations.county_names()
    found = []
    for unit in units:
        table, key = ("", ()) if unit.level == "nation" else (unit.level, (unit.code,))
        two = lines(table=table, key=key, items=[item, ANSWERED], now=now, readable=readable)
        found.append(_line(unit, two[item], two[ANSWERED], asked, names))
    return asked.report(title, tuple(found))


def reckoned(
    *, unit: Unit, item: str, title: str, now: datetime, language: str, readable: Collection[str] | None = None
) -> YearsReport:
    """Return an item for a county of any year, reckoned on its ground in every round from released figures (M26)."""
    asked = _Asked(item, language)
    names = organisations.county_names()
    two = region_lines(code=unit.code, items=[item, ANSWERED], now=now, readable=readable)
    invited = {point.year: point.figure for point in two[ANSWERED].points}
    points = tuple(
        replace(
            asked.figure(point.year, point.figure, invited.get(point.year, HIDDEN)),
            parts=tuple(names.get(part, part) for part in point.parts) if len(point.parts) > 1 else (),
            why=_why_not(point, names),
        )
        for point in two[item].points
    )
    segments = tuple(tuple(point.year for point in segment) for segment in two[item].segments)
    return asked.report(title, (UnitYears(unit, points, segments),))


def _why_not(point: RegionPoint, names: dict[str, str]) -> str:
    # A county's own figure that is hidden looks like any other that is.
    is_own = point.why == "hidden" and len(point.parts) == 1
    return why_not(point, names=names) if point.why and not is_own else ""


class _Asked:
    """An item as it was asked in each round: the questionnaires differ, and so do the scores of their answers."""

    def __init__(self, item: str, language: str) -> None:
        self.item, self.language = item, language
        self._versions = questionnaires.versions(SURVEY)
        self._newest = self._find()
        is_index = any(index.code == item for one in self._versions for index in one.questionnaire.indices)
        if item != ANSWERED and self._newest is None and not is_index:
            raise KeyError(item)

    def report(self, title: str, found: tuple[UnitYears, ...]) -> YearsReport:
        """Return the lines as a report."""
        newest = self._newest
        if newest is None:
            return YearsReport("answered" if self.item == ANSWERED else "index", self.item, title, found, is_drawn=True)
        options = tuple(option.text.in_(self.language) for option in newest.options)
        is_drawn = newest.direction != "none" and not newest.sensitive
        return YearsReport("question", self.item, title, found, is_drawn=is_drawn, options=options)

    def figure(self, year: int, cell: CellFacts, invited: CellFacts) -> YearFigure:
        """Return one round's figure."""
        if self.item == ANSWERED:
            told = figures.answered(cell)
            return YearFigure(year, told.shown, value=told.pct, n=told.n)
        column = GroupCells("", (), shown=True, cells={self.item: cell, ANSWERED: invited})
        question = self._in(year)
        if question is None:
            one = figures.figure(column, self.item)
            return YearFigure(year, one.shown, value=one.mean, low=one.low, high=one.high, n=one.n)
        share = figures.distribution(question, column)
        mean = share.mean
        found = YearFigure(year, share.shown, value=mean.mean, low=mean.low, high=mean.high, n=share.n)
        return replace(found, shares=share.written())

    def _in(self, year: int) -> Question | None:
        for one in self._versions:
            if one.first_round <= year and (one.last_round is None or year <= one.last_round):
                return _question(one, self.item)
        return self._newest

    def _find(self) -> Question | None:
        return next((found for one in reversed(self._versions) if (found := _question(one, self.item))), None)


def _question(version: Version, item: str) -> Question | None:
    return next((question for question in version.questionnaire.questions if question.code == item), None)


def _line(unit: Unit, found: Line, invited: Line, asked: _Asked, names: dict[str, str]) -> UnitYears:
    by_year: dict[int, YearPoint] = {point.year: point for point in invited.points}
    points = tuple(
        replace(
            asked.figure(point.year, point.figure, by_year[point.year].figure if point.year in by_year else HIDDEN),
            name=point.name,
            bolt=point.is_adjusted,
        )
        for point in found.points
    )
    gaps = tuple(
        Gap(
            one.before,
            one.after,
            words.why_broken(one, names=names, language=asked.language),
            bolt=one.stretch is not None and one.stretch.begins == "adjusted",
        )
        for one in found.breaks
    )
    segments = tuple(tuple(point.year for point in segment) for segment in found.segments)
    elsewhere = tuple(words.where_else(one, names=names) for one in found.elsewhere)
    return UnitYears(unit, points, segments, gaps, elsewhere)
