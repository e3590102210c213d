import numpy as np
import pytest

from laerling.release.rules.primary import Threshold


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([2, 2, 0], False),  # too few
        ([3, 2, 0], True),
        ([5, 0, 0], False),  # all alike
        ([4, 1, 0], False),  # all but one of few
        ([8, 1, 0], False),
        ([9, 1, 0], True),  # all but one of ten
        ([40, 0, 0], False),
        ([0, 0, 0], False),
    ],
)
def test_distribution_is_shown_by_number_and_variety(counts, shown):
    assert bool(Threshold(5).holds(np.array(counts))) is shown


def test_sensitive_minimum_hides_what_an_ordinary_one_shows():
    counts = np.array([[6, 3], [6, 4]])
    assert Threshold(10).holds(counts).tolist() == [False, True]
    assert Threshold(5).holds(counts).tolist() == [True, True]


def test_single_figure_needs_number_only():
    assert Threshold(5, varied=False).holds(np.array([[4], [5]])).tolist() == [False, True]
