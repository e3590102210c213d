"""What may be added to figures that are published already: forced groups, which nothing takes back.

The same elimination, with the forced groups taken first. What follows from them alone is out of anybody's hands: only
what would follow from them together with something added is kept secret.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from laerling.release.protection.elimination import Elimination, follows
from laerling.release.protection.grouping import NotProtected, Solved, counterexamples, order_of, pools, solve
from laerling.release.protection.groups import Bools, Groups, Ints, Sets, sets_of
from laerling.release.protection.insiders import seen_by_insiders
from laerling.release.protection.items import ItemPattern, few_answered, following, holds
from laerling.release.protection.mending import found_out
from laerling.release.protection.modular import P
from laerling.release.protection.plan import Item, Rules
from laerling.release.protection.reconstruction import Puzzle, puzzle
from laerling.release.protection.release import SKIPPED
from laerling.release.protection.smallsets import small_sets

ROUNDS = 40
# Where somebody is certain, what was added near them is left out so many times, the last time all of it.
TRIES, SEVERAL = 4, 3

Found = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Addition:
    """What is `forced` to be shown, what one `wanted` to add, and what of it all is shown in the end.

    `named` are the small sets of people anybody can name, for the items.
    """

    groups: Groups
    forced: Bools
    wanted: Bools
    solved: Solved
    named: Sets
    seed: int

    @property
    def added(self) -> Bools:
        """The groups that may be added."""
        return np.asarray(self.wanted & self.solved.shown)

    @property
    def left_out(self) -> Bools:
        """The groups that would tell too much together with the others."""
        return np.asarray(self.wanted & ~self.solved.shown)


def add_groups(
    groups: Groups, codes: NDArray[np.integer], forced: Bools, wanted: Bools, minimum: int, seed: int
) -> Addition:
    """Return which of the groups `wanted` may be shown beside those `forced`, so that no small set of people follows.

    Raises NotProtected.
    """
    wanted = wanted & (groups.n >= minimum)
    small = small_sets(groups, codes, minimum)
    beside = _Beside(groups, groups.rows, forced, wanted, small, seed)
    for _round in range(ROUNDS):
        solved = beside.solved()
        found = [
            *pools(groups, solved, groups.weight, minimum),
            *seen_by_insiders(groups, solved.null, small, minimum),
            *counterexamples(groups, solved, groups.weight),
        ]
        if not beside.keep(found):
            solved.shown = _same(groups, (solved.shown[groups.same_as] & wanted) | forced)
            named = small_sets(groups, codes, SKIPPED * minimum)
            return Addition(groups, forced, wanted, solved, named, seed)
    raise NotProtected


def add_item(
    stage: Addition, forced: Bools, wanted: Bools, answers: NDArray[np.integer], item: Item, rules: Rules
) -> tuple[ItemPattern, Bools]:
    """Return where an ordinary item may be shown beside the groups it is `forced` to be shown for, and what of `wanted` that is.

    `ItemPattern.shown` is all that is known then: the forced groups, those added, and what follows. Raises NotProtected.
    """
    groups, within = stage.groups, stage.solved.shown
    size = item.categories + 1
    flat = np.bincount(groups.atom_of * size + answers, minlength=len(groups.weight) * size)
    by_row = flat.astype(np.int64).reshape(-1, size)
    live, counts = by_row[:, 1:].sum(axis=1) > 0, groups.rows.sums(by_row)
    good = holds(counts, item, rules)
    broken = within & ~forced & ~good & (counts[:, 1:].sum(axis=1) > 0)
    taking, columns = wanted & within & good & ~forced, groups.rows.only(live)
    firsts = np.flatnonzero(broken & (groups.same_as == np.arange(len(broken))))
    beside = _Beside(groups, columns, forced, taking, columns.take(firsts), stage.seed)
    few = few_answered(stage.named, by_row[:, 1:].sum(axis=1), rules)
    for turn in range(TRIES + 1):
        solved = _closed(groups, beside, few, by_row, item, rules)
        shown = _same(groups, forced | (good & (columns.sums(solved.null) % P == 0).all(axis=1)))
        riddle = puzzle(groups, shown, by_row)
        telling = found_out(groups, shown, by_row, riddle) if (shown & taking).any() else []
        if not telling:
            return ItemPattern(item, counts, shown, broken, solved, live, by_row), np.asarray(shown & taking)
        # What is left out is kept secret too: hidden only, it might follow from the rest.
        out = _to_blame(groups, riddle, np.concatenate(telling), shown & taking, turn)
        if not beside.keep_sets(columns.take(np.unique(groups.same_as[out]))):
            break
    raise NotProtected


class _Beside:
    """An elimination that takes the forced groups first, and keeps secret what does not follow from them alone."""

    def __init__(self, groups: Groups, columns: Sets, forced: Bools, wanted: Bools, secret: Sets, seed: int) -> None:
        own = np.unique(groups.same_as[forced])
        order = own[np.argsort(-groups.n[own], kind="stable")]
        firsts = np.zeros(len(forced), np.bool_)
        firsts[groups.same_as[wanted]] = True
        firsts[own] = False
        n = len(groups.weight)
        self._alone = solve(columns, order, sets_of([]), n, seed).null
        kept = secret.take(np.flatnonzero(~follows(secret, self._alone)))
        self._done = Elimination(columns, np.concatenate([order, order_of(groups, firsts)]), n, seed, secret=kept)

    def solved(self) -> Solved:
        """Return what is shown now."""
        return Solved(self._done.shown, self._done.null, secret=self._done.secret)

    def keep(self, found: Iterable[Found]) -> bool:
        """Keep secret what was found, without what follows from the forced groups alone; tell whether there was any."""
        several = list(found)
        return self.keep_sets(sets_of([rows for rows, _coef in several], [coef for _rows, coef in several]))

    def keep_sets(self, sets: Sets) -> bool:
        """Keep these sets secret, without those that follow from the forced groups alone; tell whether there was any."""
        new = sets.take(np.flatnonzero(~follows(sets, self._alone)))
        if len(new):
            self._done.keep(new)
        return bool(len(new))


def _closed(groups: Groups, beside: _Beside, few: Sets, by_row: Ints, item: Item, rules: Rules) -> Solved:
    """Return what is shown of an item when nothing more follows that must not."""
    for _round in range(ROUNDS):
        solved = beside.solved()
        if not beside.keep(following(groups, solved, few, by_row, item, rules)):
            return solved
    raise NotProtected


def _same(groups: Groups, shown: Bools) -> Bools:
    """Return the groups `shown`, and all that are of the very same people."""
    firsts = np.zeros(len(shown), np.bool_)
    firsts[groups.same_as[shown]] = True
    return np.asarray(firsts[groups.same_as])


def _to_blame(groups: Groups, riddle: Puzzle, certain: Ints, added: Bools, turn: int) -> Ints:
    """Return what of the groups `added` is left out for those who are `certain`: what shares people with the groups they are in.

    Their smallest groups first, of more of them at each turn; the last time all is left out.
    """
    found, around = np.zeros(len(added), np.bool_), riddle.around()
    for one in certain.tolist():
        own = riddle.groups[around.rows(one)]
        for group in own[np.argsort(groups.n[own], kind="stable")][: SEVERAL * (turn + 1)].tolist():
            found[np.unique(groups.group_of[:, groups.rows.rows(group)])] = True
    return np.flatnonzero(added & (found | (turn + 1 >= TRIES) | ~(added & found).any()))
