"""The answers of a whole round at once, by the same model as one person's: earlier rounds are many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from laerling.demo.answers import model
from laerling.questionnaire.rules import AllOf, AnyOf, Condition, Questionnaire

Answers = NDArray[np.int8]
_NOBODY: Final = np.int8(0)


@dataclass(frozen=True, slots=True)
class Crowd:
    """People by column: `codes[name]` holds each one's position in `values[name]`, for the facts that move answers."""

    n: int
    values: Mapping[str, Sequence[str]]
    codes: Mapping[str, NDArray[np.integer]]


def answers_of(
    crowd: Crowd,
    questionnaire: Questionnaire,
    *,
    year: int,
    adjusted_in: Mapping[str, tuple[int, ...]],
    rng: np.random.Generator,
) -> dict[str, Answers]:
    """Return everybody's answers by question, 0 where it was skipped or not asked.

    `adjusted_in` names, by question, the later rounds in which it became another.
    """
    mood = rng.normal(0, model.MOOD_SPREAD, crowd.n)
    for name, codes in crowd.codes.items():
        mood += np.array([model.mood_of(name, value, year) for value in crowd.values[name]])[codes]
    harmed = mood - np.array([model.harm_of(office, year) for office in crowd.values["office"]])[crowd.codes["office"]]
    skip = np.where(rng.random(crowd.n) < model.HASTY_SHARE, model.HASTY_SKIP, model.CAREFUL_SKIP)
    answers: dict[str, Answers] = {}
    for question in questionnaire.questions:
        # A condition looks at earlier pages only, so that what stands before in the list is all it can ask for.
        item = model.item_of(question, year=year, adjusted_in=adjusted_in.get(question.code, ()))
        given = _values(item, harmed if item.is_harm else mood, rng)
        if question.shown_if is not None:
            given[~_holds(question.shown_if, answers)] = _NOBODY
        given[rng.random(crowd.n) < skip] = _NOBODY
        answers[question.code] = given
    return answers


def _values(item: model.Item, mood: NDArray[np.float64], rng: np.random.Generator) -> Answers:
    n_values = len(item.values)
    if item.question.direction == "none":
        place = (
            crc32(item.question.code.encode()) + (rng.random(len(mood)) ** 2 * n_values).astype(np.int64)
        ) % n_values
    else:
        share = 1 / (1 + np.exp(-(item.level + mood + rng.normal(0, model.NOISE, len(mood)))))
        place = np.minimum((share * n_values).astype(np.int64), n_values - 1)
    given: Answers = np.array(item.values, np.int8)[place]
    if item.outside:
        unsure = rng.random(len(mood)) < model.DONT_KNOW_SHARE
        given[unsure] = rng.choice(np.array(item.outside, np.int8), int(unsure.sum()))
    return given


def _holds(condition: Condition, answers: Mapping[str, Answers]) -> NDArray[np.bool_]:
    """Tell for everybody whether a follow-up is shown."""
    held: NDArray[np.bool_]
    if isinstance(condition, AllOf):
        held = np.logical_and.reduce([_holds(part, answers) for part in condition.parts])
    elif isinstance(condition, AnyOf):
        held = np.logical_or.reduce([_holds(part, answers) for part in condition.parts])
    else:
        given = answers[condition.question]
        held = np.where(given == 0, condition.when_skipped, np.isin(given, list(condition.values)))
    return held
