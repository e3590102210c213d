from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.data.standing import structure, versions

from laerling.release.queries import HIDDEN, CellFacts
from laerling.reports.regions.rules import added, parts_of, reckoned, region_line
from laerling.reports.years.rules import stretches


@pytest.mark.parametrize(
    ("code", "year", "parts"),
    [
        ("30", 2021, ("30",)),
        ("30", 2019, ("01", "02", "06")),
        ("30", 2024, ("31", "32", "33")),
        ("50", 2012, ("16", "17")),
        ("46", 2019, ("12", "14")),
        ("32", 2019, ("02",)),
        ("32", 2021, None),
        ("16", 2019, None),
        ("12", 2026, None),
        ("38", 2017, ("07", "08")),
        ("99", 2017, ()),
    ],
)
def test_county_of_another_year_is_made_of_whole_counties_or_not_at_all(code, year, parts):
    assert parts_of(structure(), code, year) == parts


def test_viken_2024_is_the_sum_of_its_three_and_marked():
    cells = {
        "31": CellFacts(shown=True, n=10, counts=(1, 2, 7)),
        "32": CellFacts(shown=True, n=20, counts=(0, 5, 15)),
        "33": CellFacts(shown=True, n=5, counts=(1, 1, 3)),
    }
    found = reckoned(2024, ("31", "32", "33"), cells, may_read=True)
    assert found.figure == CellFacts(shown=True, n=35, counts=(2, 8, 25))
    assert found.is_reckoned
    alone = reckoned(2024, ("31",), cells, may_read=True)
    assert (alone.figure, alone.is_reckoned) == (cells["31"], False)


@pytest.mark.parametrize(
    ("parts", "cells", "may_read", "why"),
    [
        (None, {}, True, "part_of_larger"),
        ((), {}, True, "no_county"),
        (("31", "32"), {"31": CellFacts(shown=True, n=9, counts=(4, 5))}, True, "hidden"),
        (("31", "32"), {"31": CellFacts(shown=True, n=9, counts=(4, 5)), "32": HIDDEN}, True, "hidden"),
        (("31", "32"), dict.fromkeys(("31", "32"), CellFacts(shown=True, n=9, counts=(4, 5))), False, "access"),
        (("31", "32"), dict.fromkeys(("31", "32"), CellFacts(shown=True, n=9, bands=((4, 7), (0, 3)))), True, "bands"),
    ],
)
def test_nothing_is_reckoned_where_a_part_is_missing_and_the_reason_is_said(parts, cells, may_read, why):
    found = reckoned(2024, parts, cells, may_read=may_read)
    assert (found.figure, found.why, found.is_reckoned) == (HIDDEN, why, False)


@given(st.lists(st.lists(st.floats(1, 5), min_size=2, max_size=30), min_size=2, max_size=4))
def test_mean_and_spread_of_a_sum_are_those_of_all_its_people(groups):
    figures = [CellFacts(shown=True, n=len(one), mean=fmean(one), sd=stdev(one)) for one in groups]
    total = added(figures)
    everybody = [value for one in groups for value in one]
    assert total.n == len(everybody)
    assert total.mean == pytest.approx(fmean(everybody))
    assert total.sd == pytest.approx(stdev(everybody), abs=1e-6)


@given(st.lists(st.lists(st.integers(0, 50), min_size=4, max_size=4), min_size=1, max_size=4))
def test_sum_is_at_least_every_part_and_nothing_is_subtracted(counts):
    total = added([CellFacts(shown=True, n=sum(one), counts=tuple(one)) for one in counts])
    assert all(total.counts[place] >= one[place] for one in counts for place in range(4))
    assert total.n == sum(map(sum, counts))


def test_line_goes_on_over_a_reform_but_over_no_break_of_the_question():
    shown = CellFacts(shown=True, n=9, counts=(4, 5))
    points = [
        reckoned(
            year,
            parts_of(structure(), "30", year),
            dict.fromkeys(map(str, range(100)), shown) | {"01": shown, "02": shown, "06": shown},
            may_read=True,
        )
        for year in range(2015, 2027)
    ]
    found = region_line("30", "motivation", points, stretches("motivation", versions()))
    assert [[point.year for point in segment] for segment in found.segments] == [
        [2015, 2016, 2017],
        list(range(2018, 2027)),
    ]
    adjusted = region_line("30", "bullied", points, stretches("bullied", versions()))
    assert [point.year for point in adjusted.segments[1]] == [2018, 2019]
