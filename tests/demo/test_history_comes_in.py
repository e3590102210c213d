"""The invented earlier rounds through the real door: checked, protected, released, and read as lines."""

import pytest
from tests.data.standing import structure, versions

from laerling.demo import tasks
from laerling.demo.build import history
from laerling.demo.history.writing import Surroundings, write_rounds
from laerling.kernel import clock
from laerling.questionnaire import queries as questionnaires
from laerling.release import queries as release
from laerling.reports.regions.queries import region_lines
from laerling.reports.years.queries import lines
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db


def test_worker_takes_rounds_in_once_and_their_lines_keep_to_the_breaks(settings, tmp_path):
    settings.DEMO, settings.HOME = True, tmp_path
    around = Surroundings(structure(), versions())
    write_rounds(tmp_path / history.FOLDER, scale=0.02, surroundings=around, years=(2017, 2018, 2019, 2020))
    for year in (2020, 2019, 2018, 2017):
        tasks.take_in_history(round_year=year)
    now = clock.now()
    made = release.released(2020, now)
    assert (made.source, rounds.get(2020).closed_at) == ("history", rounds.get(2020).closes_at)
    assert history.n_in(now) == 4
    tasks.take_in_history(round_year=2020)
    assert release.released(2020, now) == made

    # Which figures are shown in so small a country is the release's to say; the lines keep to what there is.
    nation = lines(table="", key=(), items=["thriving", "day_long", "bullied"], now=now)
    assert [point.year for point in nation["thriving"].points] == [2017, 2018, 2019, 2020]
    assert [(one.before, one.after) for one in nation["thriving"].breaks] == [(2017, 2018)]
    assert [(one.before, one.after) for one in nation["bullied"].breaks] == [(2017, 2018), (2019, 2020)]
    assert [point.year for point in nation["day_long"].points] == [2017]
    viken = lines(table="county", key=("30",), items=["answered"], now=now)["answered"]
    assert [point.year for point in viken.points] == [2020]
    assert [(one.first, one.last, one.codes) for one in viken.elsewhere] == [(2017, 2019, ("01", "02", "06"))]
    assert [point.name for point in viken.points] == ["Viken"]
    reckoned = region_lines(code="30", items=["answered"], now=now)["answered"]
    assert [point.parts for point in reckoned.points] == [("01", "02", "06")] * 3 + [("30",)]
    assert not reckoned.points[-1].is_reckoned


def test_rounds_go_together_two_by_two_from_this_years_back_and_never_over_a_break():
    assert history.together() == [
        *((2025, 2026), (2023, 2024), (2021, 2022), (2019, 2020), (2018,)),
        *((2016, 2017), (2014, 2015), (2012, 2013)),
    ]
    held = {
        year: version for version in versions() for year in range(version.first_round, (version.last_round or 2026) + 1)
    }
    for pair in history.together():
        codes = [question.code for question in held[pair[-1]].questionnaire.questions]
        assert len(pair) == 1 or any(questionnaires.are_comparable("apprentice", code, *pair) for code in codes)
    assert not any(questionnaires.are_comparable("apprentice", code, 2017, 2018) for code in codes)


def test_second_of_two_rounds_is_pooled_with_the_first_and_the_next_with_neither(settings, tmp_path):
    settings.DEMO, settings.HOME = True, tmp_path
    around = Surroundings(structure(), versions())
    write_rounds(tmp_path / history.FOLDER, scale=0.02, surroundings=around, years=(2021, 2022, 2023))
    assert history.in_order()[:3] == [2025, 2023, 2024]
    for year in (2021, 2022, 2023):
        tasks.take_in_history(round_year=year)
    of = {year: release.made(year) for year in (2021, 2022, 2023)}
    assert [release.is_pooled(of[year]) for year in (2021, 2022, 2023)] == [False, True, False]
    said = release.report(of[2022])["pooled"]
    assert (said["year"], said["rows"] > 0) == (2021, True)
    assert "pooled" not in release.report(of[2023])
