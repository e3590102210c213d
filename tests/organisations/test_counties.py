from datetime import date

import pytest

from laerling.organisations import queries
from laerling.organisations.actions import Written, load_counties, register_offices
from laerling.organisations.queries import OfficeRow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2017, 12, 31), 19),
        (date(2018, 1, 1), 18),
        (date(2019, 12, 31), 18),
        (date(2020, 1, 1), 11),
        (date(2023, 12, 31), 11),
        (date(2024, 1, 1), 15),
        (date(2026, 10, 1), 15),
    ],
)
def test_counties_follow_the_reforms(day, number):
    assert len(queries.counties_on(day)) == number


def test_counties_of_2024_have_the_real_codes():
    codes = {county.code for county in queries.counties_on(date(2026, 10, 1))}
    assert codes == {"03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56"}


def test_predecessors_of_viken_are_the_three_it_merged():
    assert [county.name for county in queries.predecessors("30")] == ["Østfold", "Akershus", "Buskerud"]


def test_loading_counties_again_changes_nothing(by, now):
    assert load_counties(by=by, now=now) == 0


def test_registering_the_same_offices_again_writes_nothing(by, now):
    rows = [OfficeRow("312345678", "Opplæringskontoret Fjord", "46", active=True)]
    assert register_offices(rows, by=by, now=now) == Written(1, 0)
    assert register_offices(rows, by=by, now=now) == Written(0, 0)
    assert register_offices([OfficeRow("312345678", "Nytt navn", "46", active=False)], by=by, now=now) == Written(0, 1)
    assert queries.active_office_numbers() == frozenset()
