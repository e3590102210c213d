"""What a report is made of. A figure that is not shown holds nothing, whatever the reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.utils.translation import gettext as _

from laerling.questionnaire.rules import Direction
from laerling.release.queries import Level
from laerling.reports.words import SIGN, both, differences, percent, percents

# Whether a unit's figure is above or below that of another by more than chance, or neither.
Apart = Literal["above", "below", ""]


@dataclass(frozen=True, slots=True)
class Unit:
    """The nation ("", one), a county by code, or a training office or establishment by organisation number."""

    level: Level
    code: str
    name: str

    @property
    def in_words(self) -> str:
        """The name inside a sentence: that of the country is a name of ours, and is written small there."""
        return self.name[:1].lower() + self.name[1:] if self.level == "nation" else self.name

    @property
    def key(self) -> tuple[Level, str]:
        """The unit as the release knows it."""
        return self.level, self.code

    @property
    def address(self) -> str:
        """The unit as addresses have it: "county/46"."""
        return f"{self.level}/{self.code}" if self.code else self.level


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one kind to choose from, by name; `is_kin` for counties that went into one's own, or came of it."""

    level: Level
    units: tuple[Unit, ...]
    is_kin: bool = False

    @property
    def label(self) -> str:
        """What units of the kind are called."""
        if self.is_kin:
            return _("Counties before and after")
        names = {
            "nation": _("The whole country"),
            "county": _("Counties"),
            "office": _("Training offices"),
            "establishment": _("Training establishments"),
        }
        return names[self.level]


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
    """A mean of one unit, 1.0 … 5.0 with 5 best, of `n` answers; `low`–`high` is its 95 % interval where known."""

    shown: bool
    n: int | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None


NO_FIGURE: Final = Figure(shown=False)


@dataclass(frozen=True, slots=True)
class IndexLine:
    """An index across the units of a report, in their order.

    `apart` says of each unit but the first whether one's own figure differs from it by more than chance.
    """

    code: str
    title: str
    figures: tuple[Figure, ...]
    apart: tuple[Apart, ...] = ()

    def said(self, units: tuple[Unit, ...]) -> tuple[str, ...]:
        """Return a sentence for each difference that is more than chance."""
        return differences(self.apart, units[0].name, [other.in_words for other in units[1:]])


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """A theme of the questionnaire, and how many questions it holds."""

    code: str
    title: str
    n_questions: int


@dataclass(frozen=True, slots=True)
class ItemLink:
    """Something one can look at: an index, or a question with the theme it stands in."""

    code: str
    title: str
    kind: Literal["index", "question"]
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A unit's results beside those it is compared with: `units[0]` is its own, then county and nation.

    The last `n_chosen` of the units are of the reader's own choice.
    """

    stamp: Stamp
    units: tuple[Unit, ...]
    answered: tuple[Answered, ...]
    indices: tuple[IndexLine, ...]
    themes: tuple[ThemeLink, ...]
    n_chosen: int = 0
    pooled: "Pooled | None" = None

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        indices = all(figure.shown for line in self.indices for figure in line.figures)
        return not (indices and all(entry.shown for entry in self.answered))


@dataclass(frozen=True, slots=True)
class Distribution:
    """How one unit answered a question: per cent per option, 0–100 in the order of the options, of `n` answers.

    A sensitive question has `bands` instead of shares: all that is told is that each share lies in its range.
    `mean` is the score, 1.0 … 5.0 with 5 best, where the question has one and its shares are shown.
    """

    shown: bool
    n: int | None = None
    pct: tuple[float, ...] = ()
    bands: tuple[tuple[float, float], ...] = ()
    mean: Figure = NO_FIGURE

    def written(self) -> tuple[str, ...]:
        """Return what is told of each option's share as it is written; nothing where it is not shown."""
        return tuple(percents(band) for band in self.bands) or tuple(percent(share) for share in self.pct)

    def at(self, position: int) -> str:
        """Return one option's share as it is written, or the sign."""
        written = self.written()
        return written[position] if self.shown and position < len(written) else SIGN


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
    apart: tuple[Apart, ...] = ()

    def said(self, units: tuple[Unit, ...]) -> tuple[str, ...]:
        """Return a sentence for each difference that is more than chance."""
        return differences(self.apart, units[0].name, [other.in_words for other in units[1:]])


@dataclass(frozen=True, slots=True)
class Pooled:
    """One's own figures of two rounds together, for what the round alone does not show. Their titles carry both years."""

    unit: Unit
    year: int
    indices: tuple[IndexLine, ...]
    questions: tuple[QuestionLine, ...]

    @property
    def title(self) -> str:
        """Both years, such as "2025 and 2026 together"."""
        return both(self.year)

    @property
    def words(self) -> str:
        """What a reader must know of them."""
        return _(
            "The year alone is not shown here. These figures are of both years together, each answer counted once. "
            "Do not set them beside figures of one year."
        )


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
    n_chosen: int = 0
    pooled: Pooled | None = None

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        return not all(row.shown for question in self.questions for row in question.rows)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """One index and the questions it is made of, for a unit and those it is compared with."""

    stamp: Stamp
    units: tuple[Unit, ...]
    line: IndexLine
    questions: tuple[QuestionLine, ...]
    n_chosen: int = 0
    pooled: Pooled | None = None

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        shown = all(row.shown for question in self.questions for row in question.rows)
        return not (shown and all(figure.shown for figure in self.line.figures))


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """One question for a unit and those it is compared with; the theme it stands in and the indices it is part of."""

    stamp: Stamp
    units: tuple[Unit, ...]
    question: QuestionLine
    theme: ThemeLink
    indices: tuple[tuple[str, str], ...]
    n_chosen: int = 0
    pooled: Pooled | None = None

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        return not all(row.shown for row in self.question.rows)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list, with how many answered."""

    unit: Unit
    answered: Answered
