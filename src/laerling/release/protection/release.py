"""From microdata and a plan to what may be shown, and whether it withstands the attacks."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from laerling.release.protection.bands import band_edges, narrowed
from laerling.release.protection.grouping import Solved, counterexamples, protect_groups, solve
from laerling.release.protection.groups import Bools, Groups, Sets, groups_of, sets_of
from laerling.release.protection.hidden import told
from laerling.release.protection.insiders import insiders, seen_by_insiders
from laerling.release.protection.items import JOINED, ItemPattern, few_answered, holds, protect_item
from laerling.release.protection.microdata import Microdata
from laerling.release.protection.modular import P, multiples
from laerling.release.protection.plan import Plan
from laerling.release.protection.reconstruction import puzzle
from laerling.release.protection.smallsets import small_sets

# Among so many times the fewest people that may be shown, few enough may have answered an item to be too few.
SKIPPED = 2


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack: how many tries, and how many gave something away (it passes with none)."""

    name: str
    tried: int
    found: int


@dataclass(frozen=True, slots=True)
class Protected:
    """The groups, which of them are shown, the sets of few people anybody can name, and each item's pattern."""

    groups: Groups
    solved: Solved
    named: Sets
    items: tuple[ItemPattern, ...]


def seed_of(people: Microdata) -> int:
    """Return a seed from the data's own hash: the same data gives the same pattern.

    Nobody gains from guessing it: a true dependency shows with every null vector, and chance only hides more.
    """
    digest = hashlib.sha256(people.codes.tobytes() + people.answers.tobytes()).digest()
    return int.from_bytes(digest[:6], "big")


def protect(people: Microdata, plan: Plan, tell: Callable[[int], None] = lambda _n_items: None) -> Protected:
    """Return what may be shown. `tell` is told how many items are done. Raises NotProtected."""
    groups, seed = groups_of(people.codes, plan.tables), seed_of(people)

    def pattern(k: int) -> ItemPattern:
        answers = people.answers[k].astype(np.int64)
        return protect_item(groups, solved.shown, named, answers, plan.items[k], plan.rules, seed + 1000 * (k + 1))

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        naming = threads.submit(small_sets, groups, people.codes, SKIPPED * plan.rules.minimum)
        solved = protect_groups(groups, people.codes, plan.rules.minimum, seed)
        named = naming.result()
        patterns = []
        for found in threads.map(pattern, range(len(plan.items))):
            patterns.append(found)
            tell(len(patterns))
        return Protected(groups, solved, named, tuple(patterns))


def attacks(made: Protected, people: Microdata, plan: Plan) -> Iterator[Attack]:
    """Attack what would be published, with null vectors made anew from the shown groups alone."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        on_groups = threads.submit(lambda: list(group_attacks(made, made.solved.shown, people, plan)))
        on_items = threads.map(lambda pattern: list(item_attacks(made, pattern, plan)), made.items)
        yield from on_groups.result()
        yield _control(made, plan.rules.minimum)
        for found in on_items:
            yield from found


def group_attacks(made: Protected, shown: Bools, people: Microdata, plan: Plan) -> Iterator[Attack]:
    """Try whether any small set follows from the groups `shown`: every subset of the dimensions, and the certificate."""
    groups = made.groups
    secret = small_sets(groups, people.codes, plan.rules.minimum)
    fresh = _forced(groups, shown, seed_of(people) ^ 0x5EED)
    zero = (secret.sums(fresh.null) % P == 0).all(axis=1)
    yield Attack("small groups of every subset of the dimensions", len(secret), int(zero.sum()))
    name = "insiders, who know their own answers: small groups of every subset of the dimensions"
    seen = sum(1 for _ in seen_by_insiders(groups, fresh.null, secret, plan.rules.minimum))
    yield Attack(name, len(insiders(groups)), seen)
    found = sum(1 for _ in counterexamples(groups, fresh, groups.weight))
    yield Attack("certificate: signed sets of 1-4 people", len(groups.weight), found)


def _forced(groups: Groups, shown: Bools, seed: int) -> Solved:
    """Return null vectors of all that is shown, taken in another order and from another seed."""
    own = np.flatnonzero(shown & (groups.same_as == np.arange(len(shown))))
    order = own[np.argsort(-groups.n[own], kind="stable")]
    return solve(groups.rows, order, sets_of([]), len(groups.weight), seed)


def _control(made: Protected, minimum: int) -> Attack:
    """Un-hide each group in turn that only a complement hides; found are those that would give nobody away."""
    hidden = complemented(made, minimum)
    idle = idle_groups(made.groups, made.solved, hidden)
    held_back = idle & made.solved.held_back
    name = "control: each hidden group, shown, would give somebody away"
    return Attack(name, int(hidden.sum() - held_back.sum()), int(idle.sum() - held_back.sum()))


def idle_groups(groups: Groups, solved: Solved, hidden: Bools) -> Bools:
    """Return which of the groups `hidden` would give nobody away: no secret set would follow from one, shown with the rest."""
    secret, null = solved.secret, solved.null
    each = np.zeros((len(secret), 3), np.int64)
    np.add.at(each, secret.set_of_entry(), secret.coef[:, None] * null[secret.idx] % P)
    known = set(map(tuple, multiples(each % P).tolist()))
    sums = groups.rows.take(np.flatnonzero(hidden)).sums(null) % P
    idle = np.zeros(len(hidden), np.bool_)
    idle[hidden] = [tuple(one) not in known for one in multiples(sums).tolist()]
    return idle


def complemented(made: Protected, minimum: int) -> Bools:
    """Return the groups large enough that are hidden all the same."""
    return np.asarray((made.groups.n >= minimum) & ~made.solved.shown)


def item_attacks(made: Protected, pattern: ItemPattern, plan: Plan) -> Iterator[Attack]:
    """Attack one item with its null vectors: what is not nought under them follows from nothing that is shown."""
    groups, item, shown, solved = made.groups, pattern.item, pattern.shown, pattern.solved
    broken = shown & ~holds(pattern.counts, item, plan.rules)
    yield Attack(f"{item.code}: rules", int(shown.sum()), int(broken.sum()))
    rows = groups.rows.only(pattern.live)
    loose = (rows.take(np.flatnonzero(shown)).sums(solved.null) % P != 0).any(axis=1)
    yield Attack(f"{item.code}: null vectors hold for all shown", int(shown.sum()), int(loose.sum()))
    hidden = np.flatnonzero(pattern.by_rule & (pattern.counts[:, 1:].sum(axis=1) > 0))
    zero = (rows.take(hidden).sums(solved.null) % P == 0).all(axis=1)
    yield Attack(f"{item.code}: what the rules hide", len(hidden), int(zero.sum()))
    people = pattern.by_row[:, 1:].sum(axis=1)
    named = few_answered(made.named, people, plan.rules)
    follow = (named.sums(solved.null) % P == 0).all(axis=1)
    yield Attack(f"{item.code}: few who answered of every subset of the dimensions", len(named), int(follow.sum()))
    few = sum(1 for _ in counterexamples(groups, solved, people, joined=JOINED))
    yield Attack(f"{item.code}: small sets of people", int(pattern.live.sum()), few)
    if not item.sensitive:
        yield from _guessed(groups, pattern)
        return
    counts = pattern.counts[:, 1:]
    narrow = narrowed(groups, shown, counts, *band_edges(counts, plan.rules.band))
    yield Attack(f"{item.code}: bands of groups and their parts", len(shown), len(narrow))


def _guessed(groups: Groups, pattern: ItemPattern) -> Iterator[Attack]:
    """Guess: whose answer is certain, and what hidden groups answered together."""
    riddle, code = puzzle(groups, pattern.shown, pattern.by_row), pattern.item.code
    found = riddle.reckoned()
    yield Attack(f"{code}: reconstruction", int(pattern.live.sum()), len(found.certain))
    asked, open_to_nobody = told(groups, pattern.shown, pattern.by_row, riddle, found)
    yield Attack(f"{code}: linear programs of hidden groups", asked, len(open_to_nobody))
