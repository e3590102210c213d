"""What a report is made of. A figure that is not shown holds nothing, whatever the reason."""

from dataclasses import dataclass
from datetime import datetime

from laerling.questionnaire.rules import Direction
from laerling.release.queries import Level


@dataclass(frozen=True, slots=True)
class Unit:
    """The nation ("", one), a county by code, or a training office by organisation number."""

    level: Level
    code: str
    name: str

    @property
    def key(self) -> tuple[Level, str]:
        """The unit as the release knows it."""
        return self.level, self.code


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which release the figures are from: the round's year, when it was made, and the first of its content hash."""

    year: int
    made_at: datetime
    version: str
    minimum: int
    sensitive_minimum: int


@dataclass(frozen=True, slots=True)
class Answered:
    """How many answered, of how many invited; `pct` is 0–100."""

    shown: bool
    n: int | None = None
    n_invited: int | None = None
    pct: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """An index of one unit: the mean, 1.0 … 5.0 with 5 best, of `n` answers."""

    shown: bool
    n: int | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class IndexLine:
    """An index across the units of a report, in their order."""

    code: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """A theme of the questionnaire, and how many questions it holds."""

    code: str
    title: str
    n_questions: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A unit's results beside those it is compared with: `units[0]` is its own, then county and nation."""

    stamp: Stamp
    units: tuple[Unit, ...]
    answered: tuple[Answered, ...]
    indices: tuple[IndexLine, ...]
    themes: tuple[ThemeLink, ...]

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        indices = all(figure.shown for line in self.indices for figure in line.figures)
        return not (indices and all(entry.shown for entry in self.answered))


@dataclass(frozen=True, slots=True)
class Distribution:
    """How one unit answered a question: per cent per option, 0–100 in the order of the options, of `n` answers."""

    shown: bool
    n: int | None = None
    pct: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionLabel:
    """An answer one could give; `ink` names its place in the chart's palette."""

    text: str
    ink: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question across the units of a report. `asked_some`: only those whom an earlier answer led to it were asked."""

    code: str
    text: str
    direction: Direction
    sensitive: bool
    asked_some: bool
    options: tuple[OptionLabel, ...]
    rows: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme's questions for a unit and those it is compared with, and the way to the themes beside it."""

    stamp: Stamp
    units: tuple[Unit, ...]
    code: str
    title: str
    questions: tuple[QuestionLine, ...]
    previous: ThemeLink | None
    next: ThemeLink | None

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        return not all(row.shown for question in self.questions for row in question.rows)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list, with how many answered."""

    unit: Unit
    answered: Answered
