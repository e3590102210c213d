from datetime import date

import pytest
from tests.invitations.people import OFFICE, office

from laerling.access import queries
from laerling.access.types import NATION, Unit, read_unit
from laerling.organisations import queries as organisations

pytestmark = pytest.mark.django_db


def _above(key, on):
    return [unit.key for unit in queries.lattice(on=on).above(read_unit(key))]


@pytest.mark.parametrize(
    ("key", "on", "above"),
    [
        ("county:46", date(2026, 9, 1), ["county:46", "governor:vestland", "nation:"]),
        ("county:12", date(2019, 9, 1), ["county:12", "governor:vestland", "nation:"]),
        ("county:12", date(2018, 9, 1), ["county:12", "governor:hordaland", "nation:"]),
        # Hordaland was dissolved in 2020; Vestland took over.
        ("county:12", date(2026, 9, 1), ["county:12", "county:46", "governor:vestland", "nation:"]),
        # Viken was split in 2024; three took over.
        ("county:30", date(2023, 9, 1), ["county:30", "governor:oslo", "nation:"]),
        (
            "county:30",
            date(2026, 9, 1),
            ["county:30", "county:31", "county:32", "county:33", "governor:oslo", "nation:"],
        ),
        # The old Østfold went into Viken, and is the new Østfold's, not Akershus'.
        ("county:01", date(2026, 9, 1), ["county:01", "county:31", "governor:oslo", "nation:"]),
        ("governor:vestland", date(2026, 9, 1), ["governor:vestland", "nation:"]),
        ("nation:", date(2026, 9, 1), ["nation:"]),
    ],
)
def test_a_unit_stands_below_those_of_its_day(key, on, above):
    assert _above(key, on) == above


def test_an_office_stands_below_the_county_where_it_is_situated():
    office()
    assert _above(f"office:{OFFICE}", date(2026, 9, 1)) == [
        *(f"office:{OFFICE}", "county:46", "governor:vestland", "nation:")
    ]


@pytest.mark.parametrize("year", range(2012, 2027))
def test_every_county_of_every_year_has_one_state_administrator(year):
    day = date(year, 7, 1)
    counties = {county.code for county in organisations.counties_on(day)}
    assert set(organisations.governors_of_counties(day)) == counties
    assert set(organisations.governors_of_counties(day).values()) == set(organisations.governors_on(day))


@pytest.mark.parametrize(("year", "n"), [(2012, 18), (2016, 17), (2018, 16), (2019, 10), (2026, 10)])
def test_there_were_so_many_state_administrators(year, n):
    assert len(organisations.governors_on(date(year, 7, 1))) == n


@pytest.mark.parametrize(
    ("heir", "inherited"),
    [
        ("46", ["12", "14"]),
        ("42", ["09", "10"]),
        ("50", ["16", "17"]),
        ("31", ["30", "01"]),
        ("32", ["30", "02"]),
        ("39", ["38", "07"]),
        ("55", ["54", "19"]),
    ],
)
def test_a_county_carries_on_the_years_of_those_it_came_from(heir, inherited):
    assert [one.code for one in organisations.heritage()[heir]] == inherited


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("county:46", Unit("county", "46")),
        ("nation:", NATION),
        ("nation:46", None),
        ("county:", None),
        ("county", None),
        ("kingdom:46", None),
        ("county:46' OR true", None),
        ("", None),
    ],
)
def test_a_key_names_a_unit_or_none(key, unit):
    assert read_unit(key) == unit


def test_units_above_are_asked_for_in_seven_queries(django_assert_num_queries):
    with django_assert_num_queries(7):
        queries.lattice(on=date(2026, 9, 1))
