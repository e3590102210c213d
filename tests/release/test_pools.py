"""Residual pools: by table, and by every subtraction a reader can make in small random populations."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laerling.release.rules.pools import Shown, breaches, everything, protect
from laerling.release.rules.primary import Threshold
from laerling.release.rules.units import place, tally

FIVE = Threshold(5, varied=False)


def people(*groups):
    """Respondents by (county, office, how many)."""
    county = np.repeat([c for c, _o, _n in groups], [n for _c, _o, n in groups])
    office = np.repeat([o for _c, o, _n in groups], [n for _c, _o, n in groups])
    return place(county=county.astype(str), office=office.astype(str))


def base(units):
    return tally(units, np.zeros(len(units.county_of), dtype=np.int64), 1)


def names(units, shown):
    return (
        shown.nation,
        [code for code, is_shown in zip(units.counties, shown.county, strict=True) if is_shown],
        [code for code, is_shown in zip(units.offices, shown.office, strict=True) if is_shown],
    )


@pytest.mark.parametrize(
    ("groups", "counties", "offices"),
    [
        # nothing is left over: all may be shown
        ([("46", "a", 6), ("46", "b", 7)], ["46"], ["a", "b"]),
        # three in no office: the smallest office goes, to hide them
        ([("46", "a", 6), ("46", "b", 7), ("46", "", 3)], ["46"], ["b"]),
        # five in no office are enough
        ([("46", "a", 6), ("46", "b", 7), ("46", "", 5)], ["46"], ["a", "b"]),
        # a small office is hidden, and the smallest other with it
        ([("46", "a", 6), ("46", "b", 7), ("46", "c", 2)], ["46"], ["b"]),
        # ... but not where enough stand in no office
        ([("46", "a", 6), ("46", "b", 7), ("46", "c", 2), ("46", "", 9)], ["46"], ["a", "b"]),
        # a small county is hidden, and the smallest other with it
        ([("03", "", 3), ("11", "", 20), ("46", "", 30)], ["46"], []),
        # an office across counties is part of both pools, and may stand beside them
        ([("11", "a", 6), ("11", "s", 5), ("46", "b", 6), ("46", "s", 5)], ["11", "46"], ["a", "b", "s"]),
        # ... unless what it leaves over in the two together is too little
        ([("11", "a", 6), ("11", "s", 5), ("11", "", 2), ("46", "b", 6), ("46", "s", 5)], ["11", "46"], ["b", "s"]),
    ],
)
def test_pools_decide_who_is_hidden(groups, counties, offices):
    units = people(*groups)
    shown = protect(units, base(units), FIVE, within=everything(units))
    assert names(units, shown) == (True, counties, offices)


def test_hidden_unit_is_never_alone_in_its_pool():
    # The one hidden office answered enough, but disagreed too little: its pool would be its own distribution.
    units = people(("46", "a", 8), ("46", "b", 12), ("46", "c", 20))
    category = np.concatenate([np.zeros(8), np.arange(12) % 3, np.arange(20) % 3]).astype(np.int64)
    shown = protect(units, tally(units, category, 3), Threshold(5), within=everything(units))
    assert names(units, shown) == (True, ["46"], ["c"])


def test_sensitive_answers_of_a_hidden_office_are_not_left_over():
    units = people(("46", "a", 7), ("46", "b", 30), ("46", "c", 40))
    category = (np.arange(77) % 2).astype(np.int64)
    shown = protect(units, tally(units, category, 2), Threshold(10), within=everything(units))
    assert names(units, shown)[2] == ["c"]


def test_two_hidden_counties_of_a_nation_are_known_together_only_when_they_are_many():
    units = people(("03", "", 4), ("11", "", 4), ("46", "", 30))
    shown = protect(units, base(units), FIVE, within=everything(units))
    assert names(units, shown) == (True, ["46"], [])


def test_without_the_nation_nothing_follows_about_hidden_counties():
    units = people(("03", "", 3), ("46", "", 30))
    only_county = Shown(nation=False, county=np.array([False, True, False]), office=np.zeros(0, dtype=np.bool_))
    assert list(breaches(units, base(units), FIVE, only_county)) == []


populations = st.lists(
    st.tuples(st.sampled_from(["03", "11", "46"]), st.sampled_from(["", "a", "b", "c", "d"]), st.integers(1, 2)),
    min_size=1,
    max_size=45,
)


def known_by_subtraction(units, counts, shown):
    """Every difference of a shown total and shown units that lie apart inside it, as (persons, distribution)."""
    persons = range(len(units.county_of))
    counties = [
        frozenset(p for p in persons if units.county_of[p] == c) for c in range(len(units.counties)) if shown.county[c]
    ]
    offices = [
        frozenset(p for p in persons if units.office_of[p] == o) for o in range(len(units.offices)) if shown.office[o]
    ]
    totals = [frozenset().union(*some) for some in some_of(counties) if some]
    if shown.nation:
        totals += [frozenset(persons) - total for total in [frozenset(), *totals]]
    for total in totals:
        for taken in some_of([office for office in offices if office <= total]):
            left = total.difference(*taken)
            if left:
                yield left


def some_of(things):
    return chain.from_iterable(combinations(things, size) for size in range(len(things) + 1))


@settings(max_examples=200, deadline=None)
@given(populations, st.randoms(use_true_random=False), st.sampled_from([1, 3]))
def test_nothing_small_or_alike_follows_by_subtracting_shown_units(groups, random, n_categories):
    units = people(*groups)
    category = np.array([random.randrange(n_categories) for _ in units.county_of], dtype=np.int64)
    counts = tally(units, category, n_categories)
    threshold = Threshold(5, varied=n_categories > 1)
    shown = protect(units, counts, threshold, within=everything(units))
    hidden = [
        frozenset(np.flatnonzero(units.office_of == o)) for o in range(len(units.offices)) if not shown.office[o]
    ] + [
        frozenset(np.flatnonzero(units.county_of == c))
        for c in range(3)
        if c < len(shown.county) and not shown.county[c]
    ]
    for left in known_by_subtraction(units, counts, shown):
        distribution = np.bincount(category[sorted(left)], minlength=n_categories)
        assert threshold.holds(distribution), "a set of people that is too small or too alike follows from the release"
        assert frozenset(left) not in hidden, "a hidden unit follows from the release"


@settings(max_examples=100, deadline=None)
@given(populations)
def test_showing_a_complementary_unit_again_is_a_breach(groups):
    units = people(*groups)
    counts = base(units)
    shown = protect(units, counts, FIVE, within=everything(units))
    assert list(breaches(units, counts, FIVE, shown)) == []
    primary = FIVE.holds(counts.office)
    complementary = np.flatnonzero(primary & ~shown.office)
    if shown.nation and len(complementary) and shown.county[:-1].all():
        office = shown.office | primary
        assert list(breaches(units, counts, FIVE, Shown(shown.nation, shown.county, office)))
