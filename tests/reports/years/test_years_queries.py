from datetime import UTC, date, datetime

import pytest
from tests.data.standing import structure
from tests.reports.rounds_out import put_out

from laerling.access.policy import whole
from laerling.organisations import queries as organisations
from laerling.reports.regions.queries import region_lines, structure_of
from laerling.reports.years.counties import structure_day
from laerling.reports.years.queries import county_choices, lines
from laerling.reports.years.words import where_else, why_broken

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 2, 1, tzinfo=UTC)
OFFICE = "312345670"
ITEMS = ("answered", "motivation", "bullied", "index_guidance")


def figures(n: int) -> dict:
    return {
        "answered": {"n": 2 * n, "counts": [n, n]},
        "motivation": {"n": n, "counts": [0, 0, 0, n // 2, n - n // 2]},
        "bullied": {"n": n, "bands": [[n - 3, n], [0, 3], [0, 3], [0, 3], [0, 3]]},
        "index_guidance": {"n": n, "mean": 4.0, "sd": 0.5},
    }


@pytest.fixture
def fifteen_rounds(by, now):
    for year in range(2012, 2027):
        counties = {("county", (one.code,)): figures(40 + int(one.code)) for one in structure().on(structure_day(year))}
        name = "Kontoret" if year < 2019 else "Nye kontoret"
        put_out(
            year,
            {("", ()): figures(900), ("office", (OFFICE,)): None if year == 2014 else figures(30), **counties},
            labels=[("office", OFFICE, name)],
            by=by,
            now=now,
        )


def years_of(line):
    return [[point.year for point in segment] for segment in line.segments]


def test_vikens_line_is_2020_to_2023_and_2019_lies_with_the_three(fifteen_rounds):
    found = lines(table="county", key=("30",), items=ITEMS, now=NOW)
    assert years_of(found["answered"]) == [[2020, 2021, 2022, 2023]]
    before, after = found["answered"].elsewhere
    assert (before.first, before.last, before.codes) == (2012, 2019, ("01", "02", "06"))
    assert (after.first, after.last, after.codes) == (2024, 2026, ("31", "32", "33"))
    assert (
        where_else(before, names=organisations.county_names()) == "2012–2019 ligger hos Østfold, Akershus og Buskerud."
    )


def test_akershus_has_the_old_countys_rounds_only_for_those_who_may_read_it(fifteen_rounds):
    all_of_it = lines(table="county", key=("32",), items=["motivation"], now=NOW)["motivation"]
    assert years_of(all_of_it) == [list(range(2012, 2018)), [2018, 2019], [2024, 2025, 2026]]
    assert {point.name for point in all_of_it.points} == {"Akershus"}
    assert [(one.first, one.last, one.codes) for one in all_of_it.elsewhere] == [(2020, 2023, ("30",))]
    last = all_of_it.breaks[-1]
    said = why_broken(last, names=organisations.county_names(), language="nb")
    assert said == "Akershus var del av et annet fylke mellom 2019 og 2024."
    own_only = lines(table="county", key=("32",), items=["motivation"], now=NOW, readable={"32"})["motivation"]
    assert years_of(own_only) == [[2024, 2025, 2026]]
    assert [(one.codes, one.may_read) for one in own_only.elsewhere] == [(("02",), False), (("30",), False)]


def test_office_keeps_its_whole_line_whatever_happens_to_counties_and_is_called_what_it_was(fifteen_rounds):
    found = lines(table="office", key=(OFFICE,), items=ITEMS, now=NOW)
    assert years_of(found["motivation"]) == [[2012, 2013], [2015, 2016, 2017], list(range(2018, 2027))]
    assert found["motivation"].elsewhere == ()
    assert [point.name for point in found["motivation"].points][6:8] == ["Kontoret", "Nye kontoret"]
    assert years_of(found["bullied"])[-2:] == [[2018, 2019], list(range(2020, 2027))]


def test_nothing_is_told_of_a_round_before_its_results_are_out(fifteen_rounds):
    early = datetime(2027, 1, 1, tzinfo=UTC)
    assert years_of(lines(table="", key=(), items=["answered"], now=early)["answered"]) == [list(range(2012, 2026))]


def test_lines_cost_the_same_however_many_items(fifteen_rounds, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        lines(table="county", key=("32",), items=["motivation"], now=NOW)
    with django_assert_max_num_queries(7):
        lines(table="county", key=("32",), items=ITEMS, now=NOW)


def test_viken_is_reckoned_back_and_forward_and_marked(fifteen_rounds):
    found = region_lines(code="30", items=ITEMS, now=NOW)
    point = {one.year: one for one in found["motivation"].points}
    assert point[2024].figure.n == 3 * 40 + 31 + 32 + 33
    assert [year for year, one in sorted(point.items()) if not one.is_reckoned] == [2020, 2021, 2022, 2023]
    assert years_of(found["motivation"]) == [list(range(2012, 2018)), list(range(2018, 2027))]
    assert {one.why for one in found["bullied"].points if one.year not in range(2020, 2024)} == {"bands"}
    assert found["index_guidance"].points[-1].figure.mean == pytest.approx(4.0)
    own = region_lines(code="30", items=["motivation"], now=NOW, readable={"30"})["motivation"]
    assert {one.why for one in own.points if len(one.parts) > 1} == {"access"}


def test_structure_to_reckon_on_is_that_of_a_round(by, now):
    assert [len(structure_of(year)) for year in (2012, 2018, 2019, 2020, 2023, 2024)] == [19, 18, 18, 11, 11, 15]


def test_county_chooses_itself_and_dissolved_kin_that_it_has_access_to(by, now):
    own, viken = whole("county", "32", "Akershus"), whole("county", "30", "Viken")
    on = date(2027, 2, 1)
    assert [(one.code, one.kinship, one.may_read) for one in county_choices(own, [own], on=on)] == [
        ("32", "own", True),
        ("30", "before", False),
        ("02", "before", False),
    ]
    with_viken = county_choices(own, [own, viken], on=on)
    assert [one.may_read for one in with_viken] == [True, True, False]
    from_viken = county_choices(viken, [own, viken], on=on)
    assert [(one.code, one.kinship, one.may_read) for one in from_viken] == [
        *[("30", "own", True), ("31", "after", False), ("32", "after", True), ("33", "after", False)],
        *[("01", "before", False), ("02", "before", False), ("06", "before", False)],
    ]
    assert len(county_choices(whole("nation", "", "Norge"), [], on=on)) == 33
    assert county_choices(whole("office", OFFICE, "Kontoret"), [], on=on) == ()
