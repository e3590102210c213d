"""Items as columns of answers, and people as the protection takes them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laerling.questionnaire.rules import Questionnaire
from laerling.release.protection.microdata import Microdata
from laerling.release.rules.base import Base, Texts
from laerling.release.rules.indices import index_column
from laerling.release.rules.publication import ANSWERED, ItemPlan

_TWO = 2


@dataclass(frozen=True, slots=True)
class Column:
    """An item with everybody's answers, 0 = none, 1 … `categories`; an index has the `values` they stand for."""

    item: ItemPlan
    answers: NDArray[np.int8]
    categories: int
    values: NDArray[np.float64] | None = None


def columns_of(base: Base, questionnaire: Questionnaire, items: Sequence[ItemPlan]) -> tuple[Column, ...]:
    """Return the items of a round as columns over its respondents. A question the round has no answers to is empty."""
    indices = {index.code: index for index in questionnaire.indices}
    columns = []
    for item in items:
        if item.kind == "index":
            found = index_column(indices[item.code], base.answers, base.n)
            columns.append(Column(item, found.answers, max(_TWO, len(found.values)), found.values))
        else:
            given = base.answers.get(item.code)
            answers = np.zeros(base.n, np.int8) if given is None else given
            kept = np.where((answers >= 1) & (answers <= item.categories), answers, 0)
            columns.append(Column(item, kept.astype(np.int8), item.categories))
    return tuple(columns)


def respondents(base: Base, dimensions: Sequence[str], columns: Sequence[Column]) -> Microdata:
    """Return those who answered, with their answers."""
    return _coded([base.profile[name] for name in dimensions], [column.answers for column in columns])


def everyone_asked(base: Base, dimensions: Sequence[str]) -> tuple[Microdata, Column]:
    """Return everyone who was asked, with 1 for those who answered and 2 for those who did not."""
    answered = base.answered()
    profiles = sorted({*answered, *base.asked})
    did = np.array([answered.get(profile, 0) for profile in profiles], np.int64)
    # Whoever answered was asked; a list that says otherwise is not believed.
    did_not = np.maximum(0, np.array([base.asked.get(profile, 0) for profile in profiles], np.int64) - did)
    told = np.repeat(np.tile(np.array([1, 2], np.int8), len(profiles)), np.column_stack([did, did_not]).reshape(-1))
    of_whom = np.repeat(np.arange(len(profiles)), did + did_not)
    texts = np.array(profiles, dtype=np.str_).reshape(len(profiles), len(base.dimensions))[of_whom]
    column = Column(ItemPlan(ANSWERED, "question", _TWO), told, _TWO)
    return _coded([texts[:, base.dimensions.index(name)] for name in dimensions], [told]), column


def _coded(profile: Sequence[Texts], answers: Sequence[NDArray[np.int8]]) -> Microdata:
    """Return people in an order of their own: that of the rows tells nothing, and changes nothing."""
    known = [np.unique(texts, return_inverse=True) for texts in profile]
    codes = np.array([place.reshape(-1) for _values, place in known], np.int32)
    given = np.array(answers, np.int8)
    order = np.lexsort([*given[::-1], *codes[::-1]])
    return Microdata(tuple(tuple(map(str, values)) for values, _place in known), codes[:, order], given[:, order])
