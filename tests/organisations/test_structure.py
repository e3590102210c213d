from datetime import date

import pytest
from tests.data.standing import structure


@pytest.mark.parametrize(
    ("code", "year", "grounds"),
    [
        ("30", 2021, ("30",)),
        ("30", 2019, ("01", "02", "06")),
        ("30", 2025, ("31", "32", "33")),
        ("32", 2025, ("32",)),
        ("32", 2021, ("30",)),
        ("32", 2019, ("02",)),
        ("02", 2025, ("32",)),
        ("02", 2021, ("30",)),
        ("46", 2019, ("12", "14")),
        ("12", 2021, ("46",)),
        ("50", 2017, ("16", "17")),
        ("50", 2018, ("50",)),
        ("16", 2026, ("50",)),
        ("38", 2015, ("07", "08")),
        ("56", 2012, ("20",)),
        ("03", 2012, ("03",)),
        ("99", 2020, ()),
    ],
)
def test_grounds_of_a_county_lie_where_they_lay_on_the_day(code, year, grounds):
    assert structure().grounds(code, date(year, 10, 15)) == grounds


def test_every_county_has_a_ground_in_every_year_and_lies_on_it():
    for year in range(2012, 2027):
        day = date(year, 10, 15)
        standing = {one.code for one in structure().on(day)}
        for county in structure().counties:
            grounds = structure().grounds(county.code, day)
            assert grounds
            assert set(grounds) <= standing
