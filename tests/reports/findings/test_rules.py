"""What is pointed out: harm by the lower end of bands, falls and distances beyond chance, among many looks."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.reports.findings import rules
from laerling.reports.findings.thresholds import of, sources, thresholds
from laerling.reports.variation.rules import Reading

LIMITS = thresholds()
STEPS, NEVER_UP = 5, 3


def level(rng, *, units=30, items=9, people=40, between=0.0):
    """Readings of a level's units for some indices, by item and unit."""
    found = {}
    for item in range(items):
        means = rng.normal(3.8, between, units)
        answers = rng.normal(means[:, None], 0.8, (units, people))
        found[f"index_{item}"] = {
            f"{unit:03}": Reading(people, float(row.mean()), float(row.std(ddof=1))) for unit, row in enumerate(answers)
        }
    return found


@pytest.mark.parametrize(
    ("bands", "n", "low", "high"),
    [
        # never, a few times, then what counts
        ([(21, 30), (0, 3), (0, 3), (0, 3), (0, 3)], 30, 0, 9),
        ([(9, 18), (4, 7), (8, 11), (0, 3), (0, 3)], 30, 8, 17),
        # the others leave no room for so few as the bands themselves say
        ([(16, 19), (0, 3), (0, 30), (0, 3), (0, 3)], 30, 8, 14),
    ],
)
def test_harm_is_counted_between_the_ends_of_its_bands(bands, n, low, high):
    found = rules.harm(bands, n, NEVER_UP, STEPS)
    assert (found.low, found.high) == (low, high)


def test_answers_beside_the_scale_are_no_harm():
    found = rules.harm([(0, 3), (0, 3), (0, 3), (0, 3), (0, 3), (20, 23)], 30, NEVER_UP, STEPS)
    assert found.low == 1
    assert found.high == 9


@pytest.mark.parametrize(("low", "n", "points_out"), [(0, 10, False), (4, 41, False), (4, 40, True), (8, 60, True)])
def test_harm_is_pointed_out_from_the_threshold_on(low, n, points_out):
    assert rules.is_harm(rules.Harm(n, low, n), LIMITS) is points_out


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(lambda counts: sum(counts) >= 10))
def test_lower_end_never_tells_of_more_than_there_are_and_one_to_three_never_stand_out(counts):
    width, n = 4, sum(counts)
    low = [count // width * width for count in counts]
    bands = [(edge, edge + width - 1) for edge in low]
    found = rules.harm(bands, n, NEVER_UP, STEPS)
    assert found.low <= sum(counts[2:]) <= found.high
    fewer = [counts[0] + counts[2], counts[1], 0, counts[3], counts[4]] if counts[2] < width else counts
    if fewer != counts and (fewer[0] // width, fewer[1] // width) == (counts[0] // width, counts[1] // width):
        again = [(c // width * width, c // width * width + width - 1) for c in fewer]
        assert rules.harm(again, n, NEVER_UP, STEPS) == found


def test_sharp_fall_is_pointed_out_and_a_small_one_is_not():
    before = {"i": {"a": Reading(60, 4.2, 0.7), "b": Reading(60, 4.2, 0.7), "c": Reading(6, 4.2, 0.9)}}
    now = {"i": {"a": Reading(60, 3.5, 0.7), "b": Reading(60, 4.0, 0.7), "c": Reading(6, 3.7, 0.9)}}
    (found,) = rules.falls(now, before, LIMITS)
    assert (found.unit, found.item) == ("a", "i")
    assert found.points == pytest.approx(0.7)


def test_fall_that_chance_does_not_explain_is_still_too_small_to_be_sharp():
    before, now = {"i": {"a": Reading(9000, 4.2, 0.7)}}, {"i": {"a": Reading(9000, 4.0, 0.7)}}
    assert rules.falls(now, before, LIMITS) == ()
    assert rules.falls(now, before, replace(LIMITS, fall_least=0.1)) != ()


def test_rise_is_no_finding():
    before, now = {"i": {"a": Reading(60, 3.0, 0.7)}}, {"i": {"a": Reading(60, 4.5, 0.7)}}
    assert rules.falls(now, before, LIMITS) == ()


def test_unit_or_index_without_an_earlier_figure_has_not_fallen():
    now = {"i": {"a": Reading(60, 2.0, 0.7)}, "j": {"b": Reading(60, 2.0, 0.7)}}
    assert rules.falls(now, {"i": {"b": Reading(60, 4.0, 0.7)}}, LIMITS) == ()


def test_unit_far_below_the_others_is_pointed_out():
    look = level(np.random.default_rng(1), between=0.1)
    look["index_4"]["007"] = Reading(40, 2.4, 0.8)
    found = rules.far_below(look, LIMITS)
    assert [(low.unit, low.item) for low in found] == [("007", "index_4")]


def test_units_that_usually_lie_apart_are_not_called_far():
    worlds = [rules.far_below(level(np.random.default_rng(seed), between=0.35), LIMITS) for seed in range(20)]
    assert np.mean([len(found) for found in worlds]) < 0.5


def test_chance_alone_is_hardly_ever_pointed_out_among_hundreds_of_looks():
    rng = np.random.default_rng(2)
    worlds = [(level(rng, people=12), level(rng, people=12)) for _ in range(40)]
    assert np.mean([bool(rules.far_below(now, LIMITS)) for now, _before in worlds]) <= 0.1
    assert np.mean([bool(rules.falls(now, before, LIMITS)) for now, before in worlds]) <= 0.1


@pytest.mark.parametrize("units", [1, 2, 3])
def test_three_units_or_fewer_have_no_others_to_be_far_from(units):
    assert rules.far_below(level(np.random.default_rng(1), units=units, between=1.5), LIMITS) == ()


def test_every_threshold_has_a_source_in_every_language():
    assert sources().keys() == {each.name for each in fields(LIMITS)}
    assert all(text.nb and text.nn and text.en for text in sources().values())


def test_threshold_without_a_source_is_not_taken():
    said = {each.name: {"value": 1, "source": {"nb": "x", "nn": "x", "en": "x"}} for each in fields(LIMITS)}
    assert of(said).harm_least_pct == 1
    with pytest.raises(KeyError):
        of({**said, "far_least": {"value": 1}})
