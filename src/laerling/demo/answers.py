"""Believable answers: people differ, and so do offices, trades and counties, all the same way every time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from random import Random
from typing import Final
from zlib import crc32

from laerling.questionnaire.rules import Question, Questionnaire

# How much a background fact moves its people, in standard deviations of a person's own mood.
EFFECTS: Final = {"office": 0.34, "establishment": 0.3, "trade": 0.22, "county": 0.1, "kind": 0.08}
# Most people are content: on a five-point scale the mean comes out near 4.
_CONTENT: Final = 1.25
_MOOD_SPREAD: Final = 0.7
_QUESTION_SPREAD: Final = 0.45
_NOISE: Final = 0.85
# Being bullied, harassed or hurt is rare.
_RARE: Final = 2.6
# What came of it is another matter.
_AFTERWARDS: Final = 0.8
_DONT_KNOW_SHARE: Final = 0.04
_CAREFUL_SKIP, _HASTY_SKIP, _HASTY_SHARE = 0.008, 0.09, 0.15


@dataclass(frozen=True, slots=True)
class _Item:
    """What is worked out once per question: values from worst to best, values beside the scale, its own level."""

    question: Question
    values: tuple[int, ...]
    outside: tuple[int, ...]
    level: float


class Respondents:
    """Answers one questionnaire for one person after the other."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Work out what is the same for all."""
        self.pages = tuple(tuple(map(_item, page.questions)) for page in questionnaire.pages)

    def answer(self, *, profile: Mapping[str, str], rng: Random) -> dict[str, int]:
        """Answer as a person with this profile might: question code to option value.

        Some questions are skipped, and follow-ups answered only where they apply.
        """
        mood = rng.gauss(0, _MOOD_SPREAD) + sum(
            effect(name, profile[name], size) for name, size in EFFECTS.items() if profile.get(name)
        )
        skip = _HASTY_SKIP if rng.random() < _HASTY_SHARE else _CAREFUL_SKIP
        answers: dict[str, int] = {}
        for page in self.pages:
            # Conditions look at earlier pages only: what this page brings is added when all of it has been asked.
            answers |= {
                item.question.code: _value(item, mood, rng)
                for item in page
                if (item.question.shown_if is None or item.question.shown_if.holds(answers)) and rng.random() >= skip
            }
        return answers


@cache
def effect(name: str, value: str, size: float) -> float:
    """Return how far this value of a background fact lies from the mean: always the same, about normal."""
    drawn = Random(crc32(f"{name}={value}".encode()))  # noqa: S311  not a secret
    return drawn.gauss(0, size)


def _item(question: Question) -> _Item:
    steps = tuple(sorted(question.scale.steps, reverse=question.direction == "down"))
    outside = tuple(sorted(question.scale.values - question.scale.steps))
    level = _CONTENT + effect("question", question.code, _QUESTION_SPREAD)
    if question.sensitive:
        level += _RARE if question.shown_if is None else _AFTERWARDS
    return _Item(question, steps, outside, level)


def _value(item: _Item, mood: float, rng: Random) -> int:
    if item.outside and rng.random() < _DONT_KNOW_SHARE:
        return item.outside[int(rng.random() * len(item.outside))]
    n_values = len(item.values)
    if item.question.direction == "none":
        # Some options are taken more often than others; which ones depends on the question.
        first = crc32(item.question.code.encode())
        return item.values[(first + int(rng.random() ** 2 * n_values)) % n_values]
    share = 1 / (1 + exp(-(item.level + mood + rng.gauss(0, _NOISE))))
    return item.values[min(int(share * n_values), n_values - 1)]
