"""What the variation page is made of."""

from dataclasses import dataclass
from typing import Literal

from laerling.reports.types import Figure, Stamp, Unit
from laerling.reports.variation.rules import Spread

# What is held beside each other: units below a unit, or one unit's own parts or years.
Between = Literal["counties", "offices", "establishments", "programmes", "trades", "years"]


@dataclass(frozen=True, slots=True)
class Measure:
    """An index or a question: its name, how the groups vary on it, and the figure of the unit as a whole.

    `spread` is None where fewer than three groups are shown.
    """

    code: str
    title: str
    whole: Figure
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A group's figure on a measure, mean 1.0 … 5.0 of `n` answers, with the interval chance leaves open.

    `step` is the colour, -2 clearly lower … 2 clearly higher than is common, with chance taken away. `apart` is -1 or 1
    where the figure is lower or higher than the others' by more than chance, else 0. `comparable` is false where a break
    in the series keeps a year from being compared (M25).
    """

    shown: bool
    mean: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    step: int = 0
    apart: int = 0
    comparable: bool = True

    @property
    def ink(self) -> str:
        """The name of the colour: "lower-2" … "higher-2", "" where nothing remains beyond chance."""
        return f"{'lower' if self.step < 0 else 'higher'}-{abs(self.step)}" if self.step else ""


@dataclass(frozen=True, slots=True)
class Group:
    """A row: a unit, a programme, a trade or a year, with its mark on each measure.

    `unit` is where its own results are, where it is a unit. `table` and `key` are its place in the release of the round
    looked at, or of `year`.
    """

    key: tuple[str, ...]
    table: str
    name: str
    marks: tuple[Mark, ...]
    unit: Unit | None = None
    year: int | None = None

    @property
    def address(self) -> str:
        """The group's place in the table, as addresses have it."""
        return "*".join(self.key)


@dataclass(frozen=True, slots=True)
class Panel:
    """Groups that belong together, by name: the trades of a programme, the offices of a county."""

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Variation:
    """How a unit's groups vary on some measures. `n_others` is how many more groups count in the spread than are listed."""

    stamp: Stamp
    unit: Unit
    between: Between
    ways: tuple[Between, ...]
    measures: tuple[Measure, ...]
    panels: tuple[Panel, ...]
    n_others: int = 0

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        return not all(mark.shown for panel in self.panels for group in panel.groups for mark in group.marks)
