"""What chance does to a figure."""

import pytest

from laerling.reports import rules
from laerling.reports.types import Unit
from laerling.reports.variation.rules import Reading
from laerling.reports.words import differences


@pytest.mark.parametrize(
    ("n", "n_invited", "low", "high"),
    [
        # Student's t with 4, 29 and many degrees of freedom; sd 0.8.
        (5, None, 4 - 2.776 * 0.8 / 5**0.5, 4 + 2.776 * 0.8 / 5**0.5),
        (30, None, 4 - 2.045 * 0.8 / 30**0.5, 4 + 2.045 * 0.8 / 30**0.5),
        # Half of those invited answered: half the variance is left.
        (30, 60, 4 - 2.045 * 0.8 / 30**0.5 * 0.5**0.5, 4 + 2.045 * 0.8 / 30**0.5 * 0.5**0.5),
        # All answered: a twentieth is left.
        (30, 30, 4 - 2.045 * 0.8 / 30**0.5 * 0.05**0.5, 4 + 2.045 * 0.8 / 30**0.5 * 0.05**0.5),
    ],
)
def test_interval_follows_number_and_share_invited(n, n_invited, low, high):
    found = rules.interval(Reading(n, 4.0, 0.8, n_invited), lowest=1, highest=5)
    assert (found.low, found.high) == pytest.approx((low, min(high, 5)), abs=0.01)


def test_interval_stays_on_the_scale():
    found = rules.interval(Reading(5, 4.9, 1.5), lowest=1, highest=5)
    assert found.high == 5
    assert rules.interval(Reading(1, 4, 0), lowest=1, highest=5) == rules.Interval(1, 5)


@pytest.mark.parametrize(("n_of", "n", "low", "high"), [(0, 10, 0, 27.8), (5, 10, 23.7, 76.3), (10, 10, 72.2, 100)])
def test_share_has_wilsons_interval(n_of, n, low, high):
    found = rules.share_interval(n_of, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.1)


def test_difference_of_nothing_that_varies_is_none():
    assert rules.z_of_difference(Reading(5, 4, 0), Reading(5, 3, 0)) == 0
    assert rules.z_of_difference(Reading(50, 4.5, 0.8), Reading(50, 4.0, 0.8)) > 3


def test_only_what_is_beyond_chance_is_said():
    others = [Unit("nation", "", "Hele landet").in_words, "Rogaland"]
    said = differences(("", "above"), "Vestland", others)
    assert said == ("Vestland ligger over Rogaland, og forskjellen er mer enn tilfeldig",)
    assert differences(("below", ""), "Vestland", others) == (
        "Vestland ligger under hele landet, og forskjellen er mer enn tilfeldig",
    )
