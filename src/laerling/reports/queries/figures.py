"""From released cells to figures: how many answered, means with intervals, distributions, and what is beyond chance."""

from collections.abc import Collection, Sequence

import numpy as np

from laerling.questionnaire.rules import Question
from laerling.questionnaire.rules.shape import HIGHEST_SCORE, LOWEST_SCORE
from laerling.release.queries import ANSWERED, CellFacts, GroupCells, UnitCells
from laerling.reports import rules
from laerling.reports.types import Answered, Apart, Distribution, Figure, OptionLabel, QuestionLine
from laerling.reports.variation.chance import discoveries, two_sided
from laerling.reports.variation.rules import Reading, moments

Column = UnitCells | GroupCells


def answered(cell: CellFacts) -> Answered:
    """Return how many answered of those invited: `n` is all, `counts` those who did and those who did not."""
    if cell.n is None or cell.counts is None:
        return Answered(shown=False)
    return Answered(
        shown=True, n=cell.counts[0], n_invited=cell.n, pct=100 * cell.counts[0] / cell.n if cell.n else None
    )


def reading(column: Column, item: str, question: Question | None = None) -> Reading | None:
    """Return the mean of an index, or of a question's scores, with what tells how sure it is; None where not shown."""
    cell, invited = column.get(item), column.get(ANSWERED).n
    if question is None:
        if cell.n is None or cell.mean is None or cell.sd is None:
            return None
        return Reading(cell.n, cell.mean, cell.sd, invited)
    found = moments(cell.counts, question.scores) if cell.counts else None
    return Reading(*found, invited) if found else None


def figure(column: Column, item: str) -> Figure:
    """Return an index of one unit with its interval."""
    cell = column.get(item)
    if cell.mean is None:
        return Figure(shown=False)
    return _with_interval(reading(column, item)) or Figure(shown=True, n=cell.n, mean=cell.mean)


def question_line(question: Question, columns: Sequence[Column], language: str) -> QuestionLine:
    """Return a question across units. What differs by more than chance is added by whoever sees all questions."""
    labels = zip(question.options, rules.inks(question), strict=True)
    return QuestionLine(
        code=question.code,
        text=question.text.in_(language),
        direction=question.direction,
        sensitive=question.sensitive,
        asked_some=question.shown_if is not None,
        options=tuple(OptionLabel(option.text.in_(language), ink) for option, ink in labels),
        rows=tuple(distribution(question, column) for column in columns),
    )


def distribution(question: Question, column: Column) -> Distribution:
    """Return the shares in the order the options are shown; the release counts them by rising value."""
    cell = column.get(question.code)
    if cell.n is None:
        return Distribution(shown=False)
    if cell.bands is not None:
        bands = rules.band_shares(cell.bands, cell.n)
        return Distribution(shown=True, n=cell.n, bands=tuple(bands[option.value - 1] for option in question.options))
    if cell.counts is None:
        return Distribution(shown=False)
    pct = rules.shares(cell.counts)
    mean = _with_interval(reading(column, question.code, question)) or Figure(shown=False)
    return Distribution(
        shown=True, n=cell.n, pct=tuple(pct[option.value - 1] for option in question.options), mean=mean
    )


def apart(lines: Collection[Sequence[Reading | None]]) -> list[tuple[Apart, ...]]:
    """Return, line by line, how the first figure differs from each of the others where it is more than chance.

    All lines of a page are judged together: of many looks some would differ by chance alone (Benjamini-Hochberg).
    """
    pairs = [(own, other) for own, *others in lines for other in others]
    z = np.array(
        [rules.z_of_difference(own, other) if own and other else 0.0 for own, other in pairs], dtype=np.float64
    )
    looked_at = np.array([bool(own and other) for own, other in pairs], dtype=np.bool_)
    stands = np.zeros(len(pairs), dtype=np.bool_)
    stands[looked_at] = discoveries(two_sided(z[looked_at]))
    told: list[Apart] = [
        ("above" if score > 0 else "below") if real else "" for score, real in zip(z, stands, strict=True)
    ]
    found, start = [], 0
    for line in lines:
        end = start + len(line) - 1
        found.append(tuple(told[start:end]))
        start = end
    return found


def _with_interval(one: Reading | None) -> Figure | None:
    if one is None:
        return None
    reach = rules.interval(one, lowest=LOWEST_SCORE, highest=HIGHEST_SCORE)
    return Figure(shown=True, n=one.n, mean=one.mean, low=reach.low, high=reach.high)
