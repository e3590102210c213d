"""What a breakdown is made of: groups of a unit, by one dimension, beside the unit as a whole."""

from dataclasses import dataclass
from typing import Final, Literal

from laerling.reports.types import NO_FIGURE, Answered, Apart, Distribution, Figure, QuestionLine, Stamp, Unit

_NO_SHARES: Final = Distribution(shown=False)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a breakdown: its name, where it stands in the release, and what is told of it.

    `unit` is set where the group is a unit with pages of its own. `apart` is against all of the whole.
    """

    name: str
    table: str
    key: tuple[str, ...]
    answered: Answered
    figure: Figure = NO_FIGURE
    distribution: Distribution = _NO_SHARES
    unit: Unit | None = None
    apart: Apart = ""

    @property
    def address(self) -> str:
        """The group's key as addresses have it."""
        return "*".join(self.key)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How something divides within a unit, by one dimension: the unit as a whole, and each group by name.

    `kind` is "answered", "index" or "question"; `question` is there for a question only. `dimensions` are those the
    release has for the unit; `hides_something` tells whether any of the figures is not shown.
    """

    stamp: Stamp
    of: Unit
    kind: Literal["answered", "index", "question"]
    code: str
    title: str
    question: QuestionLine | None
    dimension: str
    dimensions: tuple[str, ...]
    whole: Group
    groups: tuple[Group, ...]

    def is_shown(self, group: Group) -> bool:
        """Whether a group's figure is shown."""
        if self.kind == "answered":
            return group.answered.shown
        return group.figure.shown if self.kind == "index" else group.distribution.shown

    @property
    def hides_something(self) -> bool:
        """Whether any figure is not shown."""
        return not all(self.is_shown(group) for group in (self.whole, *self.groups))
