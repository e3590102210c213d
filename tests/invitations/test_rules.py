import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.invitations.rules import Audience, Unit, hide_small, shown


def unit(code, n_invited, n_answered):
    return Unit("office", code, f"Kontor {code}", n_invited, n_invited, n_answered)


def answered(units):
    return {row.code: row.n_answered for row in hide_small(units)}


@pytest.mark.parametrize(("n", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_shown_hides_groups_of_one_to_four(n, is_shown):
    assert shown(n) is is_shown


def test_hide_small_takes_one_more_where_the_total_would_tell():
    assert answered([unit("a", 3, 1), unit("b", 10, 4), unit("c", 8, 2)]) == {"a": None, "b": 4, "c": None}


def test_hide_small_leaves_the_rest_where_the_hidden_are_enough():
    assert answered([unit("a", 3, 1), unit("b", 4, 4), unit("c", 8, 2)]) == {"a": None, "b": None, "c": 2}


@given(st.lists(st.integers(0, 12), max_size=8))
def test_what_is_hidden_is_never_one_small_group_that_the_total_tells(sizes):
    rows = hide_small([unit(str(index), size, size) for index, size in enumerate(sizes)])
    assert all(row.n_answered is None or shown(row.n_invited) for row in rows)
    hidden = [row.n_invited for row in rows if row.n_answered is None]
    told = [row for row in rows if row.n_answered is not None and row.n_invited]
    assert not hidden or sum(hidden) >= 5 or not told


@pytest.mark.parametrize(
    "audience",
    [
        Audience(),
        Audience(offices=("",), trades=("Tømrerfaget",)),
        Audience(counties=("46", "03"), only_not_invited=True),
    ],
)
def test_an_audience_is_read_as_it_was_stored(audience):
    assert Audience.read(audience.stored()) == audience


def test_an_audience_stores_only_what_is_used():
    assert Audience(offices=("",)).stored() == {"offices": ("",)}
