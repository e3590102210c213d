from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.sample.rules import PROFILE_KEYS, coarsen, training_year

MEMBERS = st.lists(
    st.fixed_dictionaries(
        {
            "county": st.sampled_from(["03", "46"]),
            "office": st.sampled_from(["", "A", "B"]),
            "establishment": st.sampled_from(["", "x", "y", "z"]),
            "programme": st.sampled_from(["p", "q"]),
            "trade": st.sampled_from(["t", "u", "v"]),
            "gender": st.sampled_from(["K", "M"]),
            "kind": st.sampled_from(["L", "O"]),
            "year": st.sampled_from(["", "1", "2"]),
        }
    ),
    max_size=60,
)


def member(**changes):
    same = {"county": "46", "office": "A", "establishment": "x", "programme": "p", "trade": "t", "gender": "K"}
    return {**same, "kind": "L", "year": "2", **changes}


@given(MEMBERS, st.integers(1, 6))
def test_every_profile_is_shared_by_the_minimum_or_says_nothing(members, minimum):
    profiles = coarsen(members, minimum)
    for profile, n in Counter(tuple(profile[key] for key in PROFILE_KEYS) for profile in profiles).items():
        assert n >= minimum or not any(profile)


@given(MEMBERS, st.integers(1, 6))
def test_values_are_kept_or_blanked_never_changed(members, minimum):
    for full, profile in zip(members, coarsen(members, minimum), strict=True):
        assert tuple(profile) == PROFILE_KEYS
        assert all(profile[key] in {"", full[key]} for key in PROFILE_KEYS)


@given(MEMBERS, st.integers(1, 6))
def test_establishment_invited_too_few_is_in_no_profile(members, minimum):
    few = {code for code, n in Counter(row["establishment"] for row in members).items() if n < minimum}
    assert not [profile for profile in coarsen(members, minimum) if profile["establishment"] in few - {""}]


def test_group_large_enough_keeps_everything():
    assert coarsen([member()] * 5, 5) == [member()] * 5


def test_two_women_among_six_are_not_told_apart_nor_are_the_four_men():
    profiles = coarsen([member(gender="M")] * 4 + [member(gender="K")] * 2, 5)
    assert profiles == [member(gender="")] * 6


def test_county_is_kept_whatever_its_neighbours_are():
    profiles = coarsen([member()] * 5 + [member(county="03")] * 2, 5)
    assert Counter(profile["county"] for profile in profiles) == {"46": 5, "": 2}


@pytest.mark.parametrize(
    ("starts_on", "counted_on", "year"),
    [
        (date(2025, 10, 1), date(2026, 9, 30), "1"),
        (date(2025, 10, 1), date(2026, 10, 1), "2"),
        (date(2024, 2, 29), date(2026, 2, 28), "2"),
        (date(2022, 8, 15), date(2026, 10, 1), "3"),
        (date(2027, 8, 15), date(2026, 10, 1), ""),
        (None, date(2026, 10, 1), ""),
        (date(2025, 10, 1), None, ""),
    ],
)
def test_training_year_is_counted_from_the_contracts_start(starts_on, counted_on, year):
    assert training_year(starts_on, counted_on) == year
