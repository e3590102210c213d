"""The group stage: one yes or no for every group of a plan, for all items at once."""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from laerling.release.protection.certificate import FEW, are_few, classes_of, sums_of_four, sums_of_two
from laerling.release.protection.elimination import Elimination
from laerling.release.protection.groups import Bools, Groups, Ints, Sets, sets_of
from laerling.release.protection.insiders import seen_by_insiders
from laerling.release.protection.modular import P
from laerling.release.protection.smallsets import small_sets
from laerling.release.protection.winnowing import winnowed

ROUNDS = 40
# So many counterexamples are fed back at a time: after that, many say the same.
ENOUGH = 50_000
# In a file of more rows than this no group comes in for one that goes, once all small sets were sought twice.
UNBARRED = 6_000
ALL = sys.maxsize


@dataclass(slots=True)
class Solved:
    """Which groups are shown, the null vectors of what is shown (rows × 3), and what was found on the way.

    Groups that are `held_back` were not tried again in the end, and might not give anybody away.
    """

    shown: Bools
    null: Ints
    rounds: int = 1
    secret: Sets = field(default_factory=lambda: sets_of([]))
    held_back: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    # Processor seconds of elimination, and of what looks for small sets that follow.
    seconds: tuple[float, float] = (0.0, 0.0)


def solve(columns: Sets, order: Ints, secret: Sets, n_rows: int, seed: int) -> Solved:
    """Take `columns` in `order`, none that would give a secret set away. `seed` chooses the null vectors."""
    done = Elimination(columns, order, n_rows, seed, secret=secret)
    return Solved(done.shown, done.null, secret=done.secret)


def order_of(groups: Groups, candidates: Bools) -> Ints:
    """Return the candidates, the most important first.

    So counties stand before offices and offices before establishments, but a large establishment before a tiny crossing.
    Ties fall to the plan's order.
    """
    positions = np.flatnonzero(candidates)
    return positions[np.argsort(-importance(groups)[positions], kind="stable")]


def importance(groups: Groups) -> NDArray[np.float64]:
    """Return each group's people times the mean size of its table's groups (people squared)."""
    mean = groups.n.sum() / max(1, len(groups.tables)) / np.maximum(1, np.diff(groups.table_start))
    return np.asarray(mean[groups.table_of()] * groups.n)


def protect_groups(groups: Groups, codes: NDArray[np.integer], minimum: int, seed: int) -> Solved:
    """Return the groups to show, so that nothing shown together gives the answers of 1–4 people, listed or not.

    What the certificate finds is kept secret from then on, and decided anew from where it began to follow, until the
    certificate finds nothing.
    """
    candidates = (groups.n >= minimum) & (groups.same_as == np.arange(len(groups.n)))
    clock, small = time.process_time(), small_sets(groups, codes, minimum)
    done = Elimination(groups.rows, order_of(groups, candidates), len(groups.weight), seed, secret=small)
    certifying, looks, looked_at = 0.0, 0, np.zeros(len(groups.n), np.bool_)
    for rounds in range(1, ROUNDS + 1):
        solved = Solved(done.shown, done.null, rounds, done.secret)
        began = time.process_time()
        found = [
            *pools(groups, solved, groups.weight, minimum),
            *seen_by_insiders(groups, solved.null, small, minimum),
            *counterexamples(groups, solved, groups.weight, joined=0),
        ]
        if not found and (solved.shown & ~looked_at).any():
            found, looks = list(counterexamples(groups, solved, groups.weight)), looks + 1
            looked_at = solved.shown if len(found) < ENOUGH else np.zeros_like(looked_at)
            if looks > 1 and len(groups.weight) > UNBARRED:
                done.only_fewer()
        certifying += time.process_time() - began
        if not found:
            solved.held_back = done.barred[groups.same_as]
            solved.shown = solved.shown[groups.same_as] & (groups.n >= minimum)
            solved.seconds = (round(time.process_time() - clock - certifying, 2), round(certifying, 2))
            return solved
        done.keep(sets_of([f[0] for f in found], [f[1] for f in found]))
    raise NotProtected


class NotProtected(Exception):
    """The certificate went on finding people: nothing is published."""

    def __str__(self) -> str:
        """Return the sentence."""
        return "No pattern was found that protects everybody; leave out the plan's smallest crossings and try again."


def counterexamples(groups: Groups, solved: Solved, weight: Ints, *, joined: int = ALL) -> Iterator[tuple[Ints, Ints]]:
    """Yield (rows, coefficients) of combinations of 1–4 people (by `weight`) that follow from what is shown.

    Those of three and four classes are looked for where at most `joined` classes are of so few people.
    """
    live = weight > 0
    class_of = classes_of(groups.group_of, solved.shown[groups.same_as])
    sums = np.zeros((int(class_of.max(initial=-1)) + 1, 3), np.int64)
    np.add.at(sums, class_of[live], solved.null[live])
    sums %= P
    people = np.bincount(class_of, weights=weight, minlength=len(sums)).astype(np.int64)
    few, small = list(islice(sums_of_two(sums, people), ENOUGH)), are_few(people)
    if not few and small.sum() <= joined:
        among = winnowed(groups, solved.shown, class_of, small, solved.rounds)
        few = list(islice(sums_of_four(sums, people, among), ENOUGH))
    members = np.argsort(class_of, kind="stable")
    ends = np.concatenate([[0], np.cumsum(np.bincount(class_of, minlength=len(sums)))])
    for total in few:
        rows = [members[ends[k] : ends[k + 1]] for k in total]
        kept = [r[live[r]] for r in rows]
        yield (
            np.concatenate(kept),
            np.concatenate([np.full(len(r), c, np.int64) for r, c in zip(kept, total.values(), strict=True)]),
        )


def pools(groups: Groups, solved: Solved, weight: Ints, minimum: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield what is left of a shown group when its shown parts in a finer table are taken away, where that is too few.

    The certificate finds sets of up to four; this finds those of up to `minimum` less one.
    """
    if minimum <= FEW + 1:
        return
    for rows in residuals(groups, solved.shown[groups.same_as], weight, minimum):
        if (solved.null[rows].sum(axis=0) % P == 0).all():
            yield rows, np.ones(len(rows), np.int64)


def residuals(groups: Groups, shown: Bools, weight: Ints, minimum: int) -> Iterable[Ints]:
    """Yield the rows of every pool of fewer people than `minimum`: a shown group less its shown parts."""
    for coarse, wide in enumerate(groups.tables):
        for fine, narrow in enumerate(groups.tables):
            if coarse == fine or not set(wide) < set(narrow):
                continue
            left = (weight > 0) & ~shown[groups.group_of[fine]] & shown[groups.group_of[coarse]]
            rows = np.flatnonzero(left)
            parent = groups.group_of[coarse][rows]
            people = np.bincount(parent, weights=weight[rows], minlength=len(shown))
            few = np.flatnonzero((people > 0) & (people < minimum))
            chosen = rows[np.isin(parent, few)]
            for group in few.tolist():
                yield chosen[groups.group_of[coarse][chosen] == group]
