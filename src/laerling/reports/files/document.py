"""One description of a report: what a page shows, as every file prints it. Frozen values, no layout, no numbers reckoned here.

Whoever writes a file writes a `Number` by `figures.written` or `figures.reckoned`, and by nothing else: so it is the same
in all of them, and a figure that is not shown is the sign in all of them.
"""

from dataclasses import dataclass, replace
from math import ceil
from typing import Final, Literal

from laerling.reports.types import Stamp, Unit

Form = Literal["nb", "nn", "en"]
Look = Literal["bars", "points", "years", "ranges"]
# What a number is: an index from 1 to 5, a share of 0–100, a number of people, or of anything else.
Kind = Literal["mean", "percent", "people", "count"]


@dataclass(frozen=True, slots=True)
class Source:
    """What a number is of: the line it has in a file of lines. `n` answers stand behind it, None where not shown.

    `has_n` is False where no answers of one group stand behind it: what others have in common, a number of groups.
    """

    year: int
    unit: Unit
    measure: str
    group: str = ""
    answer: str = ""
    n: int | None = None
    n_invited: int | None = None
    has_invited: bool = False
    has_n: bool = True


@dataclass(frozen=True, slots=True)
class Number:
    """A released figure. `value` is None where it is not shown, whatever the reason; `high` ends a band that `value` begins.

    `said` is there where the page has the figure in words only: a band of an earlier round, an interval. `mark` is a
    sign that people read behind the figure.
    """

    kind: Kind
    value: float | None
    high: float | None = None
    source: Source | None = None
    said: str = ""
    mark: str = ""


Cell = str | Number

# A text that stands for a figure is no longer than "100 %".
_LONGEST_SIGN: Final = 5


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs of plain words."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings; each row's first cell names the row. `totals`: how many rows at the end sum up."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0

    @property
    def words(self) -> tuple[bool, ...]:
        """Which columns hold words, and so want room, not figures or the signs that stand for them: the first does."""
        columns = ([row[at] for row in self.rows] for at in range(1, len(self.headings)))
        return (True, *(any(isinstance(cell, str) and len(cell) > _LONGEST_SIGN for cell in each) for each in columns))

    def narrow(self, most: int) -> tuple["Table", ...]:
        """Return the table in parts of about the same width, `most` columns at most, each with the rows' names."""
        n_parts = ceil((len(self.headings) - 1) / (most - 1)) or 1
        width = ceil((len(self.headings) - 1) / n_parts)
        return tuple(
            replace(
                self,
                headings=(self.headings[0], *self.headings[at : at + width]),
                rows=tuple((row[0], *row[at : at + width]) for row in self.rows),
            )
            for at in range(1, 1 + n_parts * width, width or 1)
        )

    def short(self, most: int) -> tuple["Table", ...]:
        """Return the table in parts of `most` rows at most; only the last of them has what sums up."""
        starts = range(0, len(self.rows), most)
        return tuple(
            replace(self, rows=self.rows[at : at + most], totals=self.totals if at == starts[-1] else 0)
            for at in starts
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a chart: its name, its place in the palette, and a number for each category."""

    name: str
    ink: str
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as figures, as words and as the page's own drawing.

    "bars" lie and add up to 100 per cent; "points" stand on one scale; "years" are lines over time; "ranges" are bands,
    which no chart program draws as such. `drawing` is SVG with classes for colours; `alternative` says all it shows.
    """

    look: Look
    title: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    alternative: str
    drawing: str


Block = Text | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its own heading; `level` 1 begins a part, 2 lies within one."""

    title: str
    blocks: tuple[Block, ...]
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report of one unit in one language. `about` are the sentences on how the figures are to be read."""

    name: str
    title: str
    unit: Unit
    form: Form
    stamp: Stamp
    sections: tuple[Section, ...]
    about: tuple[str, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts in the order of reading."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Chart))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in the order of reading."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Table))

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every number of the tables that says what it is of, in the order of reading."""
        cells = (cell for table in self.tables for row in table.rows for cell in row)
        return tuple(cell for cell in cells if isinstance(cell, Number) and cell.source)
