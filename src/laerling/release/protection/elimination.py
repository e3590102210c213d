"""An elimination that can be taken back: what is found later is kept secret from the place where it began to follow."""

from dataclasses import dataclass, field

import numpy as np

from laerling.release.protection.groups import Bools, Ints, Sets, join, sets_of
from laerling.release.protection.modular import P
from laerling.release.protection.moving import SHOWN, take, unwind

STOPS = 20


def follows(sets: Sets, null: Ints) -> Bools:
    """Tell of each set whether it follows from what has the null vectors `null` (rows × 3): its sums are nought."""
    values = null[sets.idx] * (sets.coef % P)[:, None] % P
    sums = Sets(sets.ptr, np.arange(len(sets.idx)), sets.coef).sums(values)
    return np.asarray((sums % P == 0).all(axis=1))


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the elimination stood before the column at this place: its pivots, entries and null vectors."""

    place: int
    pivots: int
    entries: int
    null: Ints


@dataclass(slots=True)
class Elimination:
    """Columns taken in `order`, none that would give a secret set away.

    `null` (rows × 3) are null vectors of what is shown. A set found to follow is added with `keep`: all is taken back to
    the last stop at which nothing of it followed, for up to there nothing would have been decided otherwise.
    `barred` columns are not taken any more: none comes in for one that is taken back.
    """

    columns: Sets
    order: Ints
    n_rows: int
    seed: int
    secret: Sets = field(default_factory=lambda: sets_of([]))
    null: Ints = field(init=False)
    pivot_of: Ints = field(init=False)
    head: Ints = field(init=False)
    column: Ints = field(init=False)
    entries: np.ndarray = field(init=False)
    _head_n: Ints = field(init=False)
    barred: Bools = field(init=False)
    _state: np.ndarray = field(init=False)
    _counted: tuple[int, int] = (0, 0)
    _stops: list[Stop] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing shown, and go through all columns."""
        n = self.n_rows
        self.null = np.random.default_rng(self.seed).integers(1, P, size=(n, 3))
        self.pivot_of, self.head, self._head_n = (
            np.full(n, -1, np.int64),
            np.full(n, -1, np.int64),
            np.zeros(n, np.int64),
        )
        self.column = np.zeros((min(n, len(self.order)) + 1, 3), np.int64)
        self.entries = np.empty((1 << 16, 4), np.int32)
        self._state = np.zeros(len(self.columns), np.int8)
        self.barred = np.zeros(len(self.columns), np.bool_)
        self._back_to(Stop(0, 0, 0, self.null))
        self._go(0)

    @property
    def shown(self) -> Bools:
        """Tell of each column whether it is shown."""
        return np.asarray(self._state == SHOWN)

    def only_fewer(self) -> None:
        """Take no column from now on that is not shown now."""
        self.barred |= ~self.shown

    def keep(self, found: Sets) -> None:
        """Keep these sets secret too, from where they began to follow."""
        self.secret = join(self.secret, found)
        while len(self._stops) > 1 and follows(found, self._stops[-1].null).any():
            self._stops.pop()
        stop = self._stops.pop()
        self._back_to(stop)
        self._go(stop.place)

    def _back_to(self, stop: Stop) -> None:
        pivots = (self.pivot_of, self.head, self._head_n, self.column, self.entries)
        unwind(self.order, stop.place, self._state, pivots, *self._counted, stop.pivots, stop.entries)
        self._counted = (stop.pivots, stop.entries)
        self.null = stop.null.copy()

    def _go(self, place: int) -> None:
        turned = self.secret.by_row(self.n_rows)
        sets = (turned.ptr, turned.idx, turned.coef % P)
        edges = set(np.linspace(0, len(self.order), STOPS + 1).astype(int).tolist())
        for end in sorted(edge for edge in edges if edge > place):
            self._stops.append(Stop(place, *self._counted, self.null.copy()))
            pivots = (self.pivot_of, self.head, self._head_n, self.column, self.entries)
            n_piv, n_ent, self.entries = take(
                self.order, place, end, (self.columns.ptr, self.columns.idx), self.null, sets,
                max(1, len(self.secret)), pivots, self._counted, self._state, self.barred,
            )  # fmt: skip
            self._counted, place = (n_piv, n_ent), end
