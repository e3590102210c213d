"""Indices as items: every value that occurs is a category, so that a mean is protected like a distribution."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laerling.questionnaire.rules import Index

# An item has so many categories at most; an index with more values is told in tenths.
MOST_VALUES = 100


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """An index of every respondent: `answers` is 0 (none) or the place, from 1, of their value among `values`."""

    answers: NDArray[np.int8]
    values: NDArray[np.float64]


def index_column(index: Index, answers: Mapping[str, NDArray[np.integer]], n: int) -> IndexColumn:
    """Return the index of each respondent: the mean of the scores of those of its questions they answered.

    None where fewer than `minimum_items` of its questions have a score.
    """
    columns = np.full((len(index.questions), n), np.nan)
    for place, question in enumerate(index.questions):
        if question.code in answers:
            scores = np.array([np.nan, *(np.nan if score is None else score for score in question.scores)])
            columns[place] = scores[answers[question.code].astype(np.int64)]
    has = ~np.isnan(columns)
    count = has.sum(axis=0)
    total = np.where(has, columns, 0).sum(axis=0)
    value = np.round(total / np.maximum(count, 1), 6)
    given = count >= max(1, index.minimum_items)
    values = np.unique(value[given])
    if len(values) > MOST_VALUES:
        value = np.round(value, 1)
        values = np.unique(value[given])
    return IndexColumn(np.where(given, np.searchsorted(values, value) + 1, 0).astype(np.int8), values)


def mean_and_sd(counts: NDArray[np.integer], values: NDArray[np.float64]) -> tuple[float, float | None]:
    """Return mean and standard deviation (of a sample) of values with these counts, to two decimals."""
    n = int(counts.sum())
    mean = float(counts @ values) / n
    if n == 1:
        return round(mean, 2), None
    return round(mean, 2), round(float(np.sqrt(counts @ (values - mean) ** 2 / (n - 1))), 2)
