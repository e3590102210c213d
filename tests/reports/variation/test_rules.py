"""How far groups lie apart beyond chance: figures reckoned by hand, invented worlds, and what always holds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.reports.variation import chance, rules
from laerling.reports.variation.rules import Reading

readings = st.lists(
    st.builds(
        Reading,
        n=st.integers(5, 500),
        mean=st.floats(1, 5),
        sd=st.floats(0.05, 2),
        n_invited=st.none() | st.integers(500, 900),
    ),
    min_size=3,
    max_size=30,
)


def world(rng, *, groups, people, between, within=0.8, invited=None):
    """Readings of groups whose true means lie `between` apart."""
    out = []
    for true in rng.normal(3.8, between, groups):
        answers = rng.normal(true, within, people)
        out.append(Reading(people, float(answers.mean()), float(answers.std(ddof=1)), invited))
    return out


@pytest.mark.parametrize(
    ("q", "df", "p"), [(3.841, 1, 0.05), (7.815, 3, 0.05), (18.307, 10, 0.05), (29.588, 10, 0.001), (9.342, 10, 0.5)]
)
def test_tail_of_chi_square_is_that_of_the_tables(q, df, p):
    assert chance.chi_square_tail(q, df) == pytest.approx(p, abs=0.004)


@pytest.mark.parametrize(("z", "p"), [(0, 1), (1.959964, 0.05), (-1.959964, 0.05), (2.575829, 0.01)])
def test_two_sided_probability_is_that_of_the_tables(z, p):
    assert chance.two_sided(np.array([z]))[0] == pytest.approx(p, abs=1e-6)


def test_many_looks_follow_the_published_example():
    # Benjamini and Hochberg (1995), section 4.2: fifteen tests, four stand at 5 %.
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert chance.discoveries(p).tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), max_size=40))
def test_what_stands_among_many_would_stand_alone(p):
    stands = chance.discoveries(p)
    assert all(value <= 0.05 for value, here in zip(p, stands, strict=True) if here)


def test_spread_is_reckoned_as_by_hand():
    # v = 1/10 each: Q = (0.25 + 0 + 0.25) * 10 = 5, df 2, tau2 = 3 / (30 - 300/30) = 0.15, I2 = 3/5.
    found = rules.spread([Reading(10, mean, 1.0) for mean in (3.0, 3.5, 4.0)])
    assert found.mean == pytest.approx(3.5)
    assert found.between_sd == pytest.approx(math.sqrt(0.15))
    assert found.beyond_pct == pytest.approx(60)


def test_groups_that_differ_by_chance_only_are_called_so():
    rng = np.random.default_rng(3)
    worlds = [rules.spread(world(rng, groups=20, people=30, between=0)) for _ in range(300)]
    assert 0.02 < np.mean([not found.is_chance for found in worlds]) < 0.09


def test_groups_that_truly_differ_are_found_and_measured():
    rng = np.random.default_rng(4)
    worlds = [rules.spread(world(rng, groups=20, people=60, between=0.25)) for _ in range(100)]
    assert np.mean([found.is_chance for found in worlds]) < 0.02
    assert np.mean([found.between_sd for found in worlds]) == pytest.approx(0.25, abs=0.02)


def test_few_differences_are_pointed_out_where_there_are_none():
    rng = np.random.default_rng(5)
    pages = [rules.differing(*(world(rng, groups=20, people=25, between=0) for _ in range(9))) for _ in range(100)]
    assert np.mean([any(look.any() for look in page) for page in pages]) < 0.1


def test_one_group_far_below_the_others_is_pointed_out_and_hardly_any_other():
    rng = np.random.default_rng(6)
    pages = [
        rules.differing([*world(rng, groups=15, people=60, between=0), Reading(60, 2.9, 0.8)])[0] for _ in range(40)
    ]
    assert all(stands[15] for stands in pages)
    assert np.mean([stands[:15].mean() for stands in pages]) < 0.02


def test_figures_drawn_together_lie_nearer_the_truth_than_the_means_do():
    rng = np.random.default_rng(7)
    off = []
    for _ in range(100):
        true = rng.normal(3.5, 0.2, 12)
        answers = rng.normal(true[:, None], 0.8, (12, 10))
        look = [Reading(10, float(row.mean()), float(row.std(ddof=1))) for row in answers]
        means = np.array([one.mean for one in look])
        off.append([((means - true) ** 2).mean(), ((rules.drawn(look, rules.spread(look)) - true) ** 2).mean()])
    by_mean, by_drawn = np.mean(off, axis=0)
    assert by_drawn < 0.7 * by_mean


def test_figure_of_a_few_is_drawn_further_than_that_of_many():
    look = [Reading(5, 3.0, 0.8), Reading(500, 3.0, 0.8), *(Reading(100, mean, 0.8) for mean in (3.8, 4.0, 4.2))]
    few, many, *_rest = rules.drawn(look, rules.spread(look))
    assert few > many > 3.0


def test_chance_is_less_where_most_of_those_invited_have_answered():
    few, most, whole = rules.variances([Reading(40, 4.0, 0.8, n_invited) for n_invited in (400, 50, 40)])
    assert few > most > whole > 0


@pytest.mark.parametrize("n_groups", [0, 1, 2])
def test_fewer_than_three_groups_are_not_judged(n_groups):
    look = [Reading(50, 2.0 + 2 * k, 0.2) for k in range(n_groups)]
    assert rules.spread(look) is None
    assert not any(rules.differing(look)[0])


@given(readings)
def test_spread_and_drawn_figures_stay_on_their_scales(look):
    found = rules.spread(look)
    (stands,) = rules.differing(look)
    assert 0 <= found.beyond_pct <= 100
    assert found.between_sd >= 0
    assert 0 <= found.p <= 1
    assert len(stands) == len(look)
    for value, one in zip(rules.drawn(look, found), look, strict=True):
        low, high = sorted((one.mean, found.mean))
        assert low - 1e-9 <= value <= high + 1e-9


@given(readings)
def test_order_of_the_groups_does_not_matter(look):
    there, back = rules.spread(look), rules.spread(look[::-1])
    assert there.between_sd == pytest.approx(back.between_sd, abs=1e-6)
    assert rules.differing(look)[0].tolist() == rules.differing(look[::-1])[0][::-1].tolist()


@pytest.mark.parametrize(
    ("difference", "step"), [(-0.5, -2), (-0.3, -2), (-0.2, -1), (-0.05, 0), (0, 0), (0.1, 1), (0.29, 1), (0.3, 2)]
)
def test_steps_of_colour(difference, step):
    assert rules.step(difference) == step
