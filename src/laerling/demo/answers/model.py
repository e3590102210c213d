"""What moves people's answers: their background, the years, and some stories for others to find."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final
from zlib import crc32

from laerling.questionnaire.rules import Question

# The year that is answered one by one; what units have drifted is reckoned back from it.
HERE: Final = 2026
# How much a background fact moves its people, in standard deviations of a person's own mood, and how far it drifts a year.
EFFECTS: Final = {"office": 0.34, "establishment": 0.3, "trade": 0.22, "county": 0.1, "kind": 0.08}
_DRIFTS: Final = {"office": 0.08, "trade": 0.04, "county": 0.05}
_QUESTION_DRIFT: Final = 0.03
# How far a question that was adjusted, and its own wording before that, lie apart.
_ADJUSTED: Final = 0.5
# Most people are content: on a five-point scale the mean comes out near 4.
_CONTENT: Final = 1.25
MOOD_SPREAD: Final = 0.7
_QUESTION_SPREAD: Final = 0.45
NOISE: Final = 0.85
# Being bullied, harassed or hurt is rare.
_RARE: Final = 2.6
# What came of it is another matter.
_AFTERWARDS: Final = 0.8
DONT_KNOW_SHARE: Final = 0.04
CAREFUL_SKIP, HASTY_SKIP, HASTY_SHARE = 0.008, 0.09, 0.15
# One office in so many has come to treat its apprentices badly; the salt lets one of them lie where the demo is looked at.
_ROUGH_ONE_IN: Final = 45
_ROUGH_SALT: Final = "rough 358"


@dataclass(frozen=True, slots=True)
class _Story:
    """From `first` to `last`, those with such a background fact are this much less content."""

    name: str
    is_told_of: Callable[[str], bool]
    first: int
    last: int
    shift: float


# Counties by the codes of today: a county that fell and came back, and one that has fallen this year.
_STORIES: Final = (
    _Story("county", "18".__eq__, 2022, 2022, -0.55),
    _Story("county", "18".__eq__, 2023, 2023, -0.25),
    _Story("county", "40".__eq__, HERE, HERE, -0.5),
)


@dataclass(frozen=True, slots=True)
class Item:
    """What is worked out once per question: values from worst to best, values beside the scale, its own level."""

    question: Question
    values: tuple[int, ...]
    outside: tuple[int, ...]
    level: float

    @property
    def is_harm(self) -> bool:
        """Whether it asks if somebody has been done harm: a sensitive question that everybody gets."""
        return self.question.sensitive and self.question.shown_if is None


@cache
def effect(name: str, value: str, size: float) -> float:
    """Return how far this value of a background fact lies from the mean: always the same, about normal."""
    drawn = Random(crc32(f"{name}={value}".encode()))  # noqa: S311  not a secret
    return drawn.gauss(0, size)


@cache
def mood_of(name: str, value: str, year: int = HERE) -> float:
    """Return what a background fact adds to its people's mood in a year; nothing where the fact is not known."""
    if not value or name not in EFFECTS:
        return 0.0
    told = sum(
        one.shift for one in _STORIES if one.name == name and one.first <= year <= one.last and one.is_told_of(value)
    )
    return effect(name, value, EFFECTS[name]) + _drift(name, value, _DRIFTS.get(name, 0.0), year) + told


@cache
def harm_of(office: str, year: int = HERE) -> float:
    """Return how much more often people of a training office are done harm, as a shift of the level."""
    is_rough = bool(office) and crc32(f"{_ROUGH_SALT}={office}".encode()) % _ROUGH_ONE_IN == 0
    return 2.4 if is_rough and year >= HERE - 2 else 0.0


def item_of(question: Question, *, year: int = HERE, adjusted_in: tuple[int, ...] = ()) -> Item:
    """Return a question with its level in a year; `adjusted_in` are the later rounds in which it became another."""
    steps = tuple(sorted(question.scale.steps, reverse=question.direction == "down"))
    outside = tuple(sorted(question.scale.values - question.scale.steps))
    level = _CONTENT + effect("question", question.code, _QUESTION_SPREAD)
    if question.sensitive:
        level += _RARE if question.shown_if is None else _AFTERWARDS
    else:
        level += _drift("question", question.code, _QUESTION_DRIFT, year)
        level += sum(effect(f"adjusted {first}", question.code, _ADJUSTED) for first in adjusted_in)
    return Item(question, steps, outside, level)


def _drift(name: str, value: str, step: float, year: int) -> float:
    """Return how far a fact lay from where it lies now: a walk back from the newest round, a step a year."""
    return sum(effect(f"{name} {later}", value, step) for later in range(year + 1, HERE + 1))
