"""What a questionnaire is made of: texts, scales, questions, pages and indices, as frozen values."""

from dataclasses import dataclass, field
from typing import Literal

from laerling.questionnaire.rules.conditions import Condition

Direction = Literal["up", "down", "none"]
# How a question relates to the version before: one series, a break, or nothing to compare with (M25).
RelationKind = Literal["same", "adjusted", "new"]

# Every score runs from 1 to 5, and 5 is best.
LOWEST_SCORE, HIGHEST_SCORE = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str

    def in_(self, language: str) -> str:
        """Return the words in `language` ("nn", "en", "nn-no" …); bokmål for any other."""
        match language.lower().split("-")[0]:
            case "nn":
                return self.nn
            case "en":
                return self.en
            case _:
                return self.nb


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `outside` stands beside the scale ("don't know"): counted, but never scored."""

    value: int
    text: Text
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Options in the order they are shown; values are 1 … n, those outside the scale last."""

    code: str
    options: tuple[Option, ...]
    direction: Direction = "none"

    @property
    def values(self) -> frozenset[int]:
        """The values that can be answered."""
        return frozenset(option.value for option in self.options)

    @property
    def steps(self) -> frozenset[int]:
        """The values on the scale itself: 1 … k."""
        return frozenset(option.value for option in self.options if not option.outside)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with one value as its answer; it can always be skipped (M2).

    `relation` says how it relates to the earlier version and `why` the reason; None where the version follows none.
    """

    code: str
    text: Text
    scale: Scale
    direction: Direction
    sensitive: bool = False
    shown_if: Condition | None = None
    relation: RelationKind | None = None
    why: Text | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order they are shown."""
        return self.scale.options

    @property
    def scores(self) -> tuple[float | None, ...]:
        """The score of each value: `scores[value - 1]` is 1.0 … 5.0 with 5 best, None where there is none."""
        return tuple(self.score(value) for value in range(1, len(self.options) + 1))

    def option(self, value: int) -> Option:
        """Return the option with this value. Raises KeyError."""
        for option in self.options:
            if option.value == value:
                return option
        raise KeyError(self.code)

    def score(self, value: int) -> float | None:
        """Return 1.0 … 5.0 with 5 best, or None for a value outside the scale or a question without direction.

        A shorter scale is stretched: yes, partly, no become 5, 3, 1.
        """
        if self.direction == "none" or value not in self.scale.steps:
            return None
        share = (value - 1) / (len(self.scale.steps) - 1)
        if self.direction == "down":
            share = 1 - share
        return LOWEST_SCORE + (HIGHEST_SCORE - LOWEST_SCORE) * share


@dataclass(frozen=True, slots=True)
class Page:
    """Questions of one theme, shown together; `help` tells where to turn."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    intro: Text | None = None
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """Several questions read as one figure, given when at least `minimum_items` of them have a score."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    minimum_items: int

    @property
    def items(self) -> tuple[str, ...]:
        """The codes of its questions."""
        return tuple(question.code for question in self.questions)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A question of the earlier version that is not asked any more, and why."""

    code: str
    why: Text


@dataclass(frozen=True, slots=True)
class Held:
    """The rounds a version held for, as years; `last` is None where the file does not say."""

    first: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of a survey's questions; `sha256` is that of the file it was read from.

    `follows` is the code of the version before it. A `series_break` is the reason why nothing can be compared with it.
    """

    code: str
    survey: str
    title: Text
    pages: tuple[Page, ...]
    indices: tuple[Index, ...]
    sha256: str
    held: Held | None = None
    follows: str | None = None
    series_break: Text | None = None
    dropped: tuple[Dropped, ...] = ()
    _questions: dict[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay questions out by code."""
        by_code = {question.code: question for page in self.pages for question in page.questions}
        object.__setattr__(self, "_questions", by_code)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order they are asked."""
        return tuple(self._questions.values())

    def question(self, code: str) -> Question:
        """Return the question with this code. Raises KeyError."""
        return self._questions[code]

    def page(self, code: str) -> Page:
        """Return the whole page with this code, whoever it applies to. Raises KeyError."""
        for page in self.pages:
            if page.code == code:
                return page
        raise KeyError(code)

    def page_of(self, question: str) -> Page:
        """Return the page a question stands on. Raises KeyError."""
        for page in self.pages:
            if any(item.code == question for item in page.questions):
                return page
        raise KeyError(question)

    def index(self, code: str) -> Index:
        """Return the index with this code. Raises KeyError."""
        for index in self.indices:
            if index.code == code:
                return index
        raise KeyError(code)
