"""From opened answers to protected cells: count, protect, and write every unit's row, shown or not."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from laerling.release.rules.plan import ANSWERED, IndexPlan, Plan, QuestionPlan
from laerling.release.rules.pools import Shown, everything, protect
from laerling.release.rules.primary import Threshold
from laerling.release.rules.units import NO_UNIT, Ints, Tally, Units, place, tally, totals

Level = Literal["nation", "county", "office"]
Invited = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class OpenedAnswers:
    """All respondents of a round: county code and office number ("" = none) and one column per question, 0 = skipped."""

    county: NDArray[np.str_]
    office: NDArray[np.str_]
    answers: Mapping[str, NDArray[np.integer]]


@dataclass(frozen=True, slots=True)
class CellValue:
    """One figure of one unit. Not shown looks the same whatever the reason: no number at all.

    `counts` are the answers per option in order; for "answered" those who answered and those who did not.
    """

    level: Level
    unit_code: str
    item: str
    shown: bool
    n: int | None = None
    counts: tuple[int, ...] | None = None
    mean: float | None = None


def protected_cells(opened: OpenedAnswers, plan: Plan, invited: Invited) -> tuple[CellValue, ...]:
    """Return every cell of the release, in a fixed order that is the same for the same answers in any order.

    `invited` holds how many were asked per (level, unit code); units where nobody answered get their rows too.
    """
    units = place(county=opened.county, office=opened.office, also=(key for key in invited if key[0] != "nation"))
    base = tally(units, np.zeros(len(opened.county), dtype=np.int64), 1)
    answered = protect(units, base, Threshold(plan.minimum, varied=False), within=everything(units))
    cells = [*_answered_cells(units, base, answered, invited)]
    shown: dict[str, Shown] = {}
    for question in plan.questions:
        counts = tally(units, _categories(opened, question), question.n_options)
        within = answered
        for leads in question.follows:
            within = within.both(shown[leads])
        shown[question.code] = protect(units, counts, Threshold(plan.minimum_of(question)), within=within)
        cells.extend(_question_cells(units, counts, shown[question.code], question))
    for index in plan.indices:
        cells.extend(_index_cells(units, opened, plan, index, shown, answered))
    return tuple(cells)


def content_hash(cells: Iterable[CellValue]) -> str:
    """Return the SHA-256 of the cells in their order, as hexadecimal text."""
    digest = hashlib.sha256()
    for cell in cells:
        line = [cell.level, cell.unit_code, cell.item, cell.shown, cell.n, cell.counts, cell.mean]
        digest.update(json.dumps(line, separators=(",", ":")).encode() + b"\n")
    return digest.hexdigest()


def _categories(opened: OpenedAnswers, question: QuestionPlan) -> Ints:
    """Return each respondent's answer as a position from 0, -1 where the question was skipped."""
    given = opened.answers[question.code].astype(np.int64)
    return np.where((given >= 1) & (given <= question.n_options), given - 1, -1)


def _rows(units: Units, shown: Shown) -> Iterator[tuple[Level, int, str, bool]]:
    """Yield level, position, code and whether it is shown, for every unit that is one."""
    yield "nation", 0, "", shown.nation
    for position, code in enumerate(units.counties):
        if code != NO_UNIT:
            yield "county", position, code, bool(shown.county[position])
    for position, code in enumerate(units.offices):
        yield "office", position, code, bool(shown.office[position])


def _counts(counts: Tally, level: Level, position: int) -> tuple[int, ...]:
    row = counts.nation if level == "nation" else getattr(counts, level)[position]
    return tuple(map(int, row))


def _answered_cells(units: Units, base: Tally, shown: Shown, invited: Invited) -> Iterator[CellValue]:
    for level, position, code, is_shown in _rows(units, shown):
        if not is_shown:
            yield CellValue(level, code, ANSWERED, shown=False)
            continue
        (n,) = _counts(base, level, position)
        yield CellValue(level, code, ANSWERED, shown=True, n=n, counts=(n, max(0, invited.get((level, code), n) - n)))


def _question_cells(units: Units, counts: Tally, shown: Shown, question: QuestionPlan) -> Iterator[CellValue]:
    for level, position, code, is_shown in _rows(units, shown):
        if not is_shown:
            yield CellValue(level, code, question.code, shown=False)
            continue
        row = _counts(counts, level, position)
        yield CellValue(level, code, question.code, shown=True, n=sum(row), counts=row)


def _index_cells(
    units: Units, opened: OpenedAnswers, plan: Plan, index: IndexPlan, shown: Mapping[str, Shown], answered: Shown
) -> Iterator[CellValue]:
    """Yield an index's cells: shown only where every one of its questions is, and where its own pools are safe."""
    values = _index_values(opened, index)
    counts = tally(units, np.where(np.isnan(values), -1, 0), 1)
    within, minimum = answered, plan.minimum
    for question in plan.questions:
        if question.code in index.scores:
            within = within.both(shown[question.code])
            minimum = max(minimum, plan.minimum_of(question))
    pattern = protect(units, counts, Threshold(minimum, varied=False), within=within)
    nation, county, office = totals(units, values)
    sums = {"nation": np.array([nation]), "county": county, "office": office}
    for level, position, code, is_shown in _rows(units, pattern):
        if not is_shown:
            yield CellValue(level, code, index.code, shown=False)
            continue
        (n,) = _counts(counts, level, position)
        yield CellValue(level, code, index.code, shown=True, n=n, mean=round(float(sums[level][position]) / n, 4))


def _index_values(opened: OpenedAnswers, index: IndexPlan) -> NDArray[np.float64]:
    """Return each respondent's index, NaN where too few of its questions have a score."""
    columns = []
    for item, scores in index.scores.items():
        by_answer = np.array([np.nan, *(np.nan if score is None else score for score in scores)])
        columns.append(by_answer[opened.answers[item].astype(np.int64)])
    matrix = np.vstack(columns)
    n = (~np.isnan(matrix)).sum(axis=0)
    total = np.nansum(matrix, axis=0)
    return np.where(n >= max(1, index.minimum_items), total / np.maximum(n, 1), np.nan)
