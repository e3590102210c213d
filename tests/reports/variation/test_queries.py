"""Variation between a unit's groups: who is held beside whom, what may be listed, and what cannot be compared."""

import pytest
from tests.release.population import BIG, MIDDLE, OTHER, SMALL
from tests.reports import invented
from tests.reports.invented import ALIKE, figures

from laerling.access.policy import whole
from laerling.release import queries as release
from laerling.reports.types import Unit
from laerling.reports.variation import queries
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db

NATION = Unit("nation", "", "Hele landet")
VESTLAND = Unit("county", "46", "Vestland")
FJORDBYGG = Unit("office", BIG, "Fjordbygg")
DIRECTORATE = whole("nation", "", "Utdanningsdirektoratet")
COUNTY = whole("county", "46", "Vestland")
OFFICE = whole("office", BIG, "Fjordbygg")


@pytest.fixture
def released(db, by, now):
    """Write a release with some groups changed, and return a way of looking at it."""
    invented.register(by, now)
    invented.release(2026, invented.nation() | {("office", (BIG,)): figures(index_guidance=3.0)})

    def look(of, between="", item="", scope=DIRECTORATE):
        at = rounds.get(2026).results_at
        facts = release.released(2026, at)
        return queries.variation(scope, of=of, facts=facts, between=between, item=item, language="nb", now=at)

    return look


def names(found):
    return [group.name for panel in found.panels for group in panel.groups]


@pytest.mark.parametrize(
    ("of", "ways"),
    [
        (NATION, ("counties", "offices", "programmes", "trades", "years")),
        (VESTLAND, ("offices", "programmes", "trades", "years")),
        (FJORDBYGG, ("establishments", "years")),
    ],
)
def test_a_unit_is_divided_as_the_release_publishes_it(released, of, ways):
    found = released(of)
    assert found.ways == ways
    assert found.between == ways[0]


def test_groups_stand_by_name_and_not_by_rank(released):
    found = released(VESTLAND, "offices")
    assert names(found) == sorted(names(found))


def test_trades_stand_within_their_programme(released):
    found = released(NATION, "trades")
    assert [(panel.name, [group.name for group in panel.groups]) for panel in found.panels] == [
        ("Bygg- og anleggsteknikk", ["Murer", "Tømrer"]),
        ("Restaurant- og matfag", ["Baker", "Kokk"]),
    ]


def test_offices_of_the_country_stand_within_their_county(released):
    found = released(NATION, "offices")
    assert [panel.name for panel in found.panels] == ["Rogaland", "Vestland"]


def test_county_has_its_own_groups_only(released):
    assert set(names(released(VESTLAND, "programmes"))) == {"Bygg- og anleggsteknikk", "Restaurant- og matfag"}
    assert OTHER not in {group.key[0] for panel in released(VESTLAND, "offices").panels for group in panel.groups}


@pytest.mark.parametrize(
    ("scope", "of", "between", "listed", "n_others"),
    [
        (DIRECTORATE, NATION, "counties", {"46", "11", "03", "50"}, 0),
        (COUNTY, NATION, "counties", {"46"}, 3),
        (OFFICE, NATION, "counties", {"46"}, 3),
        (COUNTY, NATION, "offices", {BIG, MIDDLE, SMALL, *ALIKE}, 1),
        (OFFICE, VESTLAND, "offices", {BIG}, 10),
    ],
)
def test_only_units_that_may_be_seen_are_listed(released, scope, of, between, listed, n_others):
    found = released(of, between, scope=scope)
    assert {group.unit.code for panel in found.panels for group in panel.groups} == listed
    assert found.n_others == n_others


def test_spread_counts_all_units_whoever_looks(released):
    seen = [released(NATION, "offices", scope=scope).measures for scope in (DIRECTORATE, COUNTY, OFFICE)]
    assert seen[0] == seen[1] == seen[2]


def test_low_figure_is_coloured_and_marked_and_the_others_are_not(released):
    found = released(VESTLAND, "offices")
    at = [measure.code for measure in found.measures].index("index_guidance")
    marks = {group.name: group.marks[at] for panel in found.panels for group in panel.groups}
    low = marks.pop("Opplæringskontoret Fjordbygg")
    assert (low.mean, low.apart) == (3.0, -1)
    assert low.step < 0
    assert {mark.apart for mark in marks.values()} == {0}


def test_hidden_unit_stands_there_without_a_figure(released):
    found = released(VESTLAND, "offices")
    (hidden,) = (group for panel in found.panels for group in panel.groups if group.key == (SMALL,))
    assert {(mark.shown, mark.mean, mark.n, mark.low, mark.step, mark.apart) for mark in hidden.marks} == {
        (False, None, None, None, 0, 0)
    }
    assert found.hides_something


def test_one_question_is_read_as_a_mean(released):
    found = released(VESTLAND, "offices", "thriving")
    (measure,) = found.measures
    assert measure.title.startswith("Trives") or measure.code == "thriving"
    assert all(len(group.marks) == 1 for panel in found.panels for group in panel.groups)


@pytest.mark.parametrize(
    ("between", "item"),
    [("counties", ""), ("planets", ""), ("offices", "bullied"), ("offices", "no_such"), ("establishments", "")],
)
def test_what_there_is_not_is_not_there(released, between, item):
    assert released(VESTLAND, between, item) is None


def test_years_of_another_series_are_not_compared(released):
    invented.release(2024, invented.nation(), questionnaire="apprentice-2020")
    invented.release(2016, invented.nation(), questionnaire="apprentice-2012")
    found = released(VESTLAND, "years", "index_motivation")
    assert names(found) == ["2016", "2024", "2026"]
    assert [group.marks[0].comparable for panel in found.panels for group in panel.groups] == [False, True, True]
    assert not found.panels[0].groups[0].marks[0].shown


def test_number_of_queries_does_not_grow_with_the_units(released, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        released(NATION, "offices")
    with django_assert_max_num_queries(12):
        released(FJORDBYGG, "years")
