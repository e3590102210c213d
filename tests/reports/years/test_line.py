from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.data.standing import structure, versions

from laerling.release.queries import HIDDEN, CellFacts
from laerling.reports.years.counties import place_in
from laerling.reports.years.rules import Stretch, YearPoint, line, runs, stretches

SHOWN = CellFacts(shown=True, n=40, mean=4.0, sd=0.8)


def points(years, *, code="46", hidden=()):
    return [YearPoint(year, HIDDEN if year in hidden else SHOWN, code, code) for year in years]


def years_of(found):
    return [[point.year for point in segment] for segment in found.segments]


def test_no_line_from_2017_to_2018_and_the_reason_is_the_questionnaires_own():
    held = stretches("motivation", versions())
    found = line("motivation", points(range(2012, 2027)), held)
    assert years_of(found) == [list(range(2012, 2018)), list(range(2018, 2027))]
    (only,) = found.breaks
    assert (only.before, only.after, only.stretch.begins, only.structures) == (2017, 2018, "series", None)
    assert only.stretch.why.nb.startswith("Hele undersøkelsen ble skrevet om i 2018.")
    assert not any(point.is_adjusted for point in found.points)


def test_question_adjusted_in_2020_begins_anew_with_the_bolt_and_its_reason():
    found = line("bullied", points(range(2018, 2026)), stretches("bullied", versions()))
    assert years_of(found) == [[2018, 2019], list(range(2020, 2026))]
    assert [point.year for point in found.points if point.is_adjusted] == [2020]
    assert found.breaks[0].stretch.why.nn
    assert found.breaks[0].stretch.begins == "adjusted"


def test_question_that_came_in_2020_has_no_rounds_before_and_no_break():
    found = line("feels_safe", points(range(2012, 2026)), stretches("feels_safe", versions()))
    assert years_of(found) == [list(range(2020, 2026))]
    assert found.breaks == ()
    assert stretches("feels_safe", versions())[0].begins == "new"


def test_index_breaks_where_one_of_its_questions_was_adjusted_and_names_it():
    held = stretches("index_guidance", versions())
    found = line("index_guidance", points(range(2018, 2026)), held)
    assert years_of(found) == [[2018, 2019], list(range(2020, 2026))]
    causes = found.breaks[0].stretch.causes
    assert causes
    assert all(cause.text and cause.why for cause in causes)


def test_round_that_is_not_shown_keeps_its_place_and_no_line_passes_over_it():
    found = line("motivation", points(range(2018, 2023), hidden=[2020]), stretches("motivation", versions()))
    assert years_of(found) == [[2018, 2019], [2021, 2022]]
    assert [point.figure.shown for point in found.points] == [True, True, False, True, True]
    assert found.breaks == ()


def test_round_that_is_missing_is_no_line_either():
    found = line("motivation", points([2018, 2019, 2021]), stretches("motivation", versions()))
    assert years_of(found) == [[2018, 2019], [2021]]


def test_county_that_became_another_and_back_is_broken_by_the_reforms():
    lying = points(range(2018, 2020), code="02") + points(range(2024, 2027), code="32")
    found = line("motivation", lying, stretches("motivation", versions()))
    assert years_of(found) == [[2018, 2019], [2024, 2025, 2026]]
    assert [(one.before, one.after, one.stretch, one.structures) for one in found.breaks] == [
        (2019, 2024, None, ("02", "32"))
    ]


@pytest.mark.parametrize(
    ("code", "own", "elsewhere"),
    [
        ("30", {2020: "30", 2021: "30", 2022: "30", 2023: "30"}, {2019: ("01", "02", "06"), 2024: ("31", "32", "33")}),
        ("32", {2012: "02", 2019: "02", 2024: "32", 2026: "32"}, {2020: ("30",), 2023: ("30",)}),
        ("02", {2012: "02", 2019: "02", 2024: "32"}, {2021: ("30",)}),
        ("46", {2020: "46", 2026: "46"}, {2019: ("12", "14"), 2012: ("12", "14")}),
        ("50", {2018: "50", 2026: "50"}, {2017: ("16", "17")}),
        ("11", {2012: "11", 2026: "11"}, {}),
    ],
)
def test_county_has_its_own_rounds_and_the_others_lie_elsewhere(code, own, elsewhere):
    for year, expected in own.items():
        assert place_in(structure(), code, year).own == expected
    for year, expected in elsewhere.items():
        assert place_in(structure(), code, year).own is None
        assert place_in(structure(), code, year).elsewhere == expected


def test_rounds_that_lie_with_the_same_units_are_told_together():
    viken = {2021: (("30",), True), 2022: (("30",), True), 2019: (("02",), False)}
    assert [(one.first, one.last, one.codes, one.may_read) for one in runs(viken)] == [
        (2019, 2019, ("02",), False),
        (2021, 2022, ("30",), True),
    ]


ITEMS = sorted(
    {question.code for version in versions() for question in version.questionnaire.questions}
    | {index.code for version in versions() for index in version.questionnaire.indices}
)
YEARS = range(2012, 2030)


@given(
    item=st.sampled_from(ITEMS),
    shown=st.sets(st.sampled_from(YEARS)),
    hidden=st.sets(st.sampled_from(YEARS)),
    county=st.sampled_from([one.code for one in structure().counties]),
)
def test_no_segment_crosses_a_break_a_reform_or_a_round_without_a_figure(item, shown, hidden, county):
    held = stretches(item, versions())
    lying = []
    for year in sorted(shown):
        own = place_in(structure(), county, year).own
        if own:
            lying.append(YearPoint(year, HIDDEN if year in hidden else SHOWN, own, own))
    found = line(item, reversed(lying), held)
    for segment in found.segments:
        assert all(point.figure.shown for point in segment)
        for before, after in pairwise(segment):
            assert after.year == before.year + 1
            assert after.structure == before.structure
            assert _of(before.year, held) == _of(after.year, held)
            assert before.year != 2017
            assert not any(one.before == before.year and one.after == after.year for one in found.breaks)
    drawn = [point for segment in found.segments for point in segment]
    assert drawn == [point for point in found.points if point.figure.shown]


def _of(year, held) -> Stretch:
    (only,) = [stretch for stretch in held if stretch.has(year)]
    return only
