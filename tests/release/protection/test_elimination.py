"""Taking back: what is kept secret later is as secret as what was from the start."""

import numpy as np

from laerling.release.protection.elimination import Elimination
from laerling.release.protection.groups import groups_of, sets_of
from laerling.release.protection.modular import P


def _groups():
    codes = np.random.default_rng(5).integers(0, 4, size=(3, 200))
    return groups_of(codes, ((), (0,), (1,), (2,), (0, 1), (1, 2), (0, 2)))


def test_a_set_kept_later_hides_what_it_would_have_hidden_from_the_start():
    groups = _groups()
    order = np.argsort(-groups.n, kind="stable")
    own = order[groups.same_as[order] == order]
    # The last group shown that follows from nothing shown before it is kept secret afterwards.
    first = Elimination(groups.rows, own, len(groups.weight), 1)
    late = own[first.shown[own]][-40]
    secret = sets_of([groups.rows.rows(late)])
    from_the_start = Elimination(groups.rows, own, len(groups.weight), 1, secret=secret)
    first.keep(secret)
    assert (first.shown == from_the_start.shown).all()
    assert not first.shown[late]
    assert not (first.null[groups.rows.rows(late)].sum(axis=0) % P == 0).all()


def test_null_vectors_hold_for_all_that_is_shown_after_taking_back():
    groups = _groups()
    done = Elimination(groups.rows, np.arange(len(groups.n)), len(groups.weight), 2)
    done.keep(sets_of([groups.rows.rows(len(groups.n) - 1)]))
    assert (groups.rows.take(np.flatnonzero(done.shown)).sums(done.null) % P == 0).all()
