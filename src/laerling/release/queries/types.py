"""What the release hands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

Level = Literal["nation", "county", "office", "establishment"]
Unit = tuple[Level, str]
Key = tuple[str, ...]
Source = Literal["urn", "history"]
Reason = Literal["few", "protect", "unpublished"]

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A release: which round, when it was made, by which rules, and the hash that names its content."""

    id: UUID
    round_year: int
    made_at: datetime
    rules: Mapping[str, int | str]
    content_hash: str
    n_answered: int
    source: Source = "urn"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """Something published: a question, an index (its questions are `parts`), or how many answered.

    `categories` is how many answers there are; `tables` those it is published for, None for every table.
    """

    code: str
    kind: Literal["question", "index", "answered"]
    categories: int
    sensitive: bool = False
    parts: tuple[str, ...] = ()
    tables: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a release publishes: dimensions, tables (dimensions joined by `*`, "" = the nation) and items."""

    dimensions: tuple[str, ...]
    tables: tuple[str, ...]
    items: tuple[ItemFacts, ...]

    def publishes(self, table: str, item: str) -> bool:
        """Tell whether figures of an item are published in a table at all."""
        return table in self.tables and any(
            one.code == item and (one.tables is None or table in one.tables) for one in self.items
        )


@dataclass(frozen=True, slots=True)
class CellFacts:
    """A figure as released, all None where it is not shown.

    `n` answers and `counts` by value, `bands` (low, high) by value of a sensitive question, or `mean` and `sd` of an index.
    """

    shown: bool
    n: int | None = None
    counts: tuple[int, ...] | None = None
    bands: tuple[tuple[int, int], ...] | None = None
    mean: float | None = None
    sd: float | None = None


HIDDEN = CellFacts(shown=False)


@dataclass(frozen=True, slots=True)
class GroupCells:
    """A group's figures by item; what is not there looks like what is hidden. `rounds` is 2 where two are pooled."""

    table: str
    key: Key
    shown: bool
    cells: Mapping[str, CellFacts]
    rounds: int = 1

    def get(self, item: str) -> CellFacts:
        """Return the figure of an item, hidden where there is none."""
        return self.cells.get(item, HIDDEN)


@dataclass(frozen=True, slots=True)
class UnitCells:
    """A unit's figures by item; what is not there looks like what is hidden."""

    level: Level
    unit_code: str
    cells: Mapping[str, CellFacts]

    def get(self, item: str) -> CellFacts:
        """Return the figure of an item, hidden where there is none."""
        return self.cells.get(item, HIDDEN)


@dataclass(frozen=True, slots=True)
class Label:
    """What a code was called in that round, and the units it lay in, such as "county:46"."""

    code: str
    name: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a figure is not shown, told so that nothing follows from it.

    "few": what is shown or was asked is less than the rule needs, as anybody can see; `n_more` is then how many more
    answers it takes at the least. "protect": one word for everything else. "unpublished": the plan has no such figure.
    `instead` is the nearest wider group that is shown.
    """

    reason: Reason
    instead: tuple[str, Key] | None
    n_more: int | None


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """How far the making of a release has come: step `number` of `of`, and `done` of its `total` items (0 where it has none).

    `what` is "counted", "protected", "attacked", "together" or "written"; `stage` what is protected or attacked.
    """

    what: str
    stage: str
    number: int
    of: int
    done: int
    total: int

    @property
    def share(self) -> float:
        """How much of all steps is behind, 0–1."""
        return (self.number - 1 + (self.done / self.total if self.total else 0)) / self.of


@dataclass(frozen=True, slots=True)
class BlockedFacts:
    """A release that was not made: of which round, when, and the report of what was tried. For the Directorate only.

    `protected` is False where no pattern was found that protects everybody: nothing was attacked then.
    """

    round_year: int
    at: datetime
    report: Mapping[str, Any]

    @property
    def protected(self) -> bool:
        """Whether there was anything to attack."""
        return bool(self.report.get("protected", True))


@dataclass(frozen=True, slots=True)
class TableLoss:
    """What protecting a table cost: groups, how many of them are shown, and why the others are not.

    `respondents` is the share (0–1) of those who answered that stand in a shown group, `figures` the share of the
    figures of shown groups that are shown; both None where nobody stands in the table.
    """

    table: str
    groups: int
    shown: int
    hidden_by_rule: int
    hidden_by_complement: int
    respondents: float | None
    figures: float | None


@dataclass(frozen=True, slots=True)
class LossFacts:
    """The cost of a release by table, and that of the release before it, by table, where there is one."""

    round_year: int
    tables: tuple[TableLoss, ...]
    before_year: int | None
    before: Mapping[str, TableLoss]
