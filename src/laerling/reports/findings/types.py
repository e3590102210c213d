"""What is pointed out for a unit."""

from dataclasses import dataclass
from typing import Literal

from laerling.reports.findings.rules import Harm, Low
from laerling.reports.types import Stamp, Unit

# "harm": a sensitive question above its threshold. "somewhere": some have met with it, not so many that the unit as a whole
# stands out. "fall": an index that has fallen. "far": an index far below the others of its level.
Kind = Literal["harm", "somewhere", "fall", "far"]


@dataclass(frozen=True, slots=True)
class SpecialFinding:
    """A released figure that should be followed up at once: whose, on what, and how much.

    `harm` is there for "harm" and "somewhere", `low` for "fall" and "far"; `since` is the round a fall is reckoned from.
    `answer` is the answer from which a sensitive question counts. `theme` is where a question stands, "" for an index.
    """

    kind: Kind
    unit: Unit
    item: str
    title: str
    harm: Harm | None = None
    low: Low | None = None
    since: int | None = None
    answer: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class UnitFindings:
    """What is pointed out: for the unit itself, for units below it that may be seen, and around it where its own is hidden."""

    stamp: Stamp
    unit: Unit
    own: tuple[SpecialFinding, ...]
    below: tuple[SpecialFinding, ...]
    around: tuple[SpecialFinding, ...]

    @property
    def all(self) -> tuple[SpecialFinding, ...]:
        """All of them, the unit's own first."""
        return (*self.own, *self.below, *self.around)
