"""What a report over the years is made of: one line a unit, broken where nothing may be compared (M25, M26)."""

from dataclasses import dataclass
from typing import Literal

from laerling.reports.types import Unit

Kind = Literal["answered", "index", "question"]


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One round's figure of a unit: `value` on the scale 1–5, or per cent of those invited; None where not shown.

    `shares` is what is told of each option of a question, as it is written. `name` is what the unit was called, and
    `bolt` stands on the first round of a question that was adjusted. `parts` are the counties a sum is made of.
    """

    year: int
    shown: bool
    name: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    shares: tuple[str, ...] = ()
    bolt: bool = False
    parts: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Between two rounds no line is drawn, for the reason `why`; `bolt` where the question was adjusted."""

    before: int
    after: int
    why: str
    bolt: bool = False


@dataclass(frozen=True, slots=True)
class UnitYears:
    """A unit's rounds, those to draw as one line (by year), where it breaks, and where other rounds lie instead."""

    unit: Unit
    figures: tuple[YearFigure, ...]
    segments: tuple[tuple[int, ...], ...]
    gaps: tuple[Gap, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def goes_on(self, gap: Gap) -> bool:
        """Return whether a line is drawn over a break that another unit has."""
        return any(segment[0] <= gap.before and gap.after <= segment[-1] for segment in self.segments if segment)

    def at(self, year: int) -> YearFigure | None:
        """Return a round's figure, None where the unit has none of its own."""
        return next((one for one in self.figures if one.year == year), None)


@dataclass(frozen=True, slots=True)
class YearsReport:
    """Something over the years for a unit and those it stands beside.

    `is_drawn` is False where there is no one figure to draw: questions without a better and a worse answer, and
    sensitive ones, of which ranges are told. `options` are then what the shares are of.
    """

    kind: Kind
    code: str
    title: str
    lines: tuple[UnitYears, ...]
    is_drawn: bool
    options: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """All rounds that any of the lines has, oldest first."""
        return tuple(sorted({figure.year for line in self.lines for figure in line.figures}))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The breaks in order: those of one's own line, and those of lines beside it that no line of one's own crosses."""
        own, *others = self.lines
        found = {(gap.before, gap.after): gap for line in others for gap in line.gaps if not own.goes_on(gap)}
        found |= {(gap.before, gap.after): gap for gap in own.gaps}
        return tuple(found[years] for years in sorted(found))

    @property
    def has_points(self) -> bool:
        """Whether there is any one figure to draw."""
        return self.is_drawn and any(figure.value is not None for line in self.lines for figure in line.figures)

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        return not all(figure.shown for line in self.lines for figure in line.figures)
