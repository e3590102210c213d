"""Day figures of rounds that were not run here."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from tests.invitations.people import BYGGOPP, NATION, NOW, OFFICE, VESTLAND, invited

from laerling.audit.models import Event
from laerling.invitations.management.commands.import_progress import NoSuchDaysFile
from laerling.invitations.tallies import queries
from laerling.invitations.tallies.actions import FaultyDays, import_earlier
from laerling.invitations.tallies.models import DayTally
from laerling.invitations.tallies.reading import DayFault, read
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db

HEADINGS = "year;day;county;office;invited;answered\n"
GOOD = f"""{HEADINGS}2025;2025-10-15;46;;100;10
2025;2025-10-15;03;;50;5
2025;2025-10-16;46;;100;20
2025;2025-10-15;46;{OFFICE};40;4
2025;2025-10-15;03;{OFFICE};20;2
2025;2025-10-16;46;312000031;4;1
"""


def take_in(by, text=GOOD):
    return import_earlier(content=io.BytesIO(text.encode("utf-8-sig")), by=by, now=NOW)


def found(scope):
    return [
        (day.number, day.day, day.n_invited, day.n_answered) for day in queries.days(scope, rounds.get(2026), year=2025)
    ]


def test_days_are_summed_for_each_unit_and_compared_by_the_day_of_the_round(by):
    assert take_in(by) == 5
    assert found(VESTLAND) == [(1, date(2025, 10, 15), 100, 10), (2, date(2025, 10, 16), 100, 20)]
    assert found(BYGGOPP) == [(1, date(2025, 10, 15), 60, 6)]
    # On the second day the file has one of two counties: no figure for the country.
    assert found(NATION) == [(1, date(2025, 10, 15), 150, 15)]
    assert queries.year_before(VESTLAND, 2026) == 2025
    assert Event.objects.filter(what="invitations.earlier.imported").count() == 1


def test_same_file_again_changes_nothing_and_a_new_one_replaces_the_year(by):
    take_in(by)
    take_in(by)
    assert len(found(VESTLAND)) == 2
    take_in(by, f"{HEADINGS}2025;2025-10-15;46;;100;12\n")
    assert found(VESTLAND) == [(1, date(2025, 10, 15), 100, 12)]


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        ("2025;15.10.2025;46;;100;10", "day", "not_a_date"),
        ("2024;2025-10-15;46;;100;10", "year", "not_the_days_year"),
        ("x;2025-10-15;46;;100;10", "year", "not_a_number"),
        ("2025;2025-10-15;Vestland;;100;10", "county", "not_a_county"),
        ("2025;2025-10-15;99;;100;10", "county", "unknown_county"),
        ("2025;2025-10-15;46;312;100;10", "office", "not_an_office"),
        ("2025;2025-10-15;46;;100;-1", "answered", "not_a_number"),
        ("2025;2025-10-15;46;;100;101", "answered", "more_than_invited"),
        ("2025;2025-10-15;46", "invited", "not_a_number"),
        ("2025;2025-10-01;46;;100;10", "day", "before_opening"),
    ],
)
def test_fault_is_told_with_row_and_column_and_nothing_is_stored(by, line, column, rule):
    good = "2025;2025-10-20;46;;100;10\n"
    with pytest.raises(FaultyDays) as refused:
        take_in(by, f"{HEADINGS}{good}{line}\n")
    assert refused.value.faults == (DayFault(3, column, rule),)
    assert "rad 3" in str(refused.value).lower() or "row 3" in str(refused.value).lower()
    assert not DayTally.objects.exists()


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"\xff\xfe", [DayFault(1, "", "not_utf8")]),
        (
            b"",
            [
                DayFault(1, name, "missing_column")
                for name in ["year", "day", "county", "office", "invited", "answered"]
            ],
        ),
        (GOOD.encode() + b"2025;2025-10-15;46;;100;10\n", [DayFault(8, "day", "twice")]),
    ],
)
def test_file_that_cannot_be_read_says_why(content, faults):
    assert read(io.BytesIO(content))[1] == faults


def test_commas_are_read_as_well():
    rows, faults = read(io.BytesIO(GOOD.replace(";", ",").encode()))
    assert (len(rows), faults) == (6, [])


def test_round_that_is_run_here_is_not_taken_from_a_file(by):
    invited(5)
    with pytest.raises(FaultyDays):
        take_in(by, f"{HEADINGS}2026;2026-10-15;46;;100;10\n")
    assert DayTally.objects.filter(year=2026).exists()


def test_command_takes_a_file_in(tmp_path, capsys):
    file = tmp_path / "days.csv"
    file.write_text(GOOD, encoding="utf-8")
    call_command("import_progress", str(file))
    assert "5" in capsys.readouterr().out
    with pytest.raises(NoSuchDaysFile):
        call_command("import_progress", str(tmp_path / "none.csv"))
